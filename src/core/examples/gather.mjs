// Asks a registry for what `verify` judges. Runs in browsers and in Node, by `fetch` alone. It judges nothing; what can't be
// had is told in its place, and the check that needs it becomes indeterminate.

/**
 * @param {string} registry  its address, without a slash at the end
 * @param {string} credential  an SD-JWT VC; only the issuer's JWT leaves, no disclosure
 * @param {import('@elicence/core').EcPublicJwk} root  the trust root that you pin, from your own configuration
 * @returns {Promise<import('@elicence/core').Evidence>}
 */
export async function gather(registry, credential, root, timeoutMs = 5_000) {
  const asOf = new Date(Date.now()).toISOString();
  const ask = (path, init) => asked(`${registry}${path}`, timeoutMs, init);
  const jwt = `${credential.slice(0, credential.indexOf('~'))}~`;
  const [trust, licence] = await Promise.all([
    ask('/.well-known/elicence-trust').then((text) => ({ jws: text.trim(), root, asOf }), unavailable),
    ask('/v1/verifications', post({ credential: jwt, evidence: true })).then(
      (text) => JSON.parse(text).evidence ?? {},
      unavailable,
    ),
  ]);
  const missing = { unavailable: licence.unavailable ?? 'the registry has none' };
  const { statusToken, receipt } = licence;
  return {
    credential,
    trust,
    status: statusToken ? { from: 'token', token: statusToken, asOf } : missing,
    receipt: receipt ? { value: receipt, brought: false } : missing,
    anchors: receipt?.anchor
      ? await statements(ask, receipt).then((found) => ({ statements: found, asOf }), unavailable)
      : { unavailable: 'the receipt names no anchor' },
  };
}

/** What the log states of the receipt's anchor and of the one before it. */
async function statements(ask, { anchor, previousAnchor }) {
  const sizes = [anchor.treeSize, previousAnchor?.treeSize ?? 0].filter((size) => size > 0);
  const pages = await Promise.all(sizes.map((size) => ask(`/log/anchors?after=${size - 1}&limit=1`)));
  return pages.flatMap((page) => JSON.parse(page).items.map((item) => item.statement));
}

async function asked(address, timeoutMs, init = {}) {
  const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs), ...init });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return answer.text();
}

const post = (body) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const unavailable = (fault) => ({ unavailable: String(fault?.message ?? fault) });
