import { startChild } from './child.mjs';
import { jsonLines } from './credentials.mjs';
import { median } from './rows.mjs';

/** CPU in microseconds of one request's cryptography, statement and HTTP alone, for each row. */
export async function measureFloors(stage, measured, { forMs, passes, say }) {
  const floors = await startChild('straight-line/floors.mjs', [stage.files.config], { awaitPort: true });
  const { pid, port } = floors;
  try {
    const found = new Map();
    for (const { floor: name, group } of measured) {
      if (found.has(name)) continue;
      say(`floors of ${name}`);
      const material = await materialOf(stage, name);
      await floors.ask({ prepare: name, answer: { ...(await exampleOf(stage, name)), material } });
      const cpuOf = async (use) => {
        await floors.ask({ use });
        return (await stage.round({ ...jobOf(stage, name), port, pid, warmMs: 300, forMs })).cpu;
      };
      const uses = ['http', 'cryptography'];
      for (const use of uses) await cpuOf(use);
      const cpu = { http: [], cryptography: [] };
      for (let pass = 0; pass < passes; pass++) for (const use of uses) cpu[use].push(await cpuOf(use));
      const [http, cryptography] = uses.map((use) => median(cpu[use]));
      const { done: statement } = await floors.ask({ group: Math.max(1, Math.round(group)) });
      found.set(name, { http, cryptography: cryptography - http, statement });
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

async function materialOf({ files, template, caller }, name) {
  if (name === 'issue') return { template, caller, count: 3_000 };
  return { lines: await genuine(files.presented, 3_000), records: await genuine(files.records, 3_000) };
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
