// The two doors: POST /v1/verifications and POST /v1/licences.
import { createPublicKey, verify } from 'node:crypto';
import pg from 'pg';
import { readIssue } from './body.mjs';
import { grouped } from './group.mjs';
import { makeLicence } from './issue.mjs';
import { openPress } from './press.mjs';
import { normalCode } from './random.mjs';
import { openMaster } from './sealed.mjs';
import { findRecords, findStates, storeIssued } from './statements.mjs';
import { makeTree } from './tree.mjs';
import { readTrust } from './trust.mjs';
import { makeVerifier, Refused, strictJson } from './verify.mjs';

/** Opens everything once; `config` is what set-up.mjs wrote. */
export async function openStraightLine(config) {
  const pool = new pg.Pool({ connectionString: config.database, max: 4 });
  const press = await openPress(pool, config);
  const { digestOf, wrapping } = press;
  const ledger = await readLedger(pool);
  const verifier = makeVerifier(readTrust(config.trust.jws, config.trust.root), ledger.anchors);
  const states = grouped((questions) => findStates(pool, questions), 64, 2);
  const records = grouped((questions) => findRecords(pool, questions), 64, 2);
  const stores = grouped((licences) => storeIssued(pool, licences), 100, 3);
  const callerOf = await readCallers(pool, config);

  async function verifyBrought(credential, receipt) {
    const read = verifier.read(credential);
    const row = await states.add({ identifier: read.payload.licence_id, digest: read.digest });
    return verifier.judge(read, row, () => verifier.readReceipt(receipt), Date.now());
  }

  async function verifyRecord(identifier, code) {
    const normal = normalCode(code);
    const digest = normal && digestOf('verification-code', normal);
    const row = digest && (await records.add({ identifier, digest }));
    if (!row) throw new Refused('status-unknown-to-registry');
    const read = verifier.read(openMaster(wrapping, row.id, row.wrapped, row.sealed));
    if (read.payload.licence_id !== identifier) throw new Refused('identifier-not-expected');
    const { licence, ...report } = verifier.judge(read, row, () => ledger.receipt(row), Date.now());
    return licence ? { ...report, licence: masked(licence) } : report;
  }

  async function verification(body) {
    const { credential, receipt, identifier, code, ...others } = strictJson(body);
    if (Object.keys(others).length > 0) throw new Refused('body-invalid');
    try {
      if (typeof credential === 'string') return [200, await verifyBrought(credential, receipt)];
      if (typeof identifier === 'string') return [200, await verifyRecord(identifier, code)];
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return [200, { verdict: 'invalid', checks: [{ check: 'integrity', outcome: 'failed', code: error.message }] }];
    }
    throw new Refused('body-invalid');
  }

  async function issue(headers, bytes) {
    const caller = callerOf(headers.authorization);
    if (!caller?.scopes.includes('licence:issue')) return [401, { code: 'unauthenticated' }];
    const key = headers['idempotency-key'];
    if (!/^[\x21-\x7e]{1,128}$/.test(key ?? '')) throw new Refused('idempotency-key-missing');
    const body = strictJson(bytes);
    const mayIssue = (type, day) => press.mayIssue(caller.organisationText, type, day);
    const order = readIssue(body, press.types, mayIssue, press.today(Date.now()));
    const licence = makeLicence(press, caller, key, digestOf('body', bytes.toString()), order);
    return (await stores.add(licence)) ? [201, licence.answer] : [409, { code: 'idempotency-conflict' }];
  }

  async function answer({ method, url, headers }, body) {
    try {
      if (headers['content-type'] !== 'application/json') return [415, { code: 'media-type-unsupported' }];
      if (method === 'POST' && url === '/v1/verifications') return await verification(body);
      if (method === 'POST' && url === '/v1/licences') return await issue(headers, body);
      return [404, { code: 'not-found' }];
    } catch (error) {
      if (error instanceof Refused) return [400, { code: error.message }];
      console.error(error);
      return [500, { code: 'internal-fault' }];
    }
  }

  return { answer, counts: () => ({ states: states.counts, records: records.counts, stores: stores.counts }) };
}

