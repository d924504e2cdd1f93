import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { NotCompleted } from './lie.js';
import { readState, writeState } from './state-file.js';

describe('the state of an audit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'elicence-audit-state-'));
  const path = join(folder, 'state.json');
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is nothing at first, then what was written last', () => {
    expect(readState(path)).toBeUndefined();
    writeState(path, { checkpoint: 'a note\n', auditedAt: '2026-01-01T00:00:00.000Z' });
    writeState(path, { checkpoint: 'another\n', auditedAt: '2026-01-02T00:00:00.000Z', trustList: 3 });
    expect(readState(path)).toEqual({ checkpoint: 'another\n', auditedAt: '2026-01-02T00:00:00.000Z', trustList: 3 });
    expect(readdirSync(folder)).toEqual(['state.json']);
  });

  it.each(['', '{}', '[]', '{"checkpoint":1,"auditedAt":"x"}', '{"checkpoint":"n","auditedAt":"x","trustList":"3"}'])(
    'damaged to %p it is told, not begun anew',
    (text) => {
      writeFileSync(path, text);
      expect(() => readState(path)).toThrow(NotCompleted);
    },
  );
});
