// undici, what Node itself has behind --experimental-eventsource
import { EventSource } from 'undici';
import { heard } from './heard.mjs';

const stream = new EventSource(process.argv[2]);
stream.onmessage = heard;
stream.onerror = () => {}; // without, an error ends the program
stream.addEventListener('note', heard);
setInterval(() => {}, 60_000); // its own timer does not keep Node running while it waits to come back
