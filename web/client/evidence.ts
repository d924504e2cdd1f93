import { type Answer, type RequestOptions, request, requestText } from './request.js';

const longestToken = 4 * 1024 * 1024;
/** Characters; a trust bundle holds status lists of many licences. */
export const longestBundle = 32 * 1024 * 1024;

/** `GET /.well-known/elicence-trust`: the signed trust list, a compact JWS. */
export const fetchTrustList = (options: RequestOptions = {}): Promise<Answer<string>> =>
  requestText('/.well-known/elicence-trust', 'application/jwt', { ...options, longest: longestToken });

/** `GET /status-lists/{list}`: the newest signed status list token. */
export const fetchStatusToken = (list: string, options: RequestOptions = {}): Promise<Answer<string>> =>
  requestText(`/status-lists/${list}`, 'application/statuslist+jwt', { ...options, longest: longestToken });

/** `GET /log/trust-bundle`: what an offline verifier keeps, a compact JWS. */
export const fetchTrustBundle = (options: RequestOptions = {}): Promise<Answer<string>> =>
  requestText('/log/trust-bundle', 'application/elicence-trust-bundle+jwt', { ...options, longest: longestBundle });

/** `GET /log/anchors`: what the log states, as signed notes, of its first anchors of trees larger than `after`. */
export async function fetchAnchorStatements(
  { origin, after, limit }: { origin: string; after: number; limit: number },
  options: RequestOptions = {},
): Promise<Answer<string[]>> {
  const query = new URLSearchParams({ origin, after: String(after), limit: String(limit) });
  const answer = await request<{ items?: unknown }>(`/log/anchors?${query}`, options);
  if (!answer.ok) return answer;
  const { items } = answer.value;
  const statements = Array.isArray(items) ? items.map((item) => (item as { statement?: unknown })?.statement) : [];
  return { ...answer, value: statements.filter((one) => typeof one === 'string') };
}
