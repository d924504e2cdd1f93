import { onMounted, onScopeDispose, type Ref, ref } from 'vue';
import type { Verdict } from '../../client/index.js';
import { keep, kept } from '../../kit/preferences.js';
import { openSound, shakes, sound } from './tones.js';

/** The wanted signs of a verdict beside the screen; none until somebody asks for them. */
export interface Signals {
  sounds: Ref<boolean>;
  shakes: Ref<boolean>;
  canShake: boolean;
  toggle(which: 'sound' | 'vibration'): void;
  give(verdict: Verdict): void;
}

/** Sound and vibration with a verdict, each off until it is chosen, and remembered. */
export function useSignals(): Signals {
  const sounds = ref(kept('sound') === 'yes');
  const shaking = ref(kept('vibration') === 'yes');
  const canShake = typeof navigator.vibrate === 'function' && matchMedia('(pointer: coarse)').matches;

  function toggle(which: 'sound' | 'vibration'): void {
    const choice = which === 'sound' ? sounds : shaking;
    choice.value = !choice.value;
    keep(which, choice.value ? 'yes' : 'no');
    if (sounds.value) openSound();
    if (choice.value) give('valid', which);
  }

  function give(verdict: Verdict, only?: 'sound' | 'vibration'): void {
    if (sounds.value && only !== 'vibration') sound(verdict);
    if (shaking.value && canShake && only !== 'sound') navigator.vibrate(shakes[verdict]);
  }

  const touched = () => sounds.value && openSound();
  const gestures = ['pointerdown', 'keydown'];
  onMounted(() => {
    for (const gesture of gestures) addEventListener(gesture, touched);
  });
  onScopeDispose(() => {
    for (const gesture of gestures) removeEventListener(gesture, touched);
  });
  return { sounds, shakes: shaking, canShake, toggle, give };
}
