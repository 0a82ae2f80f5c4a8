import { connect } from '@parley/client';
import { useRoom } from '@parley/client/vue';
import { createApp, h } from 'vue';

const { server, room: channel, name } = document.querySelector('#chat').dataset;
const chat = connect([channel], { server, name });

createApp({
  setup() {
    const { room, say } = useRoom(chat, channel);
    const send = ({ target, key }) => {
      if (key !== 'Enter') return;
      say(target.value);
      target.value = '';
    };
    return () => h('section', [
      h('h2', `${channel}, ${room.value.people.count} here`),
      h('ol', [
        ...room.value.messages.map(({ id, sender, message }) => h('li', { key: id }, `${sender}: ${message}`)),
        ...room.value.waiting.map(({ key, message }) => h('li', { key }, h('em', message))),
      ]),
      h('input', { 'aria-label': 'Message', onKeydown: send }),
    ]);
  },
}).mount('#chat');
