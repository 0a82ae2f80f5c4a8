import { connect } from '@parley/client';
import { useRoom } from '@parley/client/react';
import { createRoot } from 'react-dom/client';

const root = document.querySelector('#chat');
const { server, room, name } = root.dataset;
const chat = connect([room], { server, name });

function Room({ channel }) {
  const { messages, waiting, people, say } = useRoom(chat, channel);
  return (
    <section>
      <h2>{channel}, {people.count} here</h2>
      <ol>
        {messages.map(({ id, sender, message }) => <li key={id}>{sender}: {message}</li>)}
        {waiting.map(({ key, message }) => <li key={key}><em>{message}</em></li>)}
      </ol>
      <form action={(fields) => say(fields.get('text'))}><input name="text" aria-label="Message" /></form>
    </section>
  );
}

createRoot(root).render(<Room channel={room} />);
