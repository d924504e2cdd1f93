/** Calls a JSON-RPC method of a node; rejects when the node is away, answers an error, or takes too long. */
export type ChainCall = <T = unknown>(method: string, params?: unknown[], limitMs?: number) => Promise<T>;

/** JSON-RPC 2.0 over HTTP to one node, without batching or caching. */
export function chainCall(url: string): ChainCall {
  let id = 0;
  return async <T>(method: string, params: unknown[] = [], limitMs = 10_000): Promise<T> => {
    id += 1;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id, method, params }),
      signal: AbortSignal.timeout(limitMs),
    });
    const answer = (await response.json()) as { result?: T; error?: { code: number; message: string } };
    if (answer.error) throw new Error(`${method}: ${answer.error.message} (${answer.error.code})`);
    return answer.result as T;
  };
}
