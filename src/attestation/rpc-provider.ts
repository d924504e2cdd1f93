import { FetchRequest, isError, JsonRpcProvider, Network } from 'ethers';
import { rpcErrors } from '../platform/index.js';

/** What keeps a node from answering, in words without its address: that may hold a key or a password. */
export class NodeFault extends Error {
  override readonly name = 'NodeFault';
}

/** Names a node by its place in the list and its host: no user, password, path or query of its address. */
export const nodeName = (url: string, place: number): string => `${place + 1}:${new URL(url).host}`;

class NodeProvider extends JsonRpcProvider {
  constructor(
    request: FetchRequest,
    chainId: number,
    private readonly node: string,
  ) {
    super(request, Network.from(chainId), {
      staticNetwork: true,
      pollingInterval: 250,
      cacheTimeout: -1,
      batchMaxCount: 1,
    });
  }

  override async _send(payload: Parameters<JsonRpcProvider['_send']>[0]): ReturnType<JsonRpcProvider['_send']> {
    try {
      const answers = await super._send(payload);
      for (const answer of answers) if ('error' in answer) rpcErrors.inc({ node: this.node, kind: 'refused' });
      return answers;
    } catch (cause) {
      rpcErrors.inc({ node: this.node, kind: 'away' });
      // Not as its cause: what ethers and fetch say holds the whole address.
      throw new NodeFault(`node ${this.node} does not answer: ${reasonOf(cause)}`);
    }
  }
}

function reasonOf(cause: unknown): string {
  if (isError(cause, 'SERVER_ERROR')) return `status ${cause.response?.statusCode ?? 'unknown'}`;
  const { code } = (cause ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : 'no JSON-RPC answer';
}

/** A provider that does not cache, batch or wait for ever: a stuck node is an error after `timeoutMs`. */
export function openProvider(
  url: string,
  chainId: number,
  timeoutMs = 5_000,
  name = nodeName(url, 0),
): JsonRpcProvider {
  const { address, user } = withoutUser(url);
  const request = new FetchRequest(address);
  request.timeout = timeoutMs;
  if (user) request.setHeader('authorization', `Basic ${Buffer.from(user).toString('base64')}`);
  return new NodeProvider(request, chainId, name);
}

function withoutUser(url: string): { address: string; user: string | undefined } {
  const parsed = new URL(url);
  const { username, password } = parsed;
  if (username === '') return { address: url, user: undefined };
  [parsed.username, parsed.password] = ['', ''];
  return { address: parsed.href, user: `${decodeURIComponent(username)}:${decodeURIComponent(password)}` };
}

/**
 * The provider of the first node in the list that answers and serves this chain; for ceremonies, which speak to one node.
 *
 * @throws NodeFault that names what each of them said
 */
export async function openFirstProvider(urls: readonly string[], chainId: number): Promise<JsonRpcProvider> {
  const said: string[] = [];
  for (const [place, url] of urls.entries()) {
    const name = nodeName(url, place);
    const provider = openProvider(url, chainId, undefined, name);
    try {
      const found = Number(await provider.send('eth_chainId', []));
      if (found === chainId) return provider;
      said.push(`node ${name} serves chain ${found}, not ${chainId}`);
    } catch (cause) {
      said.push(cause instanceof Error ? cause.message : String(cause));
    }
    provider.destroy();
  }
  throw new NodeFault(said.join('; '));
}
