// npm eventsource-parser, by hand: it reads one answer, and the loop around it comes back with the last id
import { createParser } from 'eventsource-parser';
import { heard } from './heard.mjs';

let lastId = '';
let retry = 3000;
for (;;) {
  const parser = createParser({
    onRetry: (ms) => (retry = ms),
    onEvent: (event) => {
      lastId = event.id ?? lastId;
      if (!event.event || event.event === 'note') heard(event);
    },
  });
  try {
    const answer = await fetch(process.argv[2], {
      headers: { accept: 'text/event-stream', ...(lastId && { 'last-event-id': lastId }) },
    });
    const text = answer.body.pipeThrough(new TextDecoderStream());
    for await (const chunk of text) parser.feed(chunk);
  } catch {
    // it broke; what came of an event that is not whole is forgotten with the parser
  }
  await new Promise((resume) => setTimeout(resume, retry));
}
