// Sets the stage: a PostgreSQL of the run's own, the product on it, many licences issued and anchored through its API,
// then the straight line beside it on a copy of the very same rows.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { copyDatabase, writeConfig } from '../straight-line/set-up.mjs';
import { startChild } from './child.mjs';
import { issueTemplate, jsonLines, revoke, writeQuestions } from './credentials.mjs';
import { freePort } from './free-port.mjs';
import { keystoreOf, readJson, startApi, startWhole, tokenOf } from './product.mjs';

const businessLicence = '营业执照';

export async function setStage({ dist, folder, credentials, connections, say, onEnd }) {
  const postgres = await startDatabase(dist, join(folder, 'postgres'));
  onEnd(() => postgres.stop());
  const { superuserUrl, ask } = await postgres.database('elicence');
  const port = await freePort();
  const data = join(folder, 'data');
  say('starting the product');
  const whole = await startWhole(dist, { folder: data, port, superuserUrl });
  onEnd(() => whole.stop());
  const { demo } = whole;
  const load = await startChild('load/load.mjs', [], { awaitPort: false });
  onEnd(() => load.stop());
  const round = async (job) => (await load.ask({ job: { connections, ...job } })).done;

  const { client, typeCode } = await departmentOf(demo);
  const token = await tokenOf(demo, client);
  const template = await issueTemplate(demo.baseUrl, token, typeCode);
  say(`issuing ${credentials} licences through the API`);
  const files = Object.fromEntries(
    ['issued', 'receipts', 'presented', 'records', 'config'].map((name) => [name, join(folder, `${name}.jsonl`)]),
  );
  const issue = { kind: 'issue', port, pid: whole.pid, template, token };
  await round({ ...issue, run: 'stage', amount: credentials, keepIn: files.issued });
  const known = new Map();
  for await (const { identifier, carriers, verificationUrl } of jsonLines(files.issued))
    known.set(identifier, {
      credential: carriers['sd-jwt'],
      code: verificationUrl.slice(verificationUrl.indexOf('#') + 1),
    });

  say('waiting for the anchor');
  await anchored(ask, known.size);
  const identifiers = [...known.keys()];
  await round({
    kind: 'receipts',
    port,
    pid: whole.pid,
    token,
    identifiers,
    amount: known.size,
    keepIn: files.receipts,
  });
  const revoked = identifiers[0];
  await revoke(demo.baseUrl, token, revoked);
  const tests = { revoked: undefined, good: undefined };
  async function* pairs() {
    for await (const receipt of jsonLines(files.receipts)) {
      const { identifier } = receipt.event;
      const pair = { ...known.get(identifier), receipt, identifier };
      if (identifier === revoked) {
        tests.revoked = pair;
        continue;
      }
      tests.good ??= pair;
      yield pair;
    }
  }
  const count = await writeQuestions(files, pairs());
  const jws = await (await fetch(`${demo.baseUrl}/.well-known/elicence-trust`)).text();
  const { keys: oauth } = await readJson(`${demo.baseUrl}/.well-known/jwks.json`);
  const late = await tokenOf(demo, client);
  say('from the whole product to its API alone, and the straight line beside it');
  await whole.stop();
  await ask('vacuum analyze');
  const config = {
    dist,
    keystore: keystoreOf(data),
    database: await copyDatabase(postgres.url, 'elicence', 'straight_line'),
    baseUrl: demo.baseUrl,
    trust: { jws, root: demo.trust.publicKey },
    oauth,
  };
  await writeConfig(files.config, config);
  const { ask: askCopy } = await postgres.database('straight_line');
  await askCopy('vacuum analyze');
  const api = await startApi(dist, { folder: data, port, superuserUrl, demo });
  onEnd(() => api.stop());
  const straight = await startChild('straight-line/serve.mjs', [files.config], { awaitPort: true });
  onEnd(() => straight.stop());
  const organisation = await ask('select id from organisation where credit_code = $1', [
    client.organisation.creditCode,
  ]);
  const caller = {
    id: client.clientId,
    organisationText: organisation[0].id,
    creditCode: client.organisation.creditCode,
  };
  const servers = {
    product: { pid: api.pid, port, words: api.words },
    straight: { pid: straight.pid, port: straight.port },
  };
  const counts = () => straight.ask('counts');
  return {
    servers,
    counts,
    /** One course through all credentials, over rows and rounds: a credential comes back only after all others. */
    course: { product: 0, straight: 0 },
    product: { folder: data, port, superuserUrl, demo, api },
    ask,
    database: postgres.database,
    round,
    files,
    count,
    template,
    token: late,
    tests,
    caller,
    trust: config.trust,
    settings: postgres.settings,
  };
}

async function startDatabase(dist, folder) {
  const { startPostgres } = await import(pathToFileURL(join(dist, 'src/entry/embedded/postgres/postgres.js')).href);
  const server = await startPostgres({ folder, password: 'bench' });
  const open = async (url) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return client;
  };
  const root = await open(server.url);
  const { rows } = await root.query(`select name, setting from pg_settings
    where name in ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes')`);
  await root.end();
  return {
    url: server.url,
    settings: Object.fromEntries(rows.map(({ name, setting }) => [name, setting])),
    /** A database by name, made when it is not there; `ask` opens a connection for one statement and closes it. */
    database: async (name) => {
      const client = await open(server.url);
      const found = await client.query('select from pg_database where datname = $1', [name]);
      if (found.rowCount === 0) await client.query(`create database ${name}`);
      await client.end();
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      const ask = async (text, values) => {
        const own = await open(url.href);
        try {
          return (await own.query(text, values)).rows;
        } finally {
          await own.end();
        }
      };
      return { superuserUrl: url.href, ask };
    },
    stop: () => server.stop(),
  };
}

async function departmentOf(demo) {
  for (const client of demo.clients.filter(({ role }) => role === 'department')) {
    const authorization = `Bearer ${await tokenOf(demo, client)}`;
    for (const typeCode of client.typeCodes) {
      const { name } = await readJson(`${demo.baseUrl}/v1/licence-types/${typeCode}`, { headers: { authorization } });
      if (name['zh-CN'] === businessLicence) return { client, typeCode };
    }
  }
  throw new Error(`no department of the demo issues ${businessLicence}`);
}

async function anchored(ask, count) {
  for (const limit = performance.now() + 300_000; performance.now() < limit; await sleep(250)) {
    const [{ waiting, leaves, size }] = await ask(`select (select count(*)::int from journal) as waiting,
      (select count(*)::int from log_leaf) as leaves,
      coalesce((select max(tree_size)::int from anchor where state = 'final'), 0) as size`);
    if (waiting === 0 && leaves >= count && size === leaves) return;
  }
  throw new Error('the licences were not anchored within five minutes');
}
