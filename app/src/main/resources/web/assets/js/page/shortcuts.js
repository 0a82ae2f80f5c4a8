import { nextRoom } from '../rooms/order.js';
import { closeBeside } from './dialog.js';

/** Ways through the page by keyboard, and a dialog that tells them. */
const KEYS = [
  ['Ctrl K', 'Find or enter a room'],
  ['Alt ↓ · Alt ↑', 'Next room, the one before'],
  ['Alt Shift ↓', 'Next room with something unread'],
  ['↑', 'From the message box into the messages, and through them'],
  ['Esc', 'Back to the newest message'],
  ['?', 'These keys'],
];

/** find(); go(channel); toNewest(); rooms(): [{channel, current, unread}]. */
export function listenForKeys({ find, go, toNewest, rooms }) {
  document.addEventListener('keydown', (event) => {
    if (event.target.closest('dialog:modal')) return;
    const action = actionOf(event, { find, toNewest, goOn: (...way) => go(nextRoom(rooms(), ...way)) });
    if (!action) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // what is no word goes into no message box
    action();
  }, { capture: true });
}

function actionOf({ key, target, altKey, shiftKey, ctrlKey, metaKey }, { find, toNewest, goOn }) {
  const isWriting = target.closest('input, textarea, select');
  if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === 'k') return find;
  if (altKey && !ctrlKey && !metaKey && key === 'ArrowDown') return () => goOn(1, shiftKey);
  if (altKey && !ctrlKey && !metaKey && key === 'ArrowUp') return () => goOn(-1, shiftKey);
  if (ctrlKey || metaKey || altKey) return undefined;
  if (key === 'Escape' && (!isWriting || target.id === 'message-box')) return toNewest;
  return key === '?' && !isWriting ? showKeys : undefined;
}

function showKeys() {
  const dialog = document.createElement('dialog');
  dialog.className = 'keys-help';
  dialog.ariaLabel = 'Keys';
  const list = document.createElement('dl');
  KEYS.forEach(([keys, words]) => list.append(textOf('dt', keys), textOf('dd', words)));
  const close = Object.assign(textOf('button', 'Close'), { autofocus: true });
  close.addEventListener('click', () => dialog.close());
  dialog.append(textOf('h2', 'Keys'), list, close);
  dialog.addEventListener('close', () => dialog.remove());
  closeBeside(dialog);
  document.body.append(dialog);
  dialog.showModal();
}

function textOf(tag, text) {
  return Object.assign(document.createElement(tag), { textContent: text });
}
