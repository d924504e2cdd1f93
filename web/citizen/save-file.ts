/** Has the browser keep a file under a name, as if a link to it had been followed. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // Not at once: the browser still has to read it.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
