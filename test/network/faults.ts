import { eventually } from '../support/registry.js';
import type { Network } from './network.js';
import type { Reorganisations } from './reorganisations.js';
import type { Signer } from './signer.js';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export interface World {
  network: Network;
  reorganisations: Reorganisations;
  say(line: string): void;
}

/** Something that happens to a network, and what its operators do about it. */
export interface Fault {
  name: string;
  /** that all endpoints stand still or are away for a while, so that verdicts can't but be open */
  stopsTheChain: boolean;
  /** blocks that a signer must have given up */
  leastDepth: number;
  /** Brings it about, holds it, and begins to mend it; answers when that was (performance.now). */
  act(world: World): Promise<number>;
}

/** Waits for a new block that all share, and that was made in turn like the two before it: so will be the next. */
async function newBlock(network: Network): Promise<number> {
  const { signers } = network;
  const begin = (await signers[0]!.block())?.number ?? 0;
  return eventually(async () => {
    const heads = await Promise.all(signers.map((signer) => signer.block()));
    const [first] = heads;
    if (!first || first.number <= begin || heads.some((head) => head?.hash !== first.hash)) return undefined;
    const late = [first.number - 2, first.number - 1, first.number];
    const sealers = await Promise.all(late.map((height) => sealerOf(signers[0]!, height)));
    const inTurn = sealers.every((sealer, n) => sealer === inTurnAt(network, late[n]!).wallet.address.toLowerCase());
    return inTurn && first.number;
  }, 60_000);
}

/** While all four have the right to sign. */
const inTurnAt = ({ signers }: Network, height: number): Signer => signers[height % signers.length]!;

const sealerOf = async (asked: Signer, height: number): Promise<string> =>
  (await asked.call<string>('clique_getSigner', `0x${height.toString(16)}`)).toLowerCase();

async function reconnect(network: Network): Promise<number> {
  const begun = performance.now();
  await network.connect();
  return begun;
}

const oneStopped: Fault = {
  name: 'one signer stopped and started again (the worker’s first endpoint)',
  stopsTheChain: false,
  leastDepth: 0,
  act: async ({ network }) => {
    const victim = network.signers[0]!;
    await victim.stop();
    await pause(12_000);
    const begun = performance.now();
    await victim.start();
    await network.connect();
    return begun;
  },
};

/**
 * Its own block loses against the three that go on. It makes one only when its turn comes soon, so it is cut off then, and
 * if it can be had with an anchor in its pool, so that this is in the block that is lost.
 */
const cutOff: Fault = {
  name: 'one signer cut off (the worker’s first endpoint) and connected again',
  stopsTheChain: false,
  leastDepth: 1,
  act: async ({ network, say }) => {
    const victim = network.signers[0]!;
    const others = network.signers.filter((signer) => signer !== victim);
    for (let tries = 1; ; tries += 1) {
      const patience = performance.now() + 30_000;
      await eventually(async () => {
        const soon = inTurnAt(network, (await newBlock(network)) + 2) === victim;
        const { pending } = await victim.call<{ pending: string }>('txpool_status');
        return soon && (Number(pending) > 0 || performance.now() > patience);
      }, 90_000);
      await network.cut([victim], others);
      await pause(12_000);
      const [own, theirs] = await Promise.all([victim.block(), others[0]!.block()]);
      const same = own && (await others[0]!.block(own.number))?.hash === own.hash;
      if (own && theirs && !same && theirs.totalDifficulty > own.totalDifficulty) break;
      say(`try ${tries}: the signer that was cut off made no block of its own`);
      if (tries === 5) throw new Error('a signer that was cut off five times made no block of its own');
      await reconnect(network);
      await network.whole();
    }
    return reconnect(network);
  },
};

const twoStopped: Fault = {
  name: 'two signers stopped until the chain stands still, and started again',
  stopsTheChain: true,
  leastDepth: 0,
  act: async ({ network }) => {
    const victims = [network.signers[2]!, network.signers[3]!];
    await Promise.all(victims.map((victim) => victim.stop()));
    if (!(await network.standsStill(8_000, 90_000))) throw new Error('two of four signers go on alone');
    const begun = performance.now();
    await Promise.all(victims.map((victim) => victim.start()));
    await network.connect();
    return begun;
  },
};

/**
 * After block h the signers of h-1 and h must wait. So {h+1, h} on one side make one block in turn (difficulty 2) and
 * {h+2, h-1} on the other two blocks out of turn (1 + 1): two heads of equal weight, neither of which has two signers
 * that may go on. A node asks only for a heavier chain than its own, so connecting them again does not help.
 */
const deadlock: Fault = {
  name: 'two against two: heads of equal weight after connecting again, freed by `debug_setHead`',
  stopsTheChain: true,
  leastDepth: 1,
  act: async ({ network, say }) => {
    for (let tries = 1; ; tries += 1) {
      const h = await newBlock(network);
      const some = [inTurnAt(network, h + 1), inTurnAt(network, h)];
      const others = network.signers.filter((signer) => !some.includes(signer));
      await network.cut(some, others);
      await network.standsStill(4_000, 20_000);
      const [one, other] = await Promise.all([some[0]!.block(), others[0]!.block()]);
      await network.connect();
      const still = await network.standsStill(8_000, 12_000);
      const apart = new Set((await network.heads()).map((head) => head?.hash)).size > 1;
      const told = `blocks ${one?.number} and ${other?.number} of weights ${one?.totalDifficulty} and ${other?.totalDifficulty}`;
      if (still && apart) {
        say(`try ${tries}: ${told} stand still`);
        const begun = performance.now();
        await network.free(others, h - 1);
        return begun;
      }
      say(`try ${tries}: ${told} are no deadlock`);
      if (tries === 8) throw new Error('two against two did not deadlock in eight tries');
      await network.whole();
    }
  },
};

const allKilled: Fault = {
  name: 'all four signers killed (`kill -9`) and started again',
  stopsTheChain: true,
  leastDepth: 0,
  act: async ({ network }) => {
    await Promise.all(network.signers.map((signer) => signer.kill()));
    await pause(8_000);
    const begun = performance.now();
    await Promise.all(network.signers.map((signer) => signer.start()));
    await network.connect();
    return begun;
  },
};

const votedOut: Fault = {
  name: 'a signer voted out by the three others',
  stopsTheChain: false,
  leastDepth: 0,
  act: async ({ network }) => {
    const { address } = network.signers[1]!.wallet;
    const voters = network.signers.filter(({ wallet }) => wallet.address !== address);
    const begun = performance.now();
    await Promise.all(voters.map((voter) => voter.call('clique_propose', address, false)));
    const wanted = voters.map(({ wallet }) => wallet.address.toLowerCase()).sort();
    await eventually(async () => {
      const known = await Promise.all(network.signers.map((signer) => signer.call<string[]>('clique_getSigners')));
      return known.every((signers) => String([...signers].sort()) === String(wanted));
    }, 90_000);
    await Promise.all(voters.map((voter) => voter.call('clique_discard', address)));
    const from = (await network.signers[3]!.block())?.number ?? 0;
    await network.whole();
    for (const height of [from + 1, from + 2]) {
      const sealer = await sealerOf(network.signers[3]!, height);
      if (!wanted.includes(sealer)) throw new Error(`block ${height} is by ${sealer}, who was voted out`);
    }
    return begun;
  },
};

export const faults: readonly Fault[] = [oneStopped, cutOff, twoStopped, deadlock, allKilled, votedOut];
