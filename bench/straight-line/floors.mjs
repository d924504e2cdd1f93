// What no server can go below, measured in this run on the same machine: CPU of one request's cryptography alone, of
// its share of a statement alone, and of HTTP with its JSON alone. Forked like serve.mjs, with the same file.
import { hash, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import pg from 'pg';
import { makeLicence } from './issue.mjs';
import { openPress } from './press.mjs';
import { openMaster, sealAll } from './sealed.mjs';
import { findRecords, findStates, storeIssued } from './statements.mjs';
import { readTrust } from './trust.mjs';
import { makeVerifier } from './verify.mjs';

const config = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const pool = new pg.Pool({ connectionString: config.database, max: 1 });
const press = await openPress(pool, config);
const verifier = makeVerifier(readTrust(config.trust.jws, config.trust.root), new Map());
const node = Buffer.alloc(65, 1);

const cpuOf = async (items, work) => {
  for (const item of items.slice(0, items.length >> 2)) await work(item);
  const from = process.cpuUsage();
  for (const item of items) await work(item);
  const { user, system } = process.cpuUsage(from);
  return user + system;
};
const groupsOf = (items, size) =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));

/** Signature and digests of presented credentials; with `records`, the code's digest and the unsealing too. */
function judged({ read, proof, event }, record) {
  if (record) {
    press.digestOf('verification-code', record.code);
    openMaster(press.wrapping, record.id, record.wrapped, record.sealed);
  }
  verify('sha256', read.signed, read.signer.es256, read.signature);
  hash('sha256', read.jwt, 'buffer');
  for (const text of read.texts) hash('sha256', text, 'base64url');
  hash('sha256', event, 'buffer');
  for (let i = 0; i <= proof; i++) hash('sha256', node, 'buffer');
}

const cryptography = {
  async presented({ lines }) {
    const items = lines.map(({ credential, receipt }) => brought(credential, receipt));
    return (await cpuOf(items, (item) => judged(item))) / items.length;
  },
  async records({ lines, records }) {
    const items = lines.map(({ credential, receipt }) => brought(credential, receipt));
    const questions = records.map(({ identifier, code }) => ({
      identifier,
      digest: press.digestOf('verification-code', code),
    }));
    const rows = await findRecords(pool, questions);
    const pairs = items.map((item, i) => [item, { ...rows[i], code: records[i].code }]);
    return (await cpuOf(pairs, ([item, record]) => judged(item, record))) / pairs.length;
  },
  async issue({ template, caller }) {
    const made = newLicences(template, caller, 1_000, 'cryptography');
    return (
      (await cpuOf(made, ({ licence, order, body }) => {
        const credential = licence.answer.carriers['sd-jwt'];
        const [jwt, ...texts] = credential.split('~');
        for (const text of texts) hash('sha256', text, 'base64url');
        const es256 = { key: press.issuers.get(caller.creditCode).key, dsaEncoding: 'ieee-p1363' };
        sign('sha256', Buffer.from(jwt), es256);
        sign('sha256', Buffer.from(licence.promise.time), { ...es256, key: press.promise.key });
        for (const text of [jwt, jwt]) hash('sha256', text, 'buffer');
        for (const text of [body, credential.slice(0, 16), credential.slice(0, 18), jwt.slice(0, 20)])
          press.digestOf(text);
        const { faceData, licenceNumber, holders, legalBasis: note } = order;
        const summary = { holders, licenceNumber, verificationCode: jwt.slice(0, 16) };
        sealAll(press.wrapping, { licence: 'x', event: 'x' }, { faceData, credential, summary, note });
      })) / made.length
    );
  },
};

const statements = {
  presented({ lines, group }) {
    const questions = lines.map(({ credential, receipt }) => brought(credential, receipt).read);
    const asked = questions.map(({ payload, digest }) => ({ identifier: payload.licence_id, digest }));
    return perItem(groupsOf(asked, group), (items) => findStates(pool, items));
  },
  records({ records, group }) {
    const asked = records.map(({ identifier, code }) => ({
      identifier,
      digest: press.digestOf('verification-code', code),
    }));
    return perItem(groupsOf(asked, group), (items) => findRecords(pool, items));
  },
  async issue({ template, caller, group }) {
    // Every group is stored once, so the warm-up has rows of its own.
    const warm = groupsOf(
      newLicences(template, caller, 500, 'warm').map(({ licence }) => licence),
      group,
    );
    for (const items of warm) await storeIssued(pool, items);
    const made = newLicences(template, caller, 2_000, 'statement').map(({ licence }) => licence);
    const from = process.cpuUsage();
    for (const items of groupsOf(made, group)) await storeIssued(pool, items);
    const { user, system } = process.cpuUsage(from);
    return (user + system) / made.length;
  },
};

const perItem = async (groups, work) =>
  (await cpuOf(groups, work)) / groups.reduce((sum, { length }) => sum + length, 0);

function brought(credential, receipt) {
  const jwt = credential.slice(0, credential.indexOf('~'));
  const event = Buffer.concat([Buffer.alloc(50), Buffer.from(JSON.stringify(receipt.event))]);
  return { read: { ...verifier.read(credential), jwt }, proof: receipt.inclusionProof.length, event };
}

function newLicences(template, caller, count, run) {
  const who = { ...caller, organisation: Buffer.from(caller.organisationText.replaceAll('-', ''), 'hex') };
  return Array.from({ length: count }, (_, n) => {
    const key = `floor-${run}-${process.pid}-${n}`;
    const body = template.replaceAll('@@', key);
    const parsed = JSON.parse(body);
    const order = { ...parsed, type: press.types.get(parsed.typeCode) };
    return { body, order, licence: makeLicence(press, who, key, press.digestOf('body', body), order) };
  });
}

let canned = { status: 200, body: Buffer.from('{}') };
const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    JSON.parse(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
    const length = canned.body.length;
    response.writeHead(canned.status, { 'content-type': 'application/json; charset=utf-8', 'content-length': length });
    response.end(canned.body);
  });
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));

process.on('message', async ({ floor, row, answer }) => {
  try {
    if (answer) canned = { status: answer.status, body: Buffer.from(answer.body) };
    if (!floor) return process.send({ done: true });
    process.send({ done: await { cryptography, statement: statements }[floor][row.name](row) });
  } catch (fault) {
    process.send({ fault: String(fault?.stack ?? fault) });
  }
});
process.on('disconnect', () => process.exit());