/** Entries, checkpoints and final anchors, whole in memory. */
async function readLedger(pool) {
  const entries = await pool.query('select entry from log_leaf order by leaf_index');
  const tree = makeTree(entries.rows.map(({ entry }) => entry));
  const final = await pool.query(`select a.*, c.note from anchor a join log_checkpoint c using (tree_size)
    where a.state = 'final' order by tree_size`);
  const list = final.rows.map((row) => ({
    chainId: Number(row.chain_id),
    contract: row.contract,
    logId: row.log_id,
    treeSize: Number(row.tree_size),
    transactionHash: row.tx_hash,
    blockNumber: Number(row.block_number),
    blockTime: row.block_time.toISOString(),
    root: row.root,
    note: row.note,
    previousTreeSize: Number(row.previous_size),
  }));
  const anchors = new Map(list.map((anchor) => [anchor.treeSize, anchor]));
  const shown = ({ root, note, previousTreeSize, ...anchor }) => anchor;
  const receipts = list.map((anchor) => {
    const previous = anchors.get(anchor.previousTreeSize);
    return { anchor: shown(anchor), previousAnchor: previous ? shown(previous) : null, checkpoint: anchor.note };
  });
  const receipt = ({ event, salt, entry, leaf }) => {
    const at = list.findIndex(({ treeSize }) => treeSize > leaf);
    if (leaf === undefined || at < 0) throw new Refused('no-receipt');
    const { treeSize } = list[at];
    return { event, salt, entry, index: leaf, treeSize, proof: tree.proof(leaf, treeSize), ...receipts[at] };
  };
  return { anchors, receipt };
}

/** Who asks, by an access token of the product: ES256 under its key, remembered by exact text, its time judged anew. */
async function readCallers(pool, { oauth, baseUrl }) {
  const { rows } = await pool.query(`select c.id, c.scopes, o.id as organisation, o.credit_code from client c
    join organisation o on o.id = c.organisation_id where c.disabled_at is null`);
  const clients = new Map(
    rows.map(({ id, scopes, organisation, credit_code }) => {
      const bytes = Buffer.from(organisation.replaceAll('-', ''), 'hex');
      return [id, { id, scopes, organisation: bytes, organisationText: organisation, creditCode: credit_code }];
    }),
  );
  const keys = new Map(oauth.map((jwk) => [jwk.kid, createPublicKey({ key: jwk, format: 'jwk' })]));
  const good = new Map();
  const read = (text) => {
    const [header, payload, signature] = text.split('.');
    const { alg, typ, kid } = strictJson(Buffer.from(header, 'base64url'));
    const key = keys.get(kid);
    const signed = Buffer.from(`${header}.${payload}`);
    if (alg !== 'ES256' || typ !== 'at+jwt' || !key) return undefined;
    const es256 = { key, dsaEncoding: 'ieee-p1363' };
    if (!verify('sha256', signed, es256, Buffer.from(signature, 'base64url'))) return undefined;
    const claims = JSON.parse(Buffer.from(payload, 'base64url'));
    if (claims.iss !== baseUrl || claims.aud !== baseUrl || claims.sub !== claims.client_id) return undefined;
    const client = clients.get(claims.sub);
    const scopes = client?.scopes.filter((scope) => claims.scope.split(' ').includes(scope));
    return client && { caller: { ...client, scopes }, expires: claims.exp * 1000 };
  };
  return (authorization = '') => {
    const text = authorization.slice(7);
    const token = good.get(text) ?? (text.split('.').length === 3 ? read(text) : undefined);
    if (token && good.size < 10_000) good.set(text, token);
    return token && token.expires > Date.now() ? token.caller : undefined;
  };
}

const stars = (count) => '*'.repeat(Math.max(0, count));

function masked({ faceData, ...licence }) {
  const holders = licence.holders.map((holder) => {
    if (holder.kind === 'organisation') return holder;
    const name = [...holder.name];
    const last = name.length > 2 ? name.at(-1) : '';
    const code = [...holder.code];
    const [head, tail] = code.length >= 10 ? [3, 2] : code.length >= 5 ? [1, 1] : [0, 0];
    const hidden = code.length - head - tail;
    return {
      ...holder,
      name: name.length < 2 ? stars(name.length) : `${name[0]}${stars(name.length - 1 - (last ? 1 : 0))}${last}`,
      code: code.slice(0, head).join('') + stars(hidden) + code.slice(head + hidden).join(''),
    };
  });
  return { ...licence, holders };
}
