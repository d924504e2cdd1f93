import { startChild } from './child.mjs';
import { jsonLines } from './credentials.mjs';
import { median } from './rows.mjs';

const uses = ['http', 'cryptography', 'statement'];
/** The first of them warms up. */
const passes = 4;

/** CPU in microseconds of one request's cryptography, statement and HTTP alone, for each row. */
export async function measureFloors(stage, measured, { forMs, say }) {
  const floors = await startChild('straight-line/floors.mjs', [stage.files.config], { awaitPort: true });
  const { pid, port } = floors;
  try {
    const found = new Map();
    for (const name of new Set(measured.map(({ floor }) => floor))) {
      say(`floors of ${name}`);
      // What is stored must be made before: so many rows, and no more, are asked for.
      const count = Math.ceil(forMs * 2);
      const material = await materialOf(stage, name, count * passes);
      await floors.ask({ prepare: name, answer: { ...(await exampleOf(stage, name)), material } });
      const cpuOf = async (use) => {
        await floors.ask({ use });
        const limit = name === 'issue' && use === 'statement' ? { amount: count } : { forMs };
        return (await stage.round({ ...jobOf(stage, name), port, pid, warmMs: 300, ...limit })).cpu;
      };
      for (const use of uses) await cpuOf(use);
      const cpu = Object.fromEntries(uses.map((use) => [use, []]));
      for (let pass = 1; pass < passes; pass++) for (const use of uses) cpu[use].push(await cpuOf(use));
      const [http, cryptography, statement] = uses.map((use) => median(cpu[use]));
      found.set(name, { http, cryptography: cryptography - http, statement: statement - http });
    }
    return found;
  } finally {
    await floors.stop();
  }
}

function jobOf({ template, token, files }, name) {
  if (name === 'issue') return { kind: 'issue', template, token, run: 'floor' };
  return { kind: 'unjudged', file: files[name] };
}

async function materialOf({ files, template, caller }, name, count) {
  if (name === 'issue') return { template, caller, count };
  return { lines: await genuine(files.presented, 1_000), records: await genuine(files.records, 1_000) };
}

// Forgeries stand at the same lines of both files, so what is left belongs together.
async function genuine(file, count) {
  const lines = [];
  for await (const line of jsonLines(file, 'V')) {
    lines.push(line);
    if (lines.length === count) break;
  }
  return lines;
}

/** A real answer of the straight line, to be sent again and again. */
async function exampleOf({ servers, tests, template, token }, name) {
  const { credential, receipt, identifier, code } = tests.good;
  const issue = name === 'issue';
  const bodies = {
    presented: JSON.stringify({ credential, receipt }),
    records: JSON.stringify({ identifier, code }),
    issue: template.replaceAll('@@', 'example'),
  };
  const authorised = { authorization: `Bearer ${token}`, 'idempotency-key': 'example' };
  const response = await fetch(
    `http://127.0.0.1:${servers.straight.port}${issue ? '/v1/licences' : '/v1/verifications'}`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(issue ? authorised : {}) },
      body: bodies[name],
    },
  );
  return { status: response.status, value: await response.json() };
}
