// So many clients at once, each wanting another licence's PDF: it asks again as long as Retry-After says, until it has it.
// It is forked; a message `{ job }` begins, `{ done }` answers.
import { createHash } from 'node:crypto';
import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, maxFreeSockets: 256 });

function ask(port, path, token) {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    get({ host: '127.0.0.1', port, path, agent, headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () =>
        resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }),
      );
      answer.on('error', reject);
    }).on('error', reject);
  });
}

async function burst({ port, token, identifiers, again }) {
  const counts = { 200: 0, 202: 0, 503: 0 };
  const tags = new Map();
  const waits = [];
  const begun = performance.now();
  let bytes = 0;
  const one = async (identifier) => {
    const path = `/v1/licences/${identifier}/carriers/pdf`;
    for (;;) {
      const { status, headers, body } = await ask(port, path, token);
      if (!(status in counts)) throw new Error(`a wrong answer, ${status}: ${body.toString().slice(0, 300)}`);
      counts[status]++;
      if (status === 200) {
        const digest = `"sha-256:${createHash('sha256').update(body).digest('base64url')}"`;
        if (headers.etag !== digest || !body.subarray(0, 5).equals(Buffer.from('%PDF-')))
          throw new Error('no such PDF');
        tags.set(identifier, digest);
        bytes += body.length;
        waits.push(performance.now() - begun);
        return;
      }
      await sleep(Number(headers['retry-after']) * 1000);
    }
  };
  await Promise.all(identifiers.map(one));
  const seconds = (performance.now() - begun) / 1000;
  for (const identifier of identifiers.slice(0, again)) {
    const { headers } = await ask(port, `/v1/licences/${identifier}/carriers/pdf`, token);
    if (headers.etag !== tags.get(identifier)) throw new Error(`another PDF of ${identifier} than before`);
  }
  waits.sort((a, b) => a - b);
  return {
    counts,
    seconds,
    perSecond: identifiers.length / seconds,
    meanBytes: bytes / identifiers.length,
    medianWait: waits[waits.length >> 1] / 1000,
    longestWait: waits[waits.length - 1] / 1000,
  };
}

process.on('message', ({ job }) => {
  burst(job).then(
    (done) => process.send({ done }),
    (fault) => process.send({ fault: String(fault?.stack ?? fault) }),
  );
});
process.on('disconnect', () => process.exit());
