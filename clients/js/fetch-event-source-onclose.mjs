// npm @microsoft/fetch-event-source, told to come back after an orderly end too
import { fetchEventSource } from '@microsoft/fetch-event-source/lib/cjs/index.js';
import { heard } from './heard.mjs';

globalThis.window = globalThis;
globalThis.document = { hidden: false, addEventListener() {}, removeEventListener() {} };

fetchEventSource(process.argv[2], {
  onmessage: (message) => {
    if (!message.event || message.event === 'note') heard(message);
  },
  onclose: () => {
    throw new Error('come back');
  },
});
