// Row S1: from the birth of a process to its first right answer, the product's API against a hello, in turn. Of the API
// that answer is a verdict on a real credential, with the database and the keys that it takes.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.mjs';
import { apiEnvironment, programOf, spawnNode } from './product.mjs';
import { lineOf, median, medianRatio } from './rows.mjs';

const hello = fileURLToPath(new URL('../hello/hello.mjs', import.meta.url));
const ms = (value) => `${Math.round(value)} ms`;

/** The line of S1, and what a start takes when the build is not bundled. */
export async function measureStart(stage, { dist, rounds, say }) {
  const { credential, receipt } = stage.tests.good;
  const verification = {
    method: 'POST',
    path: '/v1/verifications',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ credential, receipt }),
    holds: '"verdict":"valid"',
    wrong: /"verdict":"invalid"/,
  };
  const greeting = { method: 'GET', path: '/', headers: {}, body: '', holds: 'hello' };
  const port = await freePort();
  const environment = apiEnvironment({ ...stage.product, port });
  const candidates = {
    product: { program: programOf(dist, 'api.js'), env: environment, question: verification },
    hello: { program: hello, env: { PORT: String(port) }, question: greeting },
    unbundled: { program: join(dist, 'src/entry/api.js'), env: environment, question: verification },
  };
  if (!existsSync(candidates.unbundled.program)) delete candidates.unbundled;
  const found = Object.fromEntries(Object.keys(candidates).map((name) => [name, []]));
  // One more than counts: the first reads the files into the system's cache.
  for (let n = 0; n <= rounds; n++) {
    for (const [name, candidate] of Object.entries(candidates)) {
      const took = await startOnce(name, candidate, port);
      if (n > 0) found[name].push(took);
    }
    if (n > 0) say(`S1 ${n}/${rounds}`);
  }
  const line = lineOf(
    'S1',
    0,
    medianRatio(found.product, found.hello),
    ms(median(found.product)),
    ms(median(found.hello)),
  );
  const unbundled = found.unbundled && medianRatio(found.unbundled, found.hello);
  return { line, unbundled };
}

async function startOnce(name, { program, env, question }, port) {
  const began = performance.now();
  const child = spawnNode(program, env);
  const gone = once(child, 'exit');
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    words = (words + text).slice(-4_096);
  });
  try {
    for (;;) {
      const answer = await ask(port, question).catch(() => undefined);
      if (answer?.includes(question.holds)) return performance.now() - began;
      // Not ready yet is no answer; a wrong one would be.
      if (question.wrong?.test(answer)) throw new Error(`${name}: a wrong first answer: ${answer.slice(0, 400)}`);
      if (child.exitCode !== null || performance.now() - began > 60_000)
        throw new Error(`${name} did not start:\n${words}`);
      await sleep(2);
    }
  } finally {
    child.kill('SIGTERM');
    await gone;
  }
}

function ask(port, { method, path, headers, body }) {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      answer.on('end', () => resolve(text));
      answer.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
