import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publishType } from '../catalogue/index.js';
import { greyJpeg, inBase64 } from '../catalogue/type/portrait/testing/grey-jpeg.js';
import { checkSize } from './check-size.js';
import { businessLicence, request } from './testing/business-licence.js';
import { createRegistryWorld, type RegistryWorld } from './testing/registry-world.js';

const notes = ['a', 'b', 'c', 'd', 'e'];
const label = { 'zh-CN': '项', en: 'Field' };
let world: RegistryWorld;
beforeAll(async () => {
  world = await createRegistryWorld();
  const { fields, ...rest } = businessLicence.definition;
  const more = notes.map((name) => ({ name, label, type: 'text' as const, required: false, maxLength: 4000 }));
  const portrait = { name: 'portrait', label, type: 'portrait' as const, required: false };
  const definition = { ...rest, fields: [...fields, ...more, portrait] };
  await publishType(world.pools.owner, { ...businessLicence, definition });
  await world.catalogue.refresh();
});
afterAll(() => world.close());

const large = greyJpeg(400, 480);
function body(characters: number, portrait?: string) {
  const rest = notes.map((name, n) => [name, '文'.repeat(Math.min(4000, Math.max(0, characters - n * 4000)))]);
  const filled = Object.fromEntries(rest.filter(([, text]) => text !== ''));
  const one = request(1);
  return { ...one, faceData: { ...one.faceData, ...filled, ...(portrait && { portrait }) } };
}
const issue = (key: string, given: ReturnType<typeof body>) =>
  world.issuing.issue({ caller: world.callers[0]!, idempotencyKey: key, body: given });

describe('a licence at the bound of 64 KiB', () => {
  const refused = {
    ok: false,
    code: 'face-data-invalid',
    errors: [{ pointer: '/faceData', code: 'face-data-too-large' }],
  };

  /** How many characters of notes still fit. */
  function mostNotes(): number {
    const issuer = world.keystore.ec(`authority/${world.callers[0]!.creditCode}`);
    const fits = (characters: number): boolean => {
      const { holders, faceData } = body(characters);
      return checkSize({ x5c: [...issuer.certificates], holders, faceData, faceFields: 14 }).length === 0;
    };
    let [most, over] = [0, 20_000];
    while (over - most > 1) {
      const middle = (most + over) >> 1;
      if (fits(middle)) most = middle;
      else over = middle;
    }
    return most;
  }

  it('is issued up to it and refused over it, never a fault', async () => {
    const most = mostNotes();
    const issued = await issue('most', body(most));
    if (!issued.ok) throw new Error(issued.code);
    const { length } = issued.value.carriers['sd-jwt'];
    expect(length).toBeGreaterThan(60 * 1024);
    expect(length).toBeLessThanOrEqual(64 * 1024);
    expect(await issue('over', body(most + 1))).toMatchObject(refused);
    expect(await issue('far over', body(20_000))).toMatchObject(refused);
  });

  it('counts the portrait too', async () => {
    const near = mostNotes() - 100;
    expect(await issue('notes', body(near))).toMatchObject({ ok: true });
    expect(await issue('portrait', body(100, inBase64(large)))).toMatchObject({ ok: true });
    expect(await issue('portrait and notes', body(near, inBase64(large)))).toMatchObject(refused);
    expect(await issue('damaged', body(100, inBase64(large.subarray(1))))).toMatchObject({
      code: 'face-data-invalid',
      errors: [{ pointer: '/faceData/portrait', code: 'field-pattern' }],
    });
  });
});
