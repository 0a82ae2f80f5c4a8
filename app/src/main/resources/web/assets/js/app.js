import { locks, tools } from './capabilities.js';
import { Chat } from './core/chat.js';
import { Reading } from './core/reading.js';
import { MyAccount } from './page/account.js';
import { Announcer } from './page/announcer.js';
import { Attention, showTitle } from './page/attention.js';
import { showUnread } from './page/badge.js';
import { Bell } from './page/bell.js';
import { ConnectionState } from './page/connection-state.js';
import { Conversation } from './page/conversation.js';
import { stateIn } from './page/conversation-view.js';
import { dispatch } from './page/dispatch.js';
import { define, Part, setText, the } from './page/dom.js';
import { FirstView } from './page/first-view.js';
import { Frame } from './page/frame.js';
import { onTyped } from './page/keyboard.js';
import { MessageComposer } from './page/message-composer.js';
import { MessageList } from './page/message-list.js';
import { NameForm } from './page/name-form.js';
import { Navigation } from './page/navigation.js';
import { Notice } from './page/notice.js';
import { Notifications } from './page/notifications.js';
import { PeopleList } from './page/people.js';
import { Pushes } from './page/pushes.js';
import { RoomDirectory } from './page/room-directory.js';
import { RoomList } from './page/room-list.js';
import { SayBar } from './page/say-bar.js';
import { SessionBar } from './page/session-bar.js';
import { listenForKeys } from './page/shortcuts.js';
import { SidePanel } from './page/side-panel.js';
import { Sound } from './page/sound.js';
import { TypingLine } from './page/typing-line.js';
import { viewOf } from './page/view.js';
import { showWelcome } from './page/welcome.js';
import { bringWorker } from './page/worker.js';
import { addressOf, EVERYONE } from './rooms/names.js';
import { ReadPositions } from './rooms/read-positions.js';
import { browserSecret } from './parley/browser.js';
import { Session } from './session/session.js';
import { Storage } from './storage.js';
import { TabConnection } from './tabs/tab-connection.js';
import { mentions } from './timeline/segments.js';
import { ENGLISH } from './words/en.js';
import { ENGLISH_PAGE } from './words/en-page.js';
import { choose, wordsIn } from './words/words.js';

/** The composition root of Parley's page: builds the chat and the page, and connects what happens in one with what shows in the other. */

/** When the page has all that it needs, ms. */
const IDLE = 3_000;
/** Between two drawings while only other rooms are different, ms. */
const PAUSE_ELSEWHERE = 500;

const words = Part.words = await wordsIn(languageOfPage(), { ...ENGLISH, ...ENGLISH_PAGE });

define({
  'connection-state': ConnectionState, 'message-composer': MessageComposer, 'message-list': MessageList, 'my-account': MyAccount,
  'name-form': NameForm, 'people-list': PeopleList, 'room-directory': RoomDirectory, 'room-list': RoomList, 'session-bar': SessionBar,
  'side-panel': SidePanel, 'typing-line': TypingLine, 'say-bar': SayBar,
});

const list = the('message-list');
const bar = the('say-bar');
const account = the('my-account');
const directory = the('room-directory');
const [roomsPanel, peoplePanel] = document.querySelectorAll('side-panel');
const announcer = new Announcer(the('#announcer'), words);
const notice = new Notice(the('#notice'));
const frame = new Frame(draw);
const navigation = new Navigation(show);
const storage = new Storage();
const base = new URL('/', location.href).href;
const session = new Session(base, the('meta[name="parley-sign-in"]')?.content, storage, () => frame.stop());
const failedToBegin = await session.begin();
const server = new FirstView(base, { browser: browserSecret(), credentials: session.credentials }, storage);
const chat = new Chat(server, {
  storage, locks, connecting: (...where) => new TabConnection(...where, storage.isKept ? tools() : Promise.resolve(), { name: storage.name }),
});
const reading = new Reading(chat);
let isAway = !document.hasFocus();
const conversation = new Conversation({ list, typing: the('typing-line'), bar }, {
  changed: () => frame.request(), draw, notify, moved: () => navigation.forgetMessage(),
});
conversation.turnTo(chat, reading);
const positions = new ReadPositions(server, chat.rooms);
const pushes = new Pushes(server, storage);
const bell = new Bell(the('#bell'), pushes, words, notify);
const attention = new Attention();
const notifications = new Notifications(storage, the('#notify'), words, (address) => navigation.go(address));
const sound = new Sound(storage, the('#sound'), words, locks);

/** The server has chosen it by what the reader's browser asks for, and some words are there already. */
function languageOfPage() {
  const { lang } = document.documentElement;
  const ofReader = choose(navigator.languages);
  return ofReader.lang === lang ? ofReader : choose([lang]);
}

function start() {
  the('.skip').hidden = false; // there is something to skip to now
  bar.composer.storage = storage;
  roomsPanel.button = the('.fold-rooms');
  peoplePanel.button = the('.fold-people');
  listenToChat();
  listen();
  positions.of(storage.owner);
  show(navigation.place);
  if (failedToBegin) notifyOf(...failedToBegin);
}

/** Shows the room, and the message, that the address names. */
function show({ channel, id }) {
  if (channel === reading.channel && chat.rooms.has(channel)) conversation.show(id);
  else enter(channel, id);
}

function enter(channel, id) {
  if (!chat.rooms.canJoin(channel)) return refuse(words.say('tooManyRooms'));
  roomsPanel.fold();
  conversation.enter(channel, id);
  showState();
}

function refuse(problem) {
  notify(problem);
  navigation.go(addressOf(reading.channel ?? chat.rooms.list()[0]));
}

