// npm launchdarkly-eventsource
import { EventSource } from 'launchdarkly-eventsource';
import { heard } from './heard.mjs';

const stream = new EventSource(process.argv[2]);
stream.onmessage = heard;
stream.onerror = () => {}; // without, an error ends the program
stream.addEventListener('note', heard);
