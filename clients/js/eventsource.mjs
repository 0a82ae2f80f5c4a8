// npm eventsource 4
import { EventSource } from 'eventsource';
import { heard } from './heard.mjs';

const stream = new EventSource(process.argv[2]);
stream.onmessage = heard;
stream.addEventListener('note', heard);
