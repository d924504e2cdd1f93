import { behindBy, type Change, forkedFrom, honest } from '../../src/attestation/testing/node-proxy.js';
import type { Fault } from './fault.js';
import type { Shown } from './world.js';

/** The worker meets the fault with a licence that was just issued; then everybody is asked, also about that one. */
function node(fault: string, change: Change): Fault {
  let young: Shown;
  return {
    fault,
    opens: ['attestation'],
    begin: async ({ world }) => {
      young = await world.issue(9);
      world.node.change = change;
      const worker = world.worker();
      // A node that denies settled history stops the worker, which is its own to tell.
      for (let round = 0; round < 2; round++) await worker.tick().catch(() => undefined);
    },
    more: () => [{ subject: 'genuine', form: 'just issued', body: { credential: young.credential } }],
    end: ({ world }) => {
      world.node.change = honest;
    },
  };
}

const otherRoot: Change = (method, _params, result) =>
  method === 'eth_call' && typeof result === 'string' && result.length > 66
    ? result.replace(/[0-9a-f]{8}$/, (end) => (end === 'ffffffff' ? '00000000' : 'ffffffff'))
    : result;

/** A node of the chain, which the worker anchors by and reads anchors from. Who verifies asks it nothing. */
export const ofChain: readonly Fault[] = [
  node('down', () => 'away'),
  node('slow: answers never come', () => 'hang'),
  node('stale: an older head than was seen', behindBy(1_000)),
  node('wrong: another root', otherRoot),
  node('wrong: another chain', (method, _params, result) => (method === 'eth_chainId' ? '0x1' : result)),
  node('wrong: reorganised under what was settled', forkedFrom(0)),
];
