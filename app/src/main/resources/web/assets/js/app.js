import { Chat } from './chat.js';
import './page/account.js';
import { Announcer, Attention, showTitle } from './page/attention.js';
import './page/connection-state.js';
import { dispatch, setText, the } from './page/dom.js';
import { Foot } from './page/foot.js';
import { FirstView } from './page/first-view.js';
import { Frame } from './page/frame.js';
import { onTyped } from './page/keyboard.js';
import './page/message-composer.js';
import './page/message-list.js';
import './page/name-form.js';
import { Navigation } from './page/navigation.js';
import { Notifications } from './page/notifications.js';
import './page/people.js';
import { Pushes } from './page/pushes.js';
import './page/room-directory.js';
import { showUnread } from './page/room-list.js';
import './page/session-bar.js';
import './page/side-panel.js';
import { bringWorker } from './page/worker.js';
import { addressOf, EVERYONE } from './rooms/names.js';
import { ReadPositions } from './rooms/read-positions.js';
import { browserSecret } from './parley/browser.js';
import { Connection } from './parley/connection.js';
import { isFirst } from './parley/ids.js';
import { keyOf } from './parley/people.js';
import { Session } from './session/session.js';
import { Storage } from './storage.js';
import { SharedConnection } from './tabs/shared-connection.js';
import { mentions } from './timeline/segments.js';
import { rowsOf } from './timeline/rows.js';

/** The composition root: builds the chat and the page, and connects what happens in one with what shows in the other. */

const FULL = 'You are in as many rooms as fit on one connection. Leave one to enter another.';
const GONE = 'That message is no longer kept.';
/** When the page has all that it needs, ms. */
const IDLE = 3_000;
const WORDS_OF_LEVEL = { all: 'everything', mentions: 'mentions', none: 'nothing' };
const LOST = 'Some messages from while you were away are no longer kept.';

const list = the('message-list');
const composer = the('message-composer');
const nameForm = the('name-form');
const sessionBar = the('session-bar');
const account = the('my-account');
const directory = the('room-directory');
const roomsPanel = the('side-panel');
const announcer = new Announcer(the('#announcer'));
const frame = new Frame(draw);
const navigation = new Navigation(show);
const storage = new Storage();
const base = new URL('/', location.href).href;
const session = new Session(base, the('meta[name="parley-sign-in"]')?.content, storage, () => frame.stop());
const wordsOfBeginning = await session.begin();
const Connecting = await SharedConnection.isPossible(storage) ? SharedConnection : Connection;
const server = new FirstView(base, { browser: browserSecret(), credentials: session.credentials }, storage);
const chat = new Chat(server, storage, Connecting, {
  changed: () => frame.request(),
  state: stateIs,
  heard,
  arrived,
  reset: () => notify(LOST),
  became: () => {
    pushes.end();
    enter(navigation.place.channel);
  },
});
const positions = new ReadPositions(server, chat.rooms);
const pushes = new Pushes(server, storage);
const foot = new Foot(chat, session);
const attention = new Attention();
const notifications = new Notifications(storage, the('#notify'), (address) => navigation.go(address));

function start() {
  composer.storage = storage;
  nameForm.othersHere = () => chat.room?.people.known.filter((person) => !isMe(person)) ?? [];
  listen();
  positions.of(storage.owner);
  show(navigation.place);
  if (wordsOfBeginning) notify(wordsOfBeginning);
}

const isMe = (person) => keyOf(person) === keyOf(chat.me);

/** Shows the room, and the message, that the address names. */
async function show({ channel, id }) {
  if (channel !== chat.room?.channel || !chat.rooms.has(channel)) return enter(channel, id);
  if (id) reveal(id, await chat.room.showAround(id));
}

async function enter(channel, id) {
  if (!chat.rooms.canJoin(channel)) return refuse(FULL);
  list.clear();
  composer.enter(channel);
  roomsPanel.fold();
  const loaded = chat.enter(channel, id);
  foot.enter();
  const { room } = chat;
  const isThere = await loaded;
  if (room !== chat.room) return;
  draw();
  list.toNew();
  if (id) reveal(id, isThere);
}

