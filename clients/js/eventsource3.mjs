// npm eventsource 3
import { EventSource } from 'eventsource3';
import { heard } from './heard.mjs';

const stream = new EventSource(process.argv[2]);
stream.onmessage = heard;
stream.addEventListener('note', heard);
