import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lockFolder } from './folder-lock.js';
import { startMark } from './process-state.js';

describe('the lock of a data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'elicence-lock-spec-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is refused in one line while its holder runs, and free after its release', () => {
    const first = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(/^Elicence runs already on [^\n]*stop it first[^\n]*$/);
    first.release();
    lockFolder(folder).release();
  });

  it('is free when its holder was killed, zombie or not', async () => {
    const holder = spawn('sleep', ['60']);
    writeFileSync(join(folder, 'lock'), `${holder.pid} ${startMark(holder.pid as number) ?? ''}\n`);
    expect(() => lockFolder(folder)).toThrow(`process ${holder.pid}`);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    lockFolder(folder);
    expect(readFileSync(join(folder, 'lock'), 'utf8')).toMatch(`${process.pid} `);
  });

  it('is free when the id of its holder went to another process', () => {
    writeFileSync(join(folder, 'lock'), `${process.pid} 1\n`);
    lockFolder(folder).release();
  });

  it('makes the folders above it too, and ends where none can be made', () => {
    lockFolder(join(folder, 'one', 'two')).release();
    // A parent that is there and yet lets nothing be made in it: node's recursive mkdir never returns from this.
    if (process.platform === 'linux') expect(() => lockFolder('/proc/elicence/data')).toThrow(/can't be used/);
  });

  it('says what to do when the folder is none', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => lockFolder(join(folder, 'file', 'data'))).toThrow(/can't be used \(ENOTDIR\): .*ELICENCE_DATA/);
  });
});
