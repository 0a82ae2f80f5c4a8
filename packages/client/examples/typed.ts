// tsc --noEmit: what the types say of the package
import { connect, Problem, WIRE } from '@parley/client';

const chat = connect(['everyone'], {
  server: 'http://localhost:7070',
  name: 'mason',
  onMessage: ({ sender, message, at }) => console.log(sender.length + message.length + at),
  onState: ({ name }) => console.log(name === 'live'),
  // @ts-expect-error there is no such option
  onMesage: () => {},
});
const said: { id: string; at: number } = await chat.say('everyone', 'hi').catch((problem: Problem) => Promise.reject(problem));
const count: number = chat.view('everyone').snapshot.people.count + WIRE;
for await (const message of chat) console.log(message.channel, said.id, count);
