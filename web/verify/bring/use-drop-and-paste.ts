import { onMounted, onScopeDispose, ref } from 'vue';

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
const holdsFiles = (data: DataTransfer | null): boolean => data?.types.includes('Files') ?? false;

/** Takes a file that is dropped or pasted anywhere on the page, and a text that is pasted outside a field. */
export function useDropAndPaste(take: { file(file: File): void; text(text: string): void }) {
  /** A file is held over the page. */
  const over = ref(false);

  function dragged(event: DragEvent): void {
    if (!holdsFiles(event.dataTransfer)) return;
    // Without this the browser would open the file in place of the page.
    event.preventDefault();
    over.value = true;
  }

  function left(event: DragEvent): void {
    if (event.relatedTarget === null) over.value = false;
  }

  function dropped(event: DragEvent): void {
    over.value = false;
    if (!holdsFiles(event.dataTransfer)) return;
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file) take.file(file);
  }

  function pasted(event: ClipboardEvent): void {
    const file = event.clipboardData?.files[0];
    if (file) {
      event.preventDefault();
      take.file(file);
      return;
    }
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (isField(event.target) || text.trim() === '') return;
    event.preventDefault();
    take.text(text);
  }

  onMounted(() => {
    addEventListener('dragover', dragged);
    addEventListener('dragleave', left);
    addEventListener('drop', dropped);
    addEventListener('paste', pasted);
  });
  onScopeDispose(() => {
    removeEventListener('dragover', dragged);
    removeEventListener('dragleave', left);
    removeEventListener('drop', dropped);
    removeEventListener('paste', pasted);
  });
  return { over };
}
