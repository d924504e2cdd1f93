import { Contract, getAddress, getBytes, type JsonRpcProvider, keccak256 } from 'ethers';
import { logAnchorAbi } from './generated/log-anchor.js';
import { LedgerFault } from './ledger-fault.js';

export interface ChainCheckpoint {
  size: number;
  /** 32 bytes */
  root: Buffer;
}

/** The contract's event: a checkpoint, and the size of the one before it (0 for the first). */
export interface AnchoredEvent extends ChainCheckpoint {
  previousSize: number;
}

/** A mined transaction on the canonical chain, read anew. */
export interface Sighting {
  succeeded: boolean;
  block: { number: number; hash: string; time: number };
  /** what its event says that it anchored for this log */
  anchored: AnchoredEvent | undefined;
  gasUsed: number;
}

/** Blocks whose events are asked for at once: nodes refuse larger ranges. */
const eventRange = 2_000;

/** One log's place in LogAnchor on one chain. Reads only; nothing is remembered between calls. */
export class LedgerChain {
  readonly contract: string;
  private readonly logAnchor: Contract;
  private codeHash: string | undefined;

  constructor(
    readonly provider: JsonRpcProvider,
    readonly chainId: number,
    contract: string,
    readonly logId: string,
  ) {
    this.contract = getAddress(contract);
    this.logAnchor = new Contract(this.contract, logAnchorAbi, provider);
  }

  /** The same log in another contract of this chain: the one that this contract succeeds. */
  at(contract: string): LedgerChain {
    if (getAddress(contract) === this.contract) return this;
    return new LedgerChain(this.provider, this.chainId, contract, this.logId);
  }

  /** Throws unless the node serves the right chain, and there the contract's code, the same at every look. */
  async checkCode(): Promise<void> {
    const chainId = Number(await this.provider.send('eth_chainId', []));
    if (chainId !== this.chainId) throw new Error(`the node serves chain ${chainId}, not ${this.chainId}`);
    const code = await this.provider.getCode(this.contract);
    if (code === '0x') throw new Error(`there is no contract at ${this.contract} on chain ${chainId}`);
    const hash = keccak256(code);
    this.codeHash ??= hash;
    if (hash !== this.codeHash) throw new Error(`the code at ${this.contract} is not the one that was there before`);
  }

  /** Throws unless this is the right chain and the contract there lets `anchorer` anchor this log. */
  async check(anchorer: string): Promise<void> {
    await this.checkCode();
    const registered: string = await this.logAnchor.getFunction('anchorerOf')(this.logId);
    if (registered !== anchorer) throw new Error(`the contract's anchorer of this log is ${registered}, not ours`);
  }

  /** The last anchored checkpoint; size 0 when there is none. */
  async latest(): Promise<ChainCheckpoint> {
    const [size, root]: [bigint, string] = await this.logAnchor.getFunction('latest')(this.logId);
    return { size: Number(size), root: Buffer.from(getBytes(root)) };
  }

  /** The root anchored at exactly this size, if any. */
  async rootAt(size: number): Promise<Buffer | undefined> {
    const root = Buffer.from(getBytes(await this.logAnchor.getFunction('rootAt')(this.logId, size)));
    return root.some((byte) => byte !== 0) ? root : undefined;
  }

  /** The call that anchors, for a transaction. */
  anchorCall(to: ChainCheckpoint, proof: readonly Uint8Array[]): { to: string; data: string } {
    const data = this.logAnchor.interface.encodeFunctionData('anchor', [this.logId, to.size, to.root, proof]);
    return { to: this.contract, data };
  }

  /** Where a transaction is mined; undefined when it is not, or in a block that is no longer part of the chain. */
  async find(hash: string): Promise<Sighting | undefined> {
    const receipt = await this.provider.getTransactionReceipt(hash);
    if (!receipt) return undefined;
    // A receipt may outlive its block: only the canonical block at that height counts.
    const block = await this.provider.getBlock(receipt.blockNumber);
    if (block?.hash !== receipt.blockHash) return undefined;
    const events = receipt.logs.flatMap((log) => this.anchoredBy(log) ?? []);
    return {
      succeeded: receipt.status === 1,
      block: { number: receipt.blockNumber, hash: receipt.blockHash, time: block.timestamp * 1000 },
      anchored: events[0],
      gasUsed: Number(receipt.gasUsed),
    };
  }

  /** The first event of this log from a block on that `matches`, with its transaction. */
  async findEvent(
    matches: (event: AnchoredEvent) => boolean,
    fromBlock: number,
  ): Promise<(AnchoredEvent & { transactionHash: string }) | undefined> {
    const topic = this.logAnchor.interface.getEvent('Anchored')?.topicHash ?? null;
    const head = await this.provider.getBlockNumber();
    for (let from = fromBlock; from <= head; from += eventRange) {
      const range = { fromBlock: from, toBlock: Math.min(head, from + eventRange - 1) };
      for (const log of await this.provider.getLogs({
        address: this.contract,
        topics: [topic, this.logId],
        ...range,
      })) {
        const event = this.anchoredBy(log);
        if (event && matches(event)) return { ...event, transactionHash: log.transactionHash };
      }
    }
    return undefined;
  }

  private anchoredBy(log: { address: string; topics: readonly string[]; data: string }): AnchoredEvent | undefined {
    if (log.address !== this.contract) return undefined;
    const event = this.logAnchor.interface.parseLog(log);
    if (event?.name !== 'Anchored' || event.args.logId !== this.logId) return undefined;
    const [size, previousSize] = [Number(event.args.size), Number(event.args.previousSize)];
    if (!Number.isSafeInteger(size)) throw new LedgerFault(`the chain holds a checkpoint of ${event.args.size} leaves`);
    return { size, previousSize, root: Buffer.from(getBytes(event.args.root)) };
  }
}
