import { h, Part, setText } from './dom.js';

/**
 * Stands where the message box would, and says why there is none: what can be done about it, and what was being written, to be
 * copied. Event: `leave`, when whoever was signed out goes on as a guest.
 */
export class SessionBar extends Part {
  static part = 'session-bar';

  make() {
    return [
      h('p.words', { role: 'status' }), h('p.obstacle', { hidden: true }),
      h('p.unsent', { hidden: true }, h('label', { for: 'unsent-box' }, this.say('unsent')), ' ',
        h('textarea', { id: 'unsent-box', rows: 3, dir: 'auto', readonly: true, autocomplete: 'off' })),
      h('p.ways', {}, h('a.sign-in.button', {}, this.say('signIn')), ' ', h('button.leave', { type: 'button' }, this.say('asGuest'))),
    ];
  }

  begin() {
    this.find('.leave').addEventListener('click', () => this.tell('leave'));
  }

  /** @param standing of standing.js; undefined for nothing to say. @param address where to sign in, if anywhere. @param obstacle why nobody can, a key of words/ */
  render(standing, address, draft, obstacle) {
    this.hidden = !standing;
    if (!standing) return;
    this.dataset.kind = standing.kind;
    setText(this.find('.words'), this.say(standing.why));
    this.find('.obstacle').hidden = !standing.mayReturn || !obstacle;
    if (obstacle) setText(this.find('.obstacle'), this.say(obstacle));
    const link = this.find('.sign-in');
    link.hidden = !standing.mayReturn || !address;
    if (address) link.href = address;
    this.find('.leave').hidden = standing.kind !== 'fallen';
    this.find('.unsent').hidden = !draft.trim();
    const unsent = this.find('textarea');
    if (unsent.value !== draft) unsent.value = draft; // else what is selected would not be any more
  }
}
