import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encryptKeystoreJson, type HDNodeWallet, Wallet } from 'ethers';
import { eventually, freePort } from '../support/registry.js';
import { chainId } from './genesis.js';

export interface Head {
  number: number;
  hash: string;
  parentHash: string;
  totalDifficulty: number;
}

/** One geth of the network, with a key that signs blocks. */
export class Signer {
  private child: ChildProcess | undefined;

  private constructor(
    readonly name: string,
    readonly wallet: HDNodeWallet,
    private readonly geth: string,
    private readonly home: string,
    private readonly at: { http: number; p2p: number; auth: number; nodeKey: HDNodeWallet },
  ) {}

  /** Makes its folder with the first block and its key; `start` runs it. */
  static async create(
    name: string,
    wallet: HDNodeWallet,
    parts: { geth: string; folder: string; genesisFile: string },
  ): Promise<Signer> {
    const home = join(parts.folder, name);
    mkdirSync(join(home, 'keystore'), { recursive: true });
    const account = { address: wallet.address, privateKey: wallet.privateKey };
    const keystore = await encryptKeystoreJson(account, 'clique', { scrypt: { N: 4096, r: 8, p: 1 } });
    writeFileSync(join(home, 'keystore', wallet.address), keystore);
    writeFileSync(join(home, 'password'), 'clique');
    const made = spawnSync(parts.geth, ['init', '--datadir', home, '--state.scheme', 'hash', parts.genesisFile]);
    if (made.status !== 0) throw new Error(`geth init: ${made.stderr}`);
    const [http, p2p, auth] = [await freePort(), await freePort(), await freePort()];
    return new Signer(name, wallet, parts.geth, home, { http, p2p, auth, nodeKey: Wallet.createRandom() });
  }

  get url(): string {
    return `http://127.0.0.1:${this.at.http}`;
  }

  get enode(): string {
    return `enode://${this.at.nodeKey.signingKey.publicKey.slice(4)}@127.0.0.1:${this.at.p2p}`;
  }

  get isRunning(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  async start(): Promise<void> {
    const { address } = this.wallet;
    const output = openSync(join(this.home, 'log'), 'a');
    const child = spawn(
      this.geth,
      [
        ...['--datadir', this.home, '--networkid', String(chainId), '--port', String(this.at.p2p), '--nodiscover'],
        ...['--netrestrict', '127.0.0.0/8', '--nat', 'none', '--nodekeyhex', this.at.nodeKey.privateKey.slice(2)],
        ...['--http', '--http.addr', '127.0.0.1', '--http.port', String(this.at.http)],
        ...['--http.api', 'eth,net,clique,admin,debug,txpool', '--authrpc.port', String(this.at.auth), '--ipcdisable'],
        ...['--unlock', address, '--password', join(this.home, 'password'), '--allow-insecure-unlock'],
        ...['--mine', '--miner.etherbase', address, '--miner.gasprice', '0', '--syncmode', 'full'],
        // With the usual garbage collection the state of late blocks is in memory alone: all four killed at once would
        // begin again at the first block, and the settled anchors would be gone.
        ...['--gcmode', 'archive', '--state.scheme', 'hash', '--snapshot=false', '--cache', '64', '--verbosity', '3'],
      ],
      { stdio: ['ignore', output, output] },
    );
    closeSync(output);
    this.child = child;
    await eventually(async () => {
      if (!this.isRunning) throw new Error(`${this.name} ended:\n${this.log()}`);
      return this.call('eth_chainId').catch(() => undefined);
    }, 60_000);
  }

  /** As its operator stops it. */
  async stop(): Promise<void> {
    await this.end('SIGINT');
  }

  /** As a machine that fails does. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Without waiting, when this process ends. */
  endNow(): void {
    if (this.isRunning) this.child?.kill('SIGKILL');
  }

  async call<T>(method: string, ...params: unknown[]): Promise<T> {
    const answer = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      signal: AbortSignal.timeout(5_000),
    });
    const { result, error } = (await answer.json()) as { result: T; error?: { message: string } };
    if (error) throw new Error(`${this.name} ${method}: ${error.message}`);
    return result;
  }

  /** The block of this height, or the newest; undefined when there is none or the node does not answer. */
  async block(height?: number | string): Promise<Head | undefined> {
    const [method, at] =
      typeof height === 'string'
        ? ['eth_getBlockByHash', height]
        : ['eth_getBlockByNumber', height === undefined ? 'latest' : `0x${height.toString(16)}`];
    const block = await this.call<{ [member: string]: string } | null>(method, at, false).catch(() => null);
    if (!block) return undefined;
    const { number, hash, parentHash, totalDifficulty } = block as { [member: string]: string };
    return {
      number: Number(number),
      hash: hash!,
      parentHash: parentHash!,
      totalDifficulty: Number(totalDifficulty),
    };
  }

  /** Its last words. */
  log(): string {
    return readFileSync(join(this.home, 'log'), 'utf8').slice(-3_000);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (!child || !this.isRunning) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}
