import { onMounted, onScopeDispose } from 'vue';
import { keyBursts } from './key-burst.js';

type Field = HTMLInputElement | HTMLTextAreaElement;

const fieldOf = (target: EventTarget | null): Field | undefined =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : undefined;

/**
 * Hears a hand scanner wherever the focus is. In a field a scanner's text is taken out again, so that what a person typed
 * there stays; a button under the focus is not pressed by what it types.
 */
export function useHandScanner(scanned: (text: string) => void): void {
  const bursts = keyBursts();
  let before: { field: Field; value: string; start: number | null; end: number | null } | undefined;

  function hear(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const special = event.repeat || event.ctrlKey || event.altKey || event.metaKey;
    const heard = bursts.take({ key: event.key, time: event.timeStamp, special });
    const field = fieldOf(event.target);
    if (heard.kind === 'first') before = field && stateOf(field);
    if (heard.kind === 'within' && heard.likely && !field) event.preventDefault();
    if (heard.kind !== 'scanned') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (before && before.field === field) restore();
    scanned(heard.text);
  }

  function stateOf(field: Field) {
    return { field, value: field.value, start: field.selectionStart, end: field.selectionEnd };
  }

  function restore(): void {
    if (!before) return;
    const { field, value, start, end } = before;
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    if (start !== null) field.setSelectionRange(start, end);
  }

  // Before any other listener, and before the field or button that has the focus.
  onMounted(() => addEventListener('keydown', hear, { capture: true }));
  onScopeDispose(() => removeEventListener('keydown', hear, { capture: true }));
}
