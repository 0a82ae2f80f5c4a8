import { MessageLog } from './js/messages.js';
import { newKey, publish } from './js/publish.js';
import { ChannelStream } from './js/stream.js';

const RESERVED = new Set(['subscribe', 'channels', 'assets', 'metrics', 'healthz', 'readyz', 'favicon.ico']);
const STATES = {
  connecting: () => 'Connecting…',
  live: () => 'Live',
  reconnecting: () => 'Connection lost. Reconnecting…',
  away: () => 'Redis is away: messages have to wait',
  refused: (wait) => `Refused. Trying again in ${seconds(wait)}`,
};
const HISTORY_READ_OUT_AFTER = 1000;

const byId = (id) => document.getElementById(id);
const seconds = (ms) => `${Math.ceil(ms / 1000)} s`;

const log = new MessageLog(byId('log'), byId('jump'));
const channel = channelOfPage();
let name = recallName();
let unsent;

function channelOfPage() {
  try {
    return decodeURIComponent(location.pathname.slice(1)).normalize('NFC') || 'everyone';
  } catch {
    return location.pathname.slice(1);
  }
}

function problemWithChannel(candidate) {
  if (RESERVED.has(candidate)) return `“${candidate}” is a name that Parley needs for itself. Please choose another.`;
  if (/^[\p{L}\p{Nd}][\p{L}\p{Nd}_.:-]{0,63}$/u.test(candidate)) return '';
  return 'A room name has 1 to 64 letters, digits or _ . : - and starts with a letter or digit.';
}

// Storage can be forbidden. Then the name lives as long as the page.
function recallName() {
  try {
    return localStorage.getItem('parley.name') ?? '';
  } catch {
    return '';
  }
}

function rememberName(chosen) {
  name = chosen;
  try {
    localStorage.setItem('parley.name', chosen);
  } catch { /* see recallName */ }
}

function showState(state, text) {
  document.body.dataset.state = state;
  // The same words again would be read out again.
  if (byId('connection').textContent !== text) byId('connection').textContent = text;
}

function showForms(asking) {
  byId('name-form').hidden = !asking;
  byId('composer').hidden = asking;
  byId('name').textContent = name;
  byId('name-input').value = name;
  byId(asking ? 'name-input' : 'message').focus();
}

function notify(text) {
  byId('notice').textContent = text;
}

async function send() {
  const box = byId('message');
  if (box.readOnly || !box.value.trim()) return;
  // The same words after a failure are the same message: it may have been published after all.
  if (unsent?.sender !== name || unsent.message !== box.value) {
    unsent = { key: newKey(), sender: name, message: box.value };
  }
  box.readOnly = true;
  try {
    await publish(channel, unsent, (wait) => notify(`Not sent yet. Your text is kept; trying again in ${seconds(wait)}`));
    unsent = undefined;
    box.value = '';
    notify('');
  } catch (problem) {
    notify(problem.message);
  } finally {
    box.readOnly = false;
  }
}

function onSubmit(form, action) {
  byId(form).addEventListener('submit', (event) => {
    event.preventDefault();
    action();
  });
}

function sendOnEnter(event) {
  // Enter also ends the composition of a word in many scripts; Safari tells only by key code 229.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  send();
}

function listenToForms() {
  const channelInput = byId('channel-input');
  const channelWanted = () => channelInput.value.trim().normalize('NFC');
  channelInput.addEventListener('input', () => {
    channelInput.setCustomValidity(channelInput.value && problemWithChannel(channelWanted()));
  });
  onSubmit('channel-form', () => location.assign(`/${encodeURIComponent(channelWanted())}`));
  onSubmit('name-form', () => {
    rememberName(byId('name-input').value.trim());
    showForms(false);
  });
  onSubmit('composer', send);
  byId('rename').addEventListener('click', () => showForms(true));
  byId('message').addEventListener('keydown', sendOnEnter);
}

function followChannel() {
  byId('log').setAttribute('aria-live', 'off');
  new ChannelStream(channel, {
    message: (message) => log.message(message),
    reset: () => log.aside('Some earlier messages are no longer available'),
    state: (state, wait) => {
      showState(state, STATES[state](wait));
      if (state === 'live') setTimeout(() => byId('log').setAttribute('aria-live', 'polite'), HISTORY_READ_OUT_AFTER);
    },
  }).open();
}

function start() {
  byId('channel').textContent = channel;
  document.title = `${channel} · Parley`;
  listenToForms();
  const problem = problemWithChannel(channel);
  if (problem) return showState('refused', problem);
  followChannel();
  showForms(!name);
}

start();
