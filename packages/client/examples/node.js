// node examples/node.js [server] [room] [name]: talks in a room until somebody says bye
import { connect } from '@parley/client';

const [server = 'http://localhost:7070', room = 'everyone', name = 'robot'] = process.argv.slice(2);

const chat = connect([room], { server, name });
await chat.ready();
chat.say(room, 'Good morning');
for await (const { sender, message } of chat) {
  console.log(`${sender}: ${message}`);
  if (message === 'bye') break;
}
chat.close();
