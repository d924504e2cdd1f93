import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDocumentsWorld, type DocumentsWorld } from '../../test/support/documents-world.js';
import { TimeStampUnavailable } from './pdf/index.js';

let world: DocumentsWorld;

beforeAll(async () => {
  world = await createDocumentsWorld();
});
afterAll(() => world.close());

describe('a page where a time-stamp authority is asked', () => {
  it('is not made while there is no token, and has it once there is', async () => {
    const { identifier, id } = await world.issued(21);
    const without = world.process({}, undefined, async () => {
      throw new TimeStampUnavailable('it does not answer');
    });
    const ask = ({ carriers }: typeof without) => carriers.request(world.callers[0]!, identifier, 'pdf');
    await ask(without);
    expect(await ask(without)).toMatchObject({ ok: false, code: 'dependency-unavailable', retryAfterSeconds: 10 });
    expect(without.faults).toEqual([expect.any(TimeStampUnavailable)]);
    const kept = () => world.pools.owner.query('select kind from carrier where licence_id = $1', [id]);
    expect((await kept()).rows).toEqual([]);

    const asked: Uint8Array[] = [];
    // Any DER: who judges a token is the client that asks for it.
    const token = Buffer.from('3006040474657374', 'hex');
    const stamped = world.process({}, undefined, async (signature) => {
      asked.push(signature);
      return token;
    });
    const outcome = await ask(stamped);
    if (!outcome.ok || 'state' in outcome.value) throw new Error(JSON.stringify(outcome));
    const pdf = outcome.value.bytes.toString('latin1');
    expect(asked).toHaveLength(1);
    expect(pdf).toContain(Buffer.from(asked[0]!).toString('hex'));
    expect(pdf).toContain(`060b2a864886f70d010910020e3108${token.toString('hex')}`);
    expect((await kept()).rows).toEqual([{ kind: 'pdf' }]);
  });
});
