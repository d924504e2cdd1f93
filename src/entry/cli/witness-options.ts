import { parseArgs } from 'node:util';
import { type NoteKey, parseNoteKey } from '../../core/index.js';
import { nodeCrypto } from '../../platform/index.js';
import { Usage } from './usage.js';

export const witnessUsage = `usage: elicence witness --folder <folder> --log <verifier key> [options]
  --folder <folder>    made by elicence witness keys create; holds the key, what was signed, and evidence
  --log <text>         verifier key of a log to watch (its name is the log's origin); may be repeated
  --host <address>     127.0.0.1        --port <number>   3010
with one log only:
  --rpc <url,…> --chain-id <n> --contract <0x…,…>    signs its anchors too, by chain nodes of the witness's own
  --finality <rule>    depth:12, or instant on chains whose validators agree before a block is one
  --url <registry>     keeps a copy of the log in the folder, and serves it under /log`;

const options = {
  folder: { type: 'string' },
  log: { type: 'string', multiple: true, default: [] as string[] },
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '3010' },
  rpc: { type: 'string' },
  'chain-id': { type: 'string' },
  contract: { type: 'string' },
  finality: { type: 'string', default: 'depth:12' },
  url: { type: 'string' },
} as const;

/** What a witness is started with. */
export interface WitnessOptions {
  folder: string;
  logs: NoteKey[];
  host: string;
  port: number;
  chain?: { rpcUrls: string[]; chainId: number; contracts: string[]; finality: string };
  url?: string;
}

/** Reads the options. @throws Usage */
export function readWitnessOptions(args: string[]): WitnessOptions {
  const refuse = (why = ''): never => {
    throw new Usage(`${why}\n${witnessUsage}`.trimStart());
  };
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (fault) {
    return refuse(fault instanceof Error ? fault.message : '');
  }
  const { folder, host, url, rpc, contract, finality } = values;
  const chainId = values['chain-id'];
  const logs = values.log.map((text) => parseNoteKey(text, nodeCrypto) ?? refuse('--log is no Ed25519 verifier key'));
  if (!folder || logs.length === 0) return refuse();
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) return refuse('--port is no port');
  if (url !== undefined && !isHttp(url)) return refuse('--url is no address');
  if ((url !== undefined || rpc !== undefined) && logs.length > 1) return refuse('--rpc and --url want one --log');
  const base = { folder, logs, host, port: Number(values.port), ...(url === undefined ? {} : { url }) };
  if (rpc === undefined) return base;
  const [rpcUrls, contracts] = [split(rpc), split(contract ?? '')];
  if (!rpcUrls.every(isHttp) || contracts.length === 0 || !/^\d{1,15}$/.test(chainId ?? '')) return refuse();
  if (!contracts.every((text) => /^0x[0-9a-fA-F]{40}$/.test(text))) return refuse('--contract is no address');
  if (!/^(depth:\d{1,4}|file:.+|instant)$/.test(finality)) return refuse('--finality is no rule');
  return { ...base, chain: { rpcUrls, chainId: Number(chainId), contracts, finality } };
}

const parse = (args: string[]) => parseArgs({ args, options }).values;
const split = (list: string): string[] => list.split(',').filter((text) => text !== '');
const isHttp = (text: string): boolean => URL.canParse(text) && /^https?:/.test(text);