function reveal(id, isThere) {
  if (!isThere) return notify(GONE);
  draw();
  list.reveal(id);
}

function refuse(problem) {
  notify(problem);
  navigation.go(addressOf(chat.room?.channel ?? chat.rooms.list()[0]));
}

function leave() {
  const { channel } = chat.room;
  chat.leave(channel);
  storage.remove(`draft.${channel}`);
  server.forget(channel);
  pushes.forget(channel).catch(() => { /* the server forgets it, too, later */ });
}

/** A message in any of my rooms. Of several tabs, one does what is to be done. */
async function heard(channel, message) {
  if (!chat.isLeader || chat.isMine(message)) return;
  if (mentions(message.message, chat.name)) chat.rooms.mention(channel, message.id);
  if (pushes.level(channel) === 'none' && !await attention.isInAnyTab()) await notifications.show(channel, message);
}

/** A message or custom event in the room that is shown. */
function arrived(message) {
  if (message.event) dispatch(chat.room.channel, message);
  else if (!chat.isMine(message) && attention.isHere) announcer.message(message);
}

function listen() {
  list.addEventListener('position', () => {
    chat.room.readerIsAtEnd(list.isAtEnd);
    frame.request();
  });
  list.addEventListener('older', () => chat.room.showOlder());
  list.addEventListener('newer', () => chat.room.showNewer());
  list.addEventListener('newest', toNewest);
  list.addEventListener('retry', ({ detail }) => chat.outbox.retry(detail));
  list.addEventListener('delete', ({ detail }) => chat.outbox.remove(detail));
  composer.addEventListener('say', ({ detail }) => say(detail));
  composer.addEventListener('typing', () => chat.tellTyping());
  onTyped(() => composer.hidden || composer.focus());
  the('connection-state').addEventListener('retry', () => chat.retryNow());
  the('connection-state').addEventListener('rename', rename);
  nameForm.addEventListener('named', ({ detail }) => renamed(detail));
  nameForm.addEventListener('kept', () => foot.keepName());
  directory.addEventListener('enter', ({ detail }) => navigation.go(addressOf(detail)));
  the('#find-room').addEventListener('click', findRoom);
  account.addEventListener('rename', rename);
  account.addEventListener('sign-out', signOut);
  sessionBar.addEventListener('leave', signOut);
  the('#leave').addEventListener('click', leave);
  the('#bell').addEventListener('click', ring);
  addEventListener('blur', () => chat.lookAway());
  addEventListener('focus', () => frame.request());
  addEventListener('focus', () => positions.learn());
  addEventListener('visibilitychange', () => document.hidden && server.keep(chat.room));
  addEventListener('pagehide', () => server.keep(chat.room));
}

function say(text) {
  chat.say(text);
  toNewest();
}

async function toNewest() {
  navigation.forgetMessage();
  if (!chat.room.timeline.atEnd) await chat.room.showNewest();
  list.toEnd();
  frame.request();
}

function findRoom() {
  roomsPanel.fold();
  directory.open(() => chat.directory());
}

async function signOut() {
  roomsPanel.fold();
  await pushes.end();
  const failure = await session.end();
  if (failure) notify(failure);
}

/** Who has signed in again has more to see. */
function stateIs(state) {
  the('connection-state').show(state);
  frame.request();
  const { channel, refusal } = chat.room ?? {};
  if (state.name === 'live' && refusal?.status === 401 && !state.denied.includes(channel)) enter(channel);
  if (state.name !== 'live') return;
  learnRead();
  setTimeout(bringWorker, IDLE);
  pushes.renew(chat.rooms.list(), chat.name).catch(() => { /* the next start tries again */ });
}

