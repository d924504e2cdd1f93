import type { Page } from 'playwright-core';

/** A file as somebody drops or pastes it. */
export interface BroughtFile {
  name: string;
  type: string;
  bytes: Buffer;
}

const dataOf = ({ name, type, bytes }: BroughtFile) => `(() => {
  const bytes = Uint8Array.from(atob('${bytes.toString('base64')}'), (letter) => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], ${JSON.stringify(name)}, { type: ${JSON.stringify(type)} }));
  return data;
})()`;

/** Drags a file over an element of the page; answers what the page shows for that, and drops it. */
export async function dropFile(page: Page, selector: string, file: BroughtFile): Promise<void> {
  await page.evaluate(`(() => {
    const dataTransfer = ${dataOf(file)};
    const at = document.querySelector('${selector}');
    const drag = (kind) => at.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    drag('dragover');
    drag('drop');
  })()`);
}

/** Pastes a picture from the clipboard wherever the focus is. */
export async function pasteFile(page: Page, file: BroughtFile): Promise<void> {
  await paste(page, dataOf(file));
}

/** Pastes a text wherever the focus is. */
export async function pasteText(page: Page, text: string): Promise<void> {
  await paste(
    page,
    `(() => { const data = new DataTransfer(); data.setData('text/plain', ${JSON.stringify(text)}); return data; })()`,
  );
}

const paste = (page: Page, data: string) =>
  page.evaluate(
    `document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: ${data}, bubbles: true, cancelable: true }))`,
  );

/**
 * Strikes keys as a hand scanner does, in one go, at whatever has the focus; a field takes them in as it would. Answers
 * whether the closing Enter was left to the page.
 */
export const scanByHand = (page: Page, text: string): Promise<boolean> =>
  page.evaluate(`(() => {
    const at = document.activeElement;
    const strike = (key) => at.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    for (const key of ${JSON.stringify(text)}) {
      if (!strike(key) || !('value' in at)) continue;
      at.value += key;
      at.dispatchEvent(new Event('input', { bubbles: true }));
    }
    return strike('Enter');
  })()`);
