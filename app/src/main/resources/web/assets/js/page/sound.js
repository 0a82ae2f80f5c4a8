const WANTED = 'sound';
/** Of two notes, one after the other: Hz, and s. */
const NOTES = [660, 880];
const LENGTH = 0.12;
const LOUDNESS = 0.06; // of 1
/** So long after a sound there is no other, in any tab: ms. */
const REST = 2_000;

/**
 * A short, quiet sound, on request. It is made here, and no file; browsers allow that only where somebody has pressed something, as the
 * button is: after a reload, from the next press on.
 */
export class Sound {
  #storage;
  #button;
  #words;
  #locks;
  #context;
  #restsUntil = 0;

  /** locks: a promise of Web Locks, or of undefined where tabs can't agree. */
  constructor(storage, button, words, locks) {
    this.#storage = storage;
    this.#button = button;
    this.#words = words;
    this.#locks = locks;
    button.hidden = !globalThis.AudioContext;
    button.addEventListener('click', () => this.#toggle());
    ['pointerdown', 'keydown'].forEach((type) => addEventListener(type, () => this.#isOn && this.#allow(), { passive: true }));
    storage.onChange((key) => (key === WANTED || key === '') && this.#label());
    this.#label();
  }

  /** Heard once, of however many tabs are asked. */
  async play() {
    if (!this.#isOn || this.#context?.state !== 'running' || Date.now() < this.#restsUntil) return;
    this.#restsUntil = Date.now() + REST;
    const locks = await this.#locks;
    if (!locks) return this.#ring();
    await locks.request('parley.sound', { ifAvailable: true }, (isMine) => isMine && this.#ringAndRest());
  }

  get #isOn() {
    return !this.#button.hidden && this.#storage.get(WANTED) === true;
  }

  /** Who switches it on hears what it is like. */
  async #toggle() {
    this.#storage.set(WANTED, !this.#isOn);
    this.#label();
    if (!this.#isOn) return;
    await this.#allow();
    this.#ring();
  }

  async #allow() {
    this.#context ??= new AudioContext();
    if (this.#context.state !== 'running') await this.#context.resume();
  }

  #ringAndRest() {
    this.#ring();
    return new Promise((resolve) => { setTimeout(resolve, REST); });
  }

  #ring() {
    NOTES.forEach((hertz, index) => this.#note(hertz, this.#context.currentTime + index * LENGTH));
  }

  /** It swells and fades: a bare note would click. */
  #note(hertz, at) {
    const note = new OscillatorNode(this.#context, { frequency: hertz });
    const loudness = new GainNode(this.#context, { gain: 0 });
    loudness.gain.setValueAtTime(0, at);
    loudness.gain.linearRampToValueAtTime(LOUDNESS, at + LENGTH / 6);
    loudness.gain.exponentialRampToValueAtTime(LOUDNESS / 1_000, at + 2 * LENGTH);
    note.connect(loudness).connect(this.#context.destination);
    note.start(at);
    note.stop(at + 2 * LENGTH);
  }

  #label() {
    this.#button.setAttribute('aria-pressed', this.#isOn);
    this.#button.querySelector('span').textContent = this.#words.say(this.#isOn ? 'sounding' : 'sound');
  }
}
