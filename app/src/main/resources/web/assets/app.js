import { Chat } from './js/chat.js';
import { Announcer, Attention } from './js/page/attention.js';
import { dispatch } from './js/page/custom-events.js';
import { paintAvatar, setText } from './js/page/dom.js';
import { the } from './js/page/elements.js';
import { Frame } from './js/page/frame.js';
import { Navigation } from './js/page/navigation.js';
import { showUnread } from './js/page/room-list.js';
import { addressOf, EVERYONE } from './js/rooms/names.js';
import { mentions } from './js/timeline/segments.js';
import { rowsOf } from './js/timeline/rows.js';

/** The composition root: builds the chat and the page, and connects what happens in one with what shows in the other. */

const FULL = 'You are in as many rooms as fit on one connection. Leave one to enter another.';
const GONE = 'That message is no longer kept.';
const LOST = 'Some messages from while you were away are no longer kept.';

const list = the('message-list');
const composer = the('message-composer');
const nameForm = the('name-form');
const directory = the('room-directory');
const announcer = new Announcer(the('#announcer'));
const frame = new Frame(draw);
const navigation = new Navigation(show);
const chat = new Chat(new URL('/', location.href).href, {
  changed: () => frame.request(),
  state: (state) => the('connection-state').show(state),
  heard,
  arrived,
  reset: () => notify(LOST),
});
const attention = new Attention(chat.storage, the('#notify'));

function start() {
  composer.storage = chat.storage;
  listen();
  show(navigation.place);
  if (chat.name) showComposer();
  else nameForm.ask('');
  chat.outbox.work();
}

/** Shows the room, and the message, that the address names. */
async function show({ channel, id }) {
  if (channel !== chat.room?.channel || !chat.rooms.has(channel)) return enter(channel, id);
  if (id) reveal(id, await chat.room.showAround(id));
}

async function enter(channel, id) {
  if (!chat.rooms.canJoin(channel)) return refuse(FULL);
  list.clear();
  composer.enter(channel);
  the('#rooms-panel').fold();
  const isThere = await chat.enter(channel, id);
  if (channel === chat.room.channel && id) reveal(id, isThere);
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
  chat.rooms.leave(channel);
  chat.storage.remove(`draft.${channel}`);
}

/** A message in any of my rooms. */
function heard(channel, message) {
  if (message.sender === chat.name) return;
  if (channel !== chat.room.channel && mentions(message.message, chat.name)) chat.rooms.mention(channel);
  if (chat.isLeader) attention.notify(channel, message, (room) => navigation.go(addressOf(room)));
}

/** A message or custom event in the room that is shown. */
function arrived(message) {
  if (message.event) dispatch(chat.room.channel, message);
  else if (message.sender !== chat.name && Attention.isInFront) announcer.message(message);
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
  nameForm.addEventListener('named', ({ detail }) => renamed(detail));
  nameForm.addEventListener('kept', showComposer);
  directory.addEventListener('enter', ({ detail }) => navigation.go(addressOf(detail)));
  the('#find-room').addEventListener('click', findRoom);
  the('#rename').addEventListener('click', rename);
  the('#leave').addEventListener('click', leave);
  addEventListener('blur', () => chat.lookAway());
  addEventListener('focus', () => frame.request());
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

/** Nobody needs it at first, so it is loaded when somebody does. */
async function findRoom() {
  the('#rooms-panel').fold();
  await import('./js/page/room-directory.js');
  directory.open(() => chat.directory());
}

function rename() {
  the('#rooms-panel').fold();
  composer.hidden = true;
  nameForm.ask(chat.name);
}

function renamed(name) {
  chat.name = name;
  list.renew(); // what is a mention is different now
  showComposer();
}

function showComposer() {
  nameForm.hidden = true;
  composer.hidden = false;
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
  const { room, rooms, name } = chat;
  if (!rooms.has(room.channel)) return navigation.go(addressOf(rooms.list()[0] ?? EVERYONE));
  if (list.isAtEnd && Attention.isInFront) chat.markRead();
  drawRoom(room, name);
  drawRooms(rooms, room.channel);
  drawPeople(room, name);
  drawMe(name);
}

function drawRoom(room, me) {
  const { timeline } = room;
  const entries = timeline.atEnd ? chat.outbox.entries(room.channel) : [];
  setText(the('#room-name'), room.channel);
  list.render({
    rows: rowsOf(timeline.messages, { entries, newAfter: chat.newAfter, me }),
    atEnd: timeline.atEnd,
    beginning: beginningOf(room),
    unseen: chat.rooms.unread(room.channel),
    me,
  });
  the('typing-line').render(room.typing, me);
}

function beginningOf({ loading, timeline }) {
  if (loading) return 'Loading…';
  if (timeline.hasOlder) return '';
  return timeline.messages.length ? 'This is where the room begins' : 'Nothing was said here yet. Say hello.';
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
  the('#leave').hidden = rows.length === 1 && current === EVERYONE;
  attention.title(current, rooms.unreadInAll());
}

function drawPeople({ people }, me) {
  document.querySelectorAll('.people-count').forEach((element) => setText(element, String(people.count || '')));
  the('people-list').render(people, me);
}

function drawMe(name) {
  the('#rename').hidden = !name;
  setText(the('#my-name'), name);
  paintAvatar(the('#rename .avatar'), name);
}

start();
