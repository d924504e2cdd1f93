// The requests of each kind of load, and what a right answer to them holds.
import { readFileSync } from 'node:fs';

const files = new Map();

/** Lines of `<V|X><body>`: V is to be found valid, X invalid. */
function questions(file) {
  const known = files.get(file);
  if (known) return known;
  const bytes = readFileSync(file);
  const lines = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at);
    lines.push({ valid: bytes[at] === 86, body: bytes.subarray(at + 1, end) });
    at = end + 1;
  }
  files.set(file, lines);
  return lines;
}

const verification = { method: 'POST', path: '/v1/verifications', headers: '', status: 200 };

export const makers = {
  /** Asks the questions of a file in turn, beginning at `from`, round and round over the first `count`. */
  verify({ file, from = 0, count }) {
    const lines = questions(file);
    const size = Math.min(count ?? lines.length, lines.length);
    const good = [Buffer.from('"verdict":"valid"'), Buffer.from('"code":"anchored"')];
    const bad = [Buffer.from('"verdict":"invalid"')];
    return (n) => {
      const { body, valid } = lines[(from + n) % size];
      return { ...verification, body, holds: valid ? good : bad };
    };
  },
  /** The same questions to a server that judges nothing. */
  unjudged({ file }) {
    const lines = questions(file);
    return (n) => ({ ...verification, body: lines[n % lines.length].body, holds: [] });
  },
  issue({ template, token, run }) {
    const holds = [Buffer.from('"inclusionPromise":{'), Buffer.from('"carriers":{"sd-jwt":"')];
    return (n) => {
      const name = `${run}-${n}`;
      const headers = `authorization: Bearer ${token}\r\nidempotency-key: ${name}\r\n`;
      const body = Buffer.from(template.replaceAll('@@', name));
      return { method: 'POST', path: '/v1/licences', headers, body, status: 201, holds };
    };
  },
  receipts({ identifiers, token }) {
    const headers = `authorization: Bearer ${token}\r\n`;
    return (n) => ({ method: 'GET', path: `/v1/licences/${identifiers[n]}/receipt`, headers, status: 200, holds: [] });
  },
};
