import { describe, expect, it } from '@jest/globals';
import { createLog } from './log.js';

function logged(fault: unknown): Record<string, unknown> {
  const lines: string[] = [];
  createLog('warn', 'spec', { write: (line) => lines.push(line) }).warn({ err: fault }, 'failed');
  return JSON.parse(lines[0] as string).err;
}

describe(createLog.name, () => {
  it('tells what an error is and what caused it', () => {
    const fault = new TypeError('no answer', { cause: new Error('refused') });
    expect(logged(fault)).toMatchObject({ type: 'TypeError', message: 'no answer', cause: { message: 'refused' } });
  });

  it("keeps a database's text back: it repeats the values of the row", () => {
    const fault = Object.assign(new Error('Key (name)=(王芳)\nalready exists (王芳).'), {
      code: '23505',
      table: 'citizen',
    });
    expect(logged(fault)).toMatchObject({ type: 'Error', faultCode: '23505', table: 'citizen' });
    expect(JSON.stringify(logged(fault))).not.toContain('王芳');
  });
});
