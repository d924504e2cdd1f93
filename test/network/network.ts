import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HDNodeWallet, Wallet } from 'ethers';
import { eventually } from '../support/registry.js';
import { cliqueGenesis } from './genesis.js';
import { Signer } from './signer.js';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Four signers on loopback, every one a peer of every other. */
export class Network {
  private constructor(
    readonly signers: readonly Signer[],
    readonly admin: HDNodeWallet,
    private readonly folder: string,
  ) {}

  static async create(geth: string): Promise<Network> {
    const folder = mkdtempSync(join(tmpdir(), 'elicence-network-'));
    const admin = Wallet.createRandom();
    const wallets = Array.from({ length: 4 }, () => Wallet.createRandom());
    const genesisFile = join(folder, 'genesis.json');
    const genesis = cliqueGenesis(
      wallets.map(({ address }) => address),
      [admin.address],
    );
    writeFileSync(genesisFile, JSON.stringify(genesis));
    const signers: Signer[] = [];
    // In the order in which their turns come.
    wallets.sort((a, b) => (a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1));
    for (const [n, wallet] of wallets.entries())
      signers.push(await Signer.create(`signer-${n + 1}`, wallet, { geth, folder, genesisFile }));
    return new Network(signers, admin, folder);
  }

  get running(): Signer[] {
    return this.signers.filter(({ isRunning }) => isRunning);
  }

  async start(): Promise<void> {
    await Promise.all(this.signers.map((signer) => signer.start()));
    await this.connect();
  }

  /** Makes every running signer a peer of every other, and waits until they are: a node dials the same peer twice a minute at most. */
  async connect(): Promise<void> {
    await eventually(async () => {
      const running = this.running;
      await pairs(running, running, (from, to) => from.call('admin_addPeer', to.enode));
      const counts = await Promise.all(running.map((signer) => signer.call<string>('net_peerCount')));
      await pause(400);
      return counts.every((count) => Number(count) === running.length - 1);
    }, 120_000);
  }

  /** Ends every connection between two groups. */
  async cut(some: readonly Signer[], others: readonly Signer[]): Promise<void> {
    const part = () =>
      Promise.all([
        pairs(some, others, (from, to) => from.call('admin_removePeer', to.enode)),
        pairs(others, some, (from, to) => from.call('admin_removePeer', to.enode)),
      ]);
    await part();
    // One that had not been told yet may have dialled the other at once; nobody does after this.
    await pause(200);
    await part();
  }

  /**
   * Waits until all running signers share a block that is higher than what any of them has now by two at least. Signers that
   * were parted, or that came back one by one, may by chance hold two heads of equal weight, each waiting for the other:
   * then this does what docs/chain.md tells the operators to do.
   */
  async whole(timeout = 180_000): Promise<void> {
    const end = performance.now() + timeout;
    const now = await this.heads();
    const wanted = Math.max(0, ...now.map((head) => head?.number ?? 0)) + 2;
    for (let tries = 1; ; tries += 1) {
      const shared = await this.share(wanted, 25_000).catch((cause: unknown) => cause);
      if (!(shared instanceof Error)) return;
      if (performance.now() > end) {
        const logs = this.running.map((signer) => signer.log()).join('\n---\n');
        throw new Error(`the chain does not go on:\n${logs}`, { cause: shared });
      }
      if (await this.standsStill(4_000, 5_000)) await this.freeHeads(tries);
    }
  }

  /** Takes all but the greatest group of signers with one head back to what they share with it, and further by each try. */
  private async freeHeads(tries: number): Promise<void> {
    const heads = await Promise.all(
      this.running.map(async (signer) => ({ signer, hash: (await signer.block())?.hash ?? '' })),
    );
    const count = (hash: string) => heads.filter((head) => head.hash === hash).length;
    const kept = heads.reduce((most, head) => (count(head.hash) > count(most.hash) ? head : most));
    const others = heads.filter(({ hash }) => hash !== kept.hash).map(({ signer }) => signer);
    if (others.length === 0) return;
    const shared = await Promise.all(others.map((signer) => lastShared(signer, kept.signer)));
    await this.free(others, Math.max(0, Math.min(...shared) - tries));
  }

  /**
   * Takes one side back so far that neither of its signers may sign upon what is left: another block of theirs would make the
   * same deadlock again. A node looks for a heavier chain only when a peer joins or tells of a block, and remembers what its
   * peers had before: so all are parted and connected once more.
   */
  async free(side: readonly Signer[], height: number): Promise<void> {
    for (const signer of side) await signer.call('debug_setHead', `0x${height.toString(16)}`);
    await this.cut(this.running, this.running);
    await this.connect();
  }

  private share(height: number, timeout: number): Promise<unknown> {
    return eventually(async () => {
      const blocks = await Promise.all(this.running.map((signer) => signer.block(height)));
      return blocks.length > 0 && blocks.every((block) => block && block.hash === blocks[0]?.hash);
    }, timeout);
  }

  heads() {
    return Promise.all(this.running.map((signer) => signer.block()));
  }

  /** Whether all stand still: waits until no running signer has seen a new block for `ms`; false when they still do at the end. */
  async standsStill(ms: number, timeout: number): Promise<boolean> {
    const end = performance.now() + timeout;
    let [seen, since] = ['', performance.now()];
    while (performance.now() < end) {
      const heads = (await this.heads()).map((head) => head?.hash).join();
      if (heads !== seen) [seen, since] = [heads, performance.now()];
      if (performance.now() - since > ms) return true;
      await pause(200);
    }
    return false;
  }

  endNow(): void {
    for (const signer of this.signers) signer.endNow();
  }

  async remove(): Promise<void> {
    await Promise.all(this.signers.map((signer) => signer.kill()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function pairs(
  some: readonly Signer[],
  others: readonly Signer[],
  act: (from: Signer, to: Signer) => Promise<unknown>,
): Promise<void> {
  const each = some.flatMap((from) => others.filter((to) => to !== from).map((to) => act(from, to)));
  await Promise.all(each);
}

/** The height of the newest block that both have. */
async function lastShared(one: Signer, other: Signer): Promise<number> {
  let own = await one.block();
  while (own && own.number > 0 && (await other.block(own.number))?.hash !== own.hash)
    own = await one.block(own.parentHash);
  return own?.number ?? 0;
}
