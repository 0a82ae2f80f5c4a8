// npm @microsoft/fetch-event-source with its defaults. It is made for browsers: Node lacks what the first lines bring.
import { fetchEventSource } from '@microsoft/fetch-event-source/lib/cjs/index.js';
import { heard } from './heard.mjs';

globalThis.window = globalThis;
globalThis.document = { hidden: false, addEventListener() {}, removeEventListener() {} };

fetchEventSource(process.argv[2], {
  onmessage: (message) => {
    if (!message.event || message.event === 'note') heard(message);
  },
});