/** What was read on another device is read here; and a room that was entered before this was known opens where the reader stopped. */
async function learnRead() {
  positions.of(storage.owner);
  const { channel } = chat.room;
  const before = chat.rooms.readUpTo(channel);
  await positions.learn();
  if (channel !== chat.room.channel || before === chat.rooms.readUpTo(channel) || navigation.place.id) return;
  if (chat.rooms.unread(channel)) enter(channel);
  else chat.newAfter = undefined;
}

const BELL = {
  all: 'You are told of everything that is said here, also while Parley is closed.',
  mentions: 'You are told here when somebody mentions you, also while Parley is closed.',
  none: 'You are told nothing of this room while Parley is closed.',
};

/** All that is said here, only mentions, or nothing, while no page is open. */
async function ring() {
  try {
    notify(BELL[await pushes.change(chat.room.channel, chat.name)]);
  } catch ({ status, message }) {
    notify(status === 404 ? 'This chat tells nobody while it is closed.' : `You can’t be told: ${message}`);
  }
  frame.request();
}

function drawBell(channel) {
  const level = pushes.level(channel);
  the('#bell').hidden = !pushes.isPossible;
  the('#bell').dataset.level = level;
  the('#bell').setAttribute('aria-label', `While Parley is closed, tell me of: ${WORDS_OF_LEVEL[level]}`);
}

function rename() {
  roomsPanel.fold();
  foot.rename();
}

function renamed(name) {
  chat.name = name;
  foot.keepName();
  list.renew(); // what is a mention is different now
  draw(); // at once: whoever goes on in the list would lose their place with their row
  composer.focus();
}

let hideNotice;
function notify(text) {
  setText(the('#notice'), text);
  the('#notice').hidden = false;
  clearTimeout(hideNotice);
  hideNotice = setTimeout(() => { the('#notice').hidden = true; }, 8_000);
}

function draw() {
  const { room, rooms, me } = chat;
  if (!rooms.has(room.channel)) return navigation.go(addressOf(rooms.list()[0] ?? EVERYONE));
  if (attention.isHere) chat.markRead(list.isAtEnd ? room.head : list.lastSeen);
  drawRoom(room, me);
  drawRooms(rooms, room.channel);
  drawPeople(room, me);
  foot.draw();
  account.render(me, storage.owner, session.address);
}

function drawRoom(room, me) {
  const { timeline } = room;
  const entries = timeline.atEnd ? chat.outbox.entries(room.channel) : [];
  setText(the('#room-name'), room.channel);
  list.render({
    rows: rowsOf(timeline.messages, { entries, newAfter: chat.newAfter, whole: !timeline.hasOlder, me, people: room.people.known }),
    atEnd: timeline.atEnd,
    beginning: beginningOf(room),
    unseen: chat.rooms.unread(room.channel),
    me: me.name,
  });
  the('typing-line').render(room.typing, me);
}

function beginningOf({ loading, refusal, timeline }) {
  if (loading) return 'Loading…';
  if (refusal) return [401, 403].includes(refusal.status) ? 'What was said here is not for everybody.' : refusal.message;
  if (timeline.hasOlder) return '';
  if (!timeline.messages.length) return 'Nothing was said here yet. Say hello.';
  return isFirst(timeline.oldest) ? 'This is where the room begins' : 'Older messages are no longer kept';
}

function drawRooms(rooms, current) {
  const rows = rooms.list().map((channel) => ({
    channel,
    current: channel === current,
    unread: rooms.unread(channel),
    mentioned: rooms.isMentioned(channel),
  }));
  const elsewhere = rows.filter(({ channel }) => channel !== current);
  the('room-list').render(rows);
  const unread = elsewhere.reduce((sum, room) => sum + room.unread, 0);
  showUnread(the('.fold-rooms .badge'), unread, elsewhere.some(({ mentioned }) => mentioned));
  drawBell(current);
  the('#leave').hidden = rows.length === 1 && current === EVERYONE;
  showTitle(current, rooms.unreadInAll());
}

function drawPeople({ people }, me) {
  document.querySelectorAll('.people-count').forEach((element) => setText(element, String(people.count || '')));
  the('people-list').render(people, me);
  nameForm.look();
}

start();
