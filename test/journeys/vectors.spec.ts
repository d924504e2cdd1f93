import { beforeAll, describe, expect, it } from '@jest/globals';
import { upload } from '../support/carriers.js';
import { type Answer, ask, type Demo } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';
import { type Case, caseOf, families } from '../vectors/read-vectors.js';

let demo: Demo;

beforeAll(async () => {
  ({ demo } = await sharedRegistry());
}, 240_000);

/** All questions that a case can be asked as: with its receipt, as the carrier's text or file, as the file itself. */
function questions({ file, bundle, credential, receipt, keyBinding, carrier }: Case): (() => Promise<Answer>)[] {
  const post = (body: object) => () => ask(demo.baseUrl, '/v1/verifications', { body, key: null });
  if (bundle !== undefined) return [() => upload(demo.baseUrl, bundle.text)];
  if (file !== undefined) return [() => upload(demo.baseUrl, typeof file === 'string' ? file : Buffer.from(file))];
  if (carrier !== undefined) {
    const { content } = carrier;
    if (typeof content !== 'string') return [() => upload(demo.baseUrl, Buffer.from(content))];
    return [post({ qr: content }), () => upload(demo.baseUrl, content)];
  }
  const value =
    'value' in receipt && typeof receipt.value === 'object' && receipt.value !== null ? { receipt: receipt.value } : {};
  return [post({ credential, ...value, ...(keyBinding ? { keyBinding } : {}) })];
}

describe('corrupted inputs at the door', () => {
  it.each(families)('$family: none is valid and none a fault', async ({ vectors }) => {
    const wrong: unknown[] = [];
    for (const vector of vectors) {
      for (const question of questions(caseOf(vector))) {
        const { status, body } = await question();
        const refused = status >= 400 && status < 500 && typeof body.code === 'string';
        const judged = status === 200 && ['invalid', 'indeterminate'].includes(body.verdict);
        if (!refused && !judged) wrong.push([vector.name, status, body]);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('leave the registry as it was', async () => {
    const answer = await fetch(`${demo.baseUrl}/health/ready`);
    expect(answer.status).toBe(200);
  });
});
