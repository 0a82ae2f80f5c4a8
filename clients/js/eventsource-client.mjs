// npm eventsource-client: every event comes to one place, so those about the stream are left out here
import { createEventSource } from 'eventsource-client';
import { heard } from './heard.mjs';

createEventSource({
  url: process.argv[2],
  onMessage: (message) => {
    if (!message.event || message.event === 'note') heard(message);
  },
});
