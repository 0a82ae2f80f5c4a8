import { ConnectionState } from './connection-state.js';
import { MessageComposer } from './message-composer.js';
import { MessageList } from './message-list.js';
import { NameForm } from './name-form.js';
import { PeopleList } from './people-list.js';
import { RoomDirectory } from './room-directory.js';
import { RoomList } from './room-list.js';
import { SidePanel } from './side-panel.js';
import { TypingLine } from './typing-line.js';

const ELEMENTS = {
  'connection-state': ConnectionState,
  'message-composer': MessageComposer,
  'message-list': MessageList,
  'name-form': NameForm,
  'people-list': PeopleList,
  'room-directory': RoomDirectory,
  'room-list': RoomList,
  'side-panel': SidePanel,
  'typing-line': TypingLine,
};

Object.entries(ELEMENTS).forEach(([tag, element]) => customElements.define(tag, element));

/** The one element with this tag, or that this selector finds. */
export const the = (selector) => document.querySelector(selector);
