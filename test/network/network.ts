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

  /** Waits until all running signers share a block that is higher than what any of them has now by two at least. */
  async whole(timeout = 120_000): Promise<void> {
    const now = await this.heads();
    const wanted = Math.max(0, ...now.map((head) => head?.number ?? 0)) + 2;
    await this.share(wanted, timeout).catch((cause: unknown) => {
      throw new Error(`the chain does not go on:\n${this.running.map((signer) => signer.log()).join('\n---\n')}`, {
        cause,
      });
    });
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
