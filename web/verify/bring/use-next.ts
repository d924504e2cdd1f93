import { onMounted, onScopeDispose } from 'vue';

const acting = 'a, button, input, textarea, select, summary, [role="tab"]';

/** Enter, unless it belongs to what has the focus, and Escape lead to the next licence, once there is an answer. */
export function useNext(answered: () => boolean, next: () => void): void {
  function hear(event: KeyboardEvent): void {
    if (!answered() || event.isComposing || event.repeat || event.defaultPrevented) return;
    const target = event.target instanceof Element ? event.target : undefined;
    if (event.key !== 'Escape' && (event.key !== 'Enter' || target?.matches(acting))) return;
    event.preventDefault();
    next();
  }
  onMounted(() => addEventListener('keydown', hear));
  onScopeDispose(() => removeEventListener('keydown', hear));
}
