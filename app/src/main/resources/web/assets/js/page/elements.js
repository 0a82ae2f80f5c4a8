import { ConnectionState } from './connection-state.js';
import { MessageComposer } from './message-composer.js';
import { MessageList } from './message-list.js';
import { NameForm } from './name-form.js';
import { PeopleList, TypingLine } from './people.js';
import { RoomList } from './room-list.js';
import { SidePanel } from './side-panel.js';

const ELEMENTS = {
  'connection-state': ConnectionState,
  'message-composer': MessageComposer,
  'message-list': MessageList,
  'name-form': NameForm,
  'people-list': PeopleList,
  'room-list': RoomList,
  'side-panel': SidePanel,
  'typing-line': TypingLine,
};

Object.entries(ELEMENTS).forEach(([tag, element]) => customElements.define(tag, element));

/** The one element with this tag, or that this selector finds. */
export const the = (selector) => document.querySelector(selector);
