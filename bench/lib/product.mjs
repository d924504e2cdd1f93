// The product as it is built: first whole (`embedded.js`), to issue and to anchor; then its API alone, to be measured.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A program of the build as it is shipped: bundled, and as tsc left it where a build has no bundle. */
export function programOf(dist, entry) {
  const bundled = join(dist, 'bundle', entry);
  return existsSync(bundled) ? bundled : join(dist, 'src/entry', entry);
}

/** As compose, image and `npm start` set it; V8 takes it at the birth of a process alone. */
const flags = ['--max-semi-space-size=8'];

/** Starts Node on a program with nothing of this process's environment but what it takes to run. */
export function spawnNode(program, env) {
  const { PATH, HOME, TMPDIR, LANG, NODE_OPTIONS = '' } = process.env;
  return spawn(process.execPath, [...flags, program], {
    env: { PATH, HOME, TMPDIR, LANG, NODE_OPTIONS, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

function start(program, env) {
  const child = spawnNode(program, env);
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    words = (words + text).slice(-8_192);
  });
  const gone = new Promise((resolve) => child.once('close', resolve));
  const ready = async (isReady) => {
    for (const limit = performance.now() + 120_000; ; await sleep(50)) {
      if (child.exitCode !== null || performance.now() > limit) throw new Error(`${program} did not start:\n${words}`);
      if (await isReady().catch(() => false)) return;
    }
  };
  const stop = async () => {
    child.kill('SIGTERM');
    await gone;
  };
  return { pid: child.pid, ready, stop, words: () => words };
}

/** Everything, on a database of ours: answers what `demo.json` says once it is ready. */
export async function startWhole(dist, { folder, port, superuserUrl }) {
  const product = start(programOf(dist, 'embedded.js'), {
    ELICENCE_DATA: folder,
    PORT: String(port),
    DATABASE_URL: superuserUrl,
  });
  const file = join(folder, 'demo.json');
  await product.ready(async () => existsSync(file) && (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok);
  return { ...product, demo: JSON.parse(readFileSync(file, 'utf8')) };
}

/** The environment of the API alone, on the rows and keys that the whole left. */
export function apiEnvironment({ folder, port, superuserUrl, demo }) {
  const passwords = JSON.parse(readFileSync(join(folder, 'passwords.json'), 'utf8'));
  const urlOf = (role) => {
    const url = new URL(superuserUrl);
    url.username = `elicence_${role}`;
    url.password = passwords[role];
    return url.href;
  };
  const keystore = keystoreOf(folder);
  return {
    PORT: String(port),
    BASE_URL: demo.baseUrl,
    DATABASE_SERVICE_URL: urlOf('service'),
    DATABASE_PUBLIC_URL: urlOf('public'),
    KEYSTORE_FILE: keystore.file,
    KEYSTORE_PASSPHRASE: keystore.passphrase,
    TRUST_ROOT_JWK: JSON.stringify(demo.trust.publicKey),
    LOG_ORIGIN: demo.log.origin,
    // One client issues more in a minute than any quota of a production would let it.
    CLIENT_QUOTA_PER_MINUTE: '0',
  };
}

/** The API alone. */
export async function startApi(dist, given) {
  const api = start(programOf(dist, 'api.js'), apiEnvironment(given));
  await api.ready(async () => (await fetch(`http://127.0.0.1:${given.port}/health/ready`)).ok);
  return api;
}

/** Keystore and passphrase of a data folder. */
export function keystoreOf(folder) {
  const keys = join(folder, 'keys');
  return { file: join(keys, 'keystore.json'), passphrase: readFileSync(join(keys, 'passphrase'), 'utf8') };
}

export async function readJson(url, options) {
  const response = await fetch(url, options);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text.slice(0, 500)}`);
  return JSON.parse(text);
}

/** An access token of a demo client. */
export async function tokenOf({ tokenEndpoint }, { clientId, clientSecret, scope }) {
  const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64');
  const { access_token } = await readJson(tokenEndpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
  });
  return access_token;
}
