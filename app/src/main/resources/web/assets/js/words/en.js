/**
 * English, and what a conversation needs of it: wherever one is, on Parley's page and in <parley-room>. What only the page says is in
 * en-page.js; each of the other languages has all of it in one file, which only its readers load.
 *
 * A text has {placeholders}; where a number decides how it is said, it has a form for each category of Intl.PluralRules. The server reads these
 * files as well, for what stands in the page before any script: so they are nothing but one object of texts.
 */
export const ENGLISH = {
  // what was said
  messages: 'Messages',
  loading: 'Loading…',
  nothingSaid: 'Nothing was said here yet. Say hello.',
  begins: 'This is where the room begins',
  noOlder: 'Older messages are no longer kept',
  notForAll: 'What was said here is not for everybody.',
  gone: 'That message is no longer kept.',
  lost: 'Some messages from while you were away are no longer kept.',
  today: 'Today',
  yesterday: 'Yesterday',
  newLine: 'New since you left',
  newSince: '{count} new since {time} · Jump to now',
  new: '{count} new',
  newest: 'Newest',
  newMessages: '{count} new messages',
  joined: '{name} joined',
  left: '{name} left',
  linkTo: '{time}: link to the message of {name}',
  showMore: 'Show more',
  showLess: 'Show less',
  unshowable: 'A message that can’t be shown here',
  verified: 'verified',

  // what is being said
  message: 'Message',
  messageTo: 'Message {room}',
  send: 'Send',
  keysHint: 'Enter sends, Shift + Enter begins a new line',
  tooLong: '{count} characters; a message has at most {most}.',
  sending: 'Sending…',
  notSent: 'Not sent: {reason}',
  tryAgain: 'Try again',
  delete: 'Delete',
  typing: { one: '{names} is typing…', other: '{names} are typing…' },
  manyTyping: 'Several people are typing…',

  // the connection
  connecting: 'Connecting…',
  live: 'Live',
  full: 'Parley is full just now, trying again…',
  reconnecting: 'Reconnecting…',
  away: 'Parley can’t pass messages on just now: they wait',
  offline: 'You are offline: messages wait until you are back',
  barred: 'Not connected',
  refused: 'Refused: {reason}',
  signedout: 'Signed out',
  nextTry: '· next try in {seconds} s',
  tryNow: 'Try now',
  changeName: 'Change name',
  unreachable: 'The server can’t be reached.',
  answered: 'The server answered {status}.',

  // who speaks
  askName: 'What may we call you?',
  yourName: 'Your name',
  join: 'Join',
  save: 'Save',
  cancel: 'Cancel',
  nameShown: 'Others see it beside your messages.',
  nameKept: 'That name is kept for messages from programs. Please choose another.',
  nameTaken: 'Somebody called {name} is here already.',
  hereCount: { one: 'person here', other: 'people here' },
  unread: '{count} unread',
  unreadNamed: '{count} unread, you are mentioned',

  // who may not
  signIn: 'Sign in',
  asGuest: 'Go on as a guest',
  unsent: 'Not sent, to be copied:',
  expired: 'You have been signed out.',
  revoked: 'Your access has been withdrawn.',
  kicked: 'You have been sent out of this chat.',
  fallen: 'You have been signed out, and are a guest now.',
  mayNotListen: 'You may not listen here.',
  mayOnlyListen: 'You may listen here, but not speak.',
  signInFirst: 'This chat is for people who have signed in.',
  notSignedIn: 'you are not signed in any more.',
  another: 'somebody else is signed in now.',
  mayNotSpeak: 'you may not speak here.',

  // around it
  close: 'Close',
  chat: 'Chat: {room}',
  reserved: '“{name}” is a name that Parley needs for itself. Please choose another.',
  malformed: 'A room’s name has 1 to 64 letters, digits or _ . : - and begins with a letter or digit.',
};
