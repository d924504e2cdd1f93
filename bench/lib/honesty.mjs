// Before a figure counts: both servers say yes to what is right and no to every forgery, and what each of them issues
// is valid for `core`, the judge that neither of them is.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { forgeries } from './credentials.mjs';

async function post(port, path, body, headers = {}) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

/** @throws Error that names the server and what it got wrong */
export async function mustTellRightFromWrong(name, port, stage, dist) {
  const { good, revoked } = stage.tests;
  const presented = { credential: good.credential, receipt: good.receipt };
  const expect = async (what, question, verdict) => {
    const { body } = await post(port, '/v1/verifications', question);
    if (body.verdict !== verdict)
      throw new Error(`${name}: ${what} was found ${body.verdict}, not ${verdict}: ${JSON.stringify(body.checks)}`);
  };
  const record = ({ identifier, code }) => ({ identifier, code });
  await expect('a good credential', presented, 'valid');
  await expect('a good record', record(good), 'valid');
  for (const [what, forge] of Object.entries(forgeries))
    await expect(`a forgery (${what})`, forge(presented), 'invalid');
  await expect('the receipt of another', { ...presented, receipt: revoked.receipt }, 'invalid');
  await expect('a revoked credential', { credential: revoked.credential, receipt: revoked.receipt }, 'invalid');
  await expect('a revoked record', record(revoked), 'invalid');
  await expect('a wrong code', { identifier: good.identifier, code: revoked.code }, 'invalid');
  await mustIssueRightly(name, port, stage, dist);
}

async function mustIssueRightly(name, port, { template, token, trust }, dist) {
  const body = JSON.parse(template.replaceAll('@@', `honest-${name}-${process.pid}`));
  const headers = (authorization) => ({ authorization, 'idempotency-key': `honest-${name}-${process.pid}` });
  const issue = (order, authorization) => post(port, '/v1/licences', order, headers(authorization));
  const refused = async (what, order, authorization) => {
    const { status } = await issue(order, authorization);
    if (status < 400 || status > 499) throw new Error(`${name}: ${what} was answered ${status}`);
  };
  const bearer = `Bearer ${token}`;
  await refused(
    'an altered token',
    body,
    `${bearer.slice(0, -9)}${bearer.at(-9) === 'A' ? 'B' : 'A'}${bearer.slice(-8)}`,
  );
  await refused('an unknown type', { ...body, typeCode: `${body.typeCode.slice(0, -3)}999` }, bearer);
  await refused('an unknown field', { ...body, faceData: { ...body.faceData, unknown: 'x' } }, bearer);
  await refused(
    'a holder whose code is wrong',
    { ...body, holders: [{ ...body.holders[0], code: '91350100M000100Y44' }] },
    bearer,
  );
  const { status, body: issued } = await issue(body, bearer);
  if (status !== 201) throw new Error(`${name}: a good issue was answered ${status}: ${JSON.stringify(issued)}`);
  const load = (path) => import(pathToFileURL(join(dist, path)).href);
  const { verify, standard } = await load('src/core/index.js');
  const { nodeCrypto } = await load('src/platform/crypto/node-crypto.js');
  const asOf = new Date().toISOString();
  const evidence = {
    credential: issued.carriers['sd-jwt'],
    trust: { ...trust, asOf },
    status: { from: 'registry', known: true, state: issued.state, asOf },
    receipt: { unavailable: 'just issued' },
    promise: issued.inclusionPromise,
    anchors: { unavailable: 'just issued' },
  };
  const { verdict, checks } = verify(evidence, standard, Date.now(), nodeCrypto);
  if (verdict !== 'valid') throw new Error(`${name}: what it issued is ${verdict}: ${JSON.stringify(checks)}`);
}
