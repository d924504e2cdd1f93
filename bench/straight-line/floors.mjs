// What no server can go below, measured in this run under the same load: a server that reads the same body as strict
// JSON and sends a canned answer as JSON, alone (HTTP) or with the row's cryptography; and the row's statement in a loop. Forked with serve.mjs's file.
import { hash, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import pg from 'pg';
import { makeLicence } from './issue.mjs';
import { openPress } from './press.mjs';
import { openMaster, sealAll } from './sealed.mjs';
import { findRecords, findStates, storeIssued } from './statements.mjs';
import { readTrust } from './trust.mjs';
import { makeVerifier, strictJson } from './verify.mjs';

const config = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const pool = new pg.Pool({ connectionString: config.database, max: 4 });
const press = await openPress(pool, config);
const verifier = makeVerifier(readTrust(config.trust.jws, config.trust.root), new Map());
const node = Buffer.alloc(65, 1);

/** The signature and the digests of a presented credential with its receipt. */
function judge({ read, jwt, proof, event }) {
  verify('sha256', read.signed, read.signer.es256, read.signature);
  hash('sha256', jwt, 'buffer');
  for (const text of read.texts) hash('sha256', text, 'base64url');
  hash('sha256', event, 'buffer');
  for (let i = 0; i <= proof; i++) hash('sha256', node, 'buffer');
}

/** The signatures, digests and seals of an issue. */
function make({ body, licence, order, caller }) {
  const credential = licence.answer.carriers['sd-jwt'];
  const [jwt, ...texts] = credential.split('~');
  for (const text of texts) hash('sha256', text, 'base64url');
  for (const { key } of [press.issuers.get(caller.creditCode), press.promise])
    sign('sha256', Buffer.from(jwt), { key, dsaEncoding: 'ieee-p1363' });
  for (const text of [jwt, credential.slice(0, 300)]) hash('sha256', text, 'buffer');
  for (const text of [body, jwt.slice(0, 16), jwt.slice(0, 20), jwt.slice(0, 40)]) press.digestOf(text);
  const { faceData, licenceNumber, holders, legalBasis: note } = order;
  const summary = { holders, licenceNumber, verificationCode: jwt.slice(0, 16) };
  sealAll(press.wrapping, { licence: 'x', event: 'x' }, { faceData, credential, summary, note });
}

const groupsOf = (items, size) =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));

/** CPU of an item's share of a statement; the first fifth warms up. Each group is asked or stored once. */
async function perItem(groups, work) {
  const warm = Math.ceil(groups.length / 5);
  for (const group of groups.slice(0, warm)) await work(group);
  const from = process.cpuUsage();
  for (const group of groups.slice(warm)) await work(group);
  const { user, system } = process.cpuUsage(from);
  return (user + system) / groups.slice(warm).reduce((sum, { length }) => sum + length, 0);
}

/** The row's cryptography for the nth request, and what its statement takes for each of a group. */
const works = {
  presented: ({ lines }) => {
    const items = lines.map(brought);
    const questions = items.map(({ read }) => ({ identifier: read.payload.licence_id, digest: read.digest }));
    return {
      cryptography: (n) => judge(items[n % items.length]),
      statement: (group) => perItem(groupsOf(questions, group), (asked) => findStates(pool, asked)),
    };
  },
  records: async ({ lines, records: asked }) => {
    const items = lines.map(brought);
    const digest = (code) => press.digestOf('verification-code', code);
    const questions = asked.map(({ identifier, code }) => ({ identifier, digest: digest(code) }));
    const rows = await findRecords(pool, questions);
    return {
      cryptography: (n) => {
        const { id, wrapped, sealed } = rows[n % rows.length];
        digest(asked[n % rows.length].code);
        openMaster(press.wrapping, id, wrapped, sealed);
        judge(items[n % rows.length]);
      },
      statement: (group) => perItem(groupsOf(questions, group), (some) => findRecords(pool, some)),
    };
  },
  issue: ({ template, caller, count }) => {
    const who = { ...caller, organisation: Buffer.from(caller.organisationText.replaceAll('-', ''), 'hex') };
    const made = Array.from({ length: count }, (_, n) => {
      const key = `floor-${process.pid}-${n}`;
      const body = template.replaceAll('@@', key);
      const parsed = JSON.parse(body);
      const order = { ...parsed, type: press.types.get(parsed.typeCode) };
      return { body, order, caller, licence: makeLicence(press, who, key, press.digestOf('body', body), order) };
    });
    const rows = made.map(({ licence }) => licence);
    return {
      cryptography: (n) => make(made[n % count]),
      statement: (group) => perItem(groupsOf(rows, group), (some) => storeIssued(pool, some)),
    };
  },
};

function brought({ credential, receipt }) {
  const jwt = credential.slice(0, credential.indexOf('~'));
  const event = Buffer.concat([Buffer.alloc(50), Buffer.from(JSON.stringify(receipt.event))]);
  return { read: verifier.read(credential), jwt, proof: receipt.inclusionProof.length, event };
}

let work = () => {};
let canned = { status: 200, value: {} };
let asked = 0;
let prepared;
const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    strictJson(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
    work(asked++);
    const text = JSON.stringify(canned.value);
    const length = Buffer.byteLength(text);
    response.writeHead(canned.status, { 'content-type': 'application/json; charset=utf-8', 'content-length': length });
    response.end(text);
  });
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));

process.on('message', async ({ prepare, answer, use, group }) => {
  try {
    if (prepare) prepared = await works[prepare](answer.material);
    if (answer) canned = answer;
    asked = 0;
    work = use === 'cryptography' ? prepared.cryptography : () => {};
    process.send({ done: group ? await prepared.statement(group) : true });
  } catch (fault) {
    process.send({ fault: String(fault?.stack ?? fault) });
  }
});
process.on('disconnect', () => process.exit());
