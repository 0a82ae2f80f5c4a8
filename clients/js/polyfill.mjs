// npm event-source-polyfill, over fetch
import { EventSourcePolyfill } from 'event-source-polyfill';
import { heard } from './heard.mjs';

const stream = new EventSourcePolyfill(process.argv[2]);
stream.onmessage = heard;
stream.addEventListener('note', heard);
