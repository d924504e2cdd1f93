import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Question {
  id: number;
  method: string;
  params: unknown[];
}

/** What a node that stands in front of the real one makes of an answer; `away` closes the connection, `hang` never answers. */
export type Change = (method: string, params: unknown[], result: unknown) => unknown | 'away' | 'hang';

/** A node of one's own making in front of a real one. */
export interface NodeProxy {
  url: string;
  change: Change;
  /** Authorization headers that came. */
  authorizations: (string | undefined)[];
  /** Methods that were asked for. */
  asked: string[];
  close(): Promise<void>;
}

const read = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
};

export const honest: Change = (_method, _params, result) => result;

/** A node that has not seen the newest blocks of the real one yet. */
export const behindBy =
  (blocks: number): Change =>
  (method, params, result) => {
    if (method === 'eth_blockNumber') return `0x${Math.max(0, Number(result) - blocks).toString(16)}`;
    if (method === 'eth_getBlockByNumber' && params[0] !== 'latest') return null;
    return result;
  };

/** A node that tells another hash of the blocks from this height on. */
export const forkedFrom =
  (height: number): Change =>
  (method, _params, result) => {
    const block = result as { number: string; hash: string } | null;
    if (method !== 'eth_getBlockByNumber' || !block || Number(block.number) < height) return result;
    return { ...block, hash: `0x${'f0'.repeat(31)}${block.hash.slice(-2)}` };
  };

export async function startNodeProxy(target: string): Promise<NodeProxy> {
  const proxy: NodeProxy = { url: '', change: honest, authorizations: [], asked: [], close: async () => undefined };
  const server = createServer(async (request, response) => {
    const body = await read(request);
    const { id, method, params } = JSON.parse(body) as Question;
    proxy.authorizations.push(request.headers.authorization);
    proxy.asked.push(method);
    const answer = (await (
      await fetch(target, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    ).json()) as { result?: unknown };
    const result = proxy.change(method, params, answer.result);
    if (result === 'hang') return;
    if (result === 'away') return void response.destroy();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify('result' in answer ? { jsonrpc: '2.0', id, result } : answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  proxy.close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return proxy;
}
