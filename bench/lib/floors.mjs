import { startChild } from './child.mjs';
import { jsonLines } from './credentials.mjs';

/** CPU in microseconds of one request's cryptography, statement and HTTP alone, for each row. */
export async function measureFloors(stage, measured, { forMs, say }) {
  const floors = await startChild('straight-line/floors.mjs', [stage.files.config], { awaitPort: true });
  try {
    const found = new Map();
    for (const { floor, group } of measured) {
      if (found.has(floor)) continue;
      say(`floors of ${floor}`);
      const row = { name: floor, group: Math.max(1, Math.round(group)), ...(await materialOf(stage, floor)) };
      const { done: cryptography } = await floors.ask({ floor: 'cryptography', row });
      const { done: statement } = await floors.ask({ floor: 'statement', row });
      await floors.ask({ answer: await exampleOf(stage, floor) });
      const { kind, ...rest } = row.template
        ? { kind: 'issue', template: stage.template, token: stage.token, run: 'floor' }
        : { kind: 'unjudged', file: stage.files[floor] };
      const http = await stage.round({ kind, ...rest, port: floors.port, pid: floors.pid, warmMs: 500, forMs });
      found.set(floor, { cryptography, statement, http: http.cpu });
    }
    return found;
  } finally {
    await floors.stop();
  }
}

async function materialOf({ files, template, caller }, floor) {
  if (floor === 'issue') return { template, caller };
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

async function exampleOf({ servers, tests, template, token }, floor) {
  const { credential, receipt, identifier, code } = tests.good;
  const path = floor === 'issue' ? '/v1/licences' : '/v1/verifications';
  const bodies = {
    presented: JSON.stringify({ credential, receipt }),
    records: JSON.stringify({ identifier, code }),
    issue: template.replaceAll('@@', 'example'),
  };
  const response = await fetch(`http://127.0.0.1:${servers.straight.port}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(floor === 'issue' ? { authorization: `Bearer ${token}`, 'idempotency-key': 'example' } : {}),
    },
    body: bodies[floor],
  });
  return { status: response.status, body: await response.text() };
}
