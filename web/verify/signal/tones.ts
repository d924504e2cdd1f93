import type { Verdict } from '../../client/index.js';

/** A tone: its pitch in Hz, when it begins and how long it sounds, in seconds. */
export interface Tone {
  pitch: number;
  from: number;
  lasts: number;
  form: OscillatorType;
}

/** Told apart by number, pitch and length, so that each is known without the others: two up, three low, one long. */
export const tones: Record<Verdict, readonly Tone[]> = {
  valid: [
    { pitch: 660, from: 0, lasts: 0.12, form: 'sine' },
    { pitch: 990, from: 0.14, lasts: 0.2, form: 'sine' },
  ],
  invalid: [0, 0.2, 0.4].map((from) => ({ pitch: 165, from, lasts: 0.14, form: 'square' as const })),
  indeterminate: [{ pitch: 440, from: 0, lasts: 0.55, form: 'triangle' }],
};

/** ms on, off, on …, as `navigator.vibrate` takes them. */
export const shakes: Record<Verdict, number[]> = {
  valid: [80],
  invalid: [160, 80, 160, 80, 160],
  indeterminate: [400],
};

const LOUDNESS = 0.2;
let context: AudioContext | undefined;

/** Makes the browser ready to sound; it allows that only while somebody touches the page. */
export function openSound(): void {
  try {
    context ??= new AudioContext();
    if (context.state === 'suspended') void context.resume().catch(() => undefined);
  } catch {
    // A browser without sound.
  }
}

/** Sounds a verdict, if sound was opened. */
export function sound(verdict: Verdict): void {
  if (!context) return;
  for (const { pitch, from, lasts, form } of tones[verdict]) {
    const [oscillator, volume] = [context.createOscillator(), context.createGain()];
    const begins = context.currentTime + from;
    oscillator.type = form;
    oscillator.frequency.value = pitch;
    volume.gain.setValueAtTime(LOUDNESS, begins);
    volume.gain.exponentialRampToValueAtTime(0.001, begins + lasts);
    oscillator.connect(volume).connect(context.destination);
    oscillator.start(begins);
    oscillator.stop(begins + lasts);
  }
}
