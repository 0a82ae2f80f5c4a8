import { nextRoom } from '../rooms/order.js';
import { closeBeside } from './dialog.js';

/** Ways through the page by keyboard, and a dialog that tells them. */
const KEYS = [
  ['findKey', 'findDoes'], ['roomKeys', 'roomDoes'], ['unreadKey', 'unreadDoes'], ['upKey', 'upDoes'], ['endKey', 'endDoes'], ['helpKey', 'helpDoes'],
];

/** find(); go(channel); toNewest(); rooms(): [{channel, current, unread}]. */
export function listenForKeys({ find, go, toNewest, rooms }, words) {
  document.addEventListener('keydown', (event) => {
    if (event.target.closest('dialog:modal')) return;
    const action = actionOf(event, { find, toNewest, help: () => showKeys(words), goOn: (...way) => go(nextRoom(rooms(), ...way)) });
    if (!action) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // what is no word goes into no message box
    action();
  }, { capture: true });
}

function actionOf({ key, target, altKey, shiftKey, ctrlKey, metaKey }, { find, toNewest, help, goOn }) {
  const isWriting = target.closest('input, textarea, select');
  if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === 'k') return find;
  if (altKey && !ctrlKey && !metaKey && key === 'ArrowDown') return () => goOn(1, shiftKey);
  if (altKey && !ctrlKey && !metaKey && key === 'ArrowUp') return () => goOn(-1, shiftKey);
  if (ctrlKey || metaKey || altKey) return undefined;
  if (key === 'Escape' && (!isWriting || target.id === 'message-box')) return toNewest;
  return key === '?' && !isWriting ? help : undefined;
}

function showKeys(words) {
  const dialog = document.createElement('dialog');
  dialog.className = 'keys-help';
  dialog.ariaLabel = words.say('keys');
  const list = document.createElement('dl');
  KEYS.forEach(([keys, does]) => list.append(textOf('dt', words.say(keys)), textOf('dd', words.say(does))));
  const close = Object.assign(textOf('button', words.say('close')), { autofocus: true });
  close.addEventListener('click', () => dialog.close());
  dialog.append(textOf('h2', words.say('keys')), list, close);
  dialog.addEventListener('close', () => dialog.remove());
  closeBeside(dialog);
  document.body.append(dialog);
  dialog.showModal();
}

function textOf(tag, text) {
  return Object.assign(document.createElement(tag), { textContent: text });
}
