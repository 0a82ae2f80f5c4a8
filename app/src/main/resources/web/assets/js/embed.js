import { ParleyRoom } from './embed/parley-room.js';
import { ConnectionState } from './page/connection-state.js';
import { define } from './page/dom.js';
import { MessageComposer } from './page/message-composer.js';
import { MessageList } from './page/message-list.js';
import { NameForm } from './page/name-form.js';
import { SayBar } from './page/say-bar.js';
import { SessionBar } from './page/session-bar.js';
import { TypingLine } from './page/typing-line.js';

/**
 * <parley-room>, a room in any page: `<script type="module" src="…/assets/js/embed.js">` and `<parley-room room="everyone">`; see
 * docs/client.md. Under their names here, the parts of the page come in no other element's way.
 */
define({
  'parley-state': ConnectionState, 'parley-composer': MessageComposer, 'parley-messages': MessageList, 'parley-name': NameForm,
  'parley-typing': TypingLine, 'parley-session': SessionBar, 'parley-say': SayBar, 'parley-room': ParleyRoom,
});
