import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatTileIndex, partialTiles, tileWidth } from '../tiles.js';

/** Copies what a served log answers (its checkpoint and its entry bundles) into a folder, as anybody could. */
export async function mirrorLog(read: (path: string) => Promise<Buffer>, folder: string): Promise<number> {
  const note = await read('checkpoint');
  const size = Number(note.toString().split('\n')[1]);
  const put = async (path: string, bytes?: Buffer) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes ?? (await read(path)));
  };
  for (let index = 0; index < Math.floor(size / tileWidth); index++)
    await put(`tile/entries/${formatTileIndex(index)}`);
  const open = partialTiles(size).find(({ level }) => level === 0);
  if (open) await put(`tile/entries/${formatTileIndex(open.index)}.p/${open.width}`);
  await put('checkpoint', note);
  return size;
}