function leave() {
  const { channel } = reading;
  chat.leave(channel);
  storage.remove(`draft.${channel}`);
  server.forget(channel);
  pushes.forget(channel).catch(() => { /* the server forgets it, too, later */ });
}

function listenToChat() {
  const on = (type, listener) => chat.addEventListener(type, ({ detail }) => listener(detail));
  on('changed', changed);
  on('state', stateIs);
  on('heard', heard);
  on('arrived', arrived);
  on('reset', ({ channel }) => channel === reading.channel && notify(words.say('lost')));
  on('became', () => {
    pushes.end();
    enter(navigation.place.channel);
  });
}

function changed({ channels }) {
  if (!reading.room) return;
  frame.request(!channels || channels.includes(reading.channel) ? undefined : PAUSE_ELSEWHERE);
}

/** A message in any of my rooms, while nobody looks. Of several tabs, one notifies, and one that may is heard. */
async function heard({ channel, message }) {
  if (chat.isMine(message)) return;
  const sounds = document.hidden && isForMe(channel, message);
  const notifies = chat.isLeader && notifications.isOn && pushes.level(channel) === 'none';
  if (!(sounds || notifies) || await attention.isInAnyTab()) return;
  if (sounds) sound.play();
  if (notifies) await notifications.show(channel, message);
}

/** It names me, or was said in a channel of my own (docs/identity.md). */
function isForMe(channel, { message }) {
  const { name, user } = chat.me;
  return mentions(message, name) || Boolean(user) && (channel === `user-${user}` || channel.startsWith(`user-${user}:`));
}

/** A message or custom event in a room that is kept complete. */
function arrived({ channel, message }) {
  if (channel !== reading.channel) return;
  if (message.event) dispatch(channel, message);
  else if (!chat.isMine(message) && attention.isHere) announcer.message(message);
}

function listen() {
  bar.addEventListener('leave', signOut);
  listenForKeys({
    find: findRoom, go: (channel) => navigation.go(addressOf(channel)), toNewest: () => conversation.toNewest(), rooms: () => viewOf(chat, reading, words).rooms,
  }, words);
  onTyped(() => bar.composer.hidden || bar.focus());
  the('connection-state').addEventListener('retry', () => chat.retryNow());
  the('connection-state').addEventListener('rename', rename);
  directory.addEventListener('enter', ({ detail }) => navigation.go(addressOf(detail)));
  the('#find-room').addEventListener('click', findRoom);
  account.addEventListener('rename', rename);
  account.addEventListener('sign-out', signOut);
  the('#leave').addEventListener('click', leave);
  the('#bell').addEventListener('click', () => bell.ring(reading.channel, chat.name));
  addEventListener('blur', lookAway);
  addEventListener('focus', () => frame.request());
  addEventListener('focus', comeBack);
  addEventListener('visibilitychange', () => document.hidden && keepView());
  addEventListener('pagehide', keepView);
}

/** For when the page comes again. */
function keepView() {
  if (reading.room) server.keep(reading.room);
}

function findRoom() {
  roomsPanel.fold();
  directory.open(() => server.directory());
}

async function signOut() {
  roomsPanel.fold();
  await pushes.end();
  const failure = await session.end();
  if (failure) notifyOf(...failure);
}

function stateIs(state) {
  showState();
  frame.request();
  conversation.stateIs(state);
  if (state.name !== 'live') return;
  learnRead();
  if (storage.isKept) setTimeout(bringWorker, IDLE); // where nothing is, no worker may be
  pushes.renew(chat.rooms.list(), chat.name).catch(() => { /* the next start tries again */ });
}

/** What was read on another device is read here; and a room that was entered before this was known opens where the reader stopped. */
async function learnRead() {
  positions.of(storage.owner);
  const { channel } = reading;
  const before = chat.rooms.readUpTo(channel);
  await positions.learn();
  if (channel !== reading.channel || before === chat.rooms.readUpTo(channel) || navigation.place.id) return;
  if (chat.rooms.unread(channel)) enter(channel);
  else reading.newAfter = undefined;
}

function lookAway() {
  isAway = true;
  reading.lookAway();
}

/** What was read on another device meanwhile is not new here. Where a page opens that just begins is learnRead's matter. */
async function comeBack() {
  if (!isAway) return;
  isAway = false;
  const read = await positions.learn();
  reading.hasReadElsewhere(read?.[reading.channel]);
  frame.request();
}

function showState() {
  the('connection-state').show(stateIn(reading.channel, chat.state));
}

function rename() {
  roomsPanel.fold();
  conversation.rename();
}

/** What session.js has to tell. */
function notifyOf(key, problem) {
  notify(words.say(key, { reason: problem && words.problem(problem) }));
}

function notify(text) {
  notice.show(text);
}

function draw() {
  if (!reading.room) return;
  if (!chat.rooms.has(reading.channel)) return navigation.go(addressOf(chat.rooms.list()[0] ?? EVERYONE));
  if (attention.isHere) conversation.markRead();
  const view = viewOf(chat, reading, words);
  setText(the('#room-name'), view.channel);
  conversation.draw(view, session);
  showWelcome(the('.scroller'), view.channel, view.isEmpty, words);
  drawRooms(view);
  setText(the('.fold-people .people-count'), String(view.people.count || ''));
  the('people-list').render(view.channel, view.people, view.me);
  account.render(view.me, view.owner, session);
}

function drawRooms({ rooms, elsewhere, mayLeave, channel, unread }) {
  the('room-list').render(rooms);
  showUnread(the('.fold-rooms .badge'), elsewhere.unread, elsewhere.mentioned, words);
  bell.draw(channel);
  the('#leave').hidden = !mayLeave;
  showTitle(channel, unread);
}

start();
