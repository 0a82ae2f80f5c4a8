// npm reconnecting-eventsource, over eventsource 4
import { EventSource } from 'eventsource';
import ReconnectingEventSource from 'reconnecting-eventsource';
import { heard } from './heard.mjs';

globalThis.EventSource = EventSource;
const Reconnecting = ReconnectingEventSource.default ?? ReconnectingEventSource;
const stream = new Reconnecting(process.argv[2]);
stream.onmessage = heard;
stream.addEventListener('note', heard);
