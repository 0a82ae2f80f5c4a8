/**
 * `/everyone?embed`: a page that is one room, for an <iframe> where no script may be. What else the address says are attributes of
 * <parley-room>, as in `?embed&theme=dark&readonly`; not a token, which would be in logs.
 */
const ATTRIBUTES = ['name', 'theme', 'compact', 'readonly', 'lang'];

const room = document.createElement('parley-room');
const wanted = new URLSearchParams(location.search);
room.setAttribute('room', decodeURIComponent(location.pathname.slice(1)) || 'everyone');
ATTRIBUTES.filter((name) => wanted.has(name)).forEach((name) => room.setAttribute(name, wanted.get(name)));
document.documentElement.lang = room.getAttribute('lang') ?? navigator.language;
document.querySelector('h1').textContent = room.getAttribute('room');
document.querySelector('main').append(room);
document.title = `${room.getAttribute('room')} · Parley`;
