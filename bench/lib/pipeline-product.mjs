// The product's own verbs on a journal that was filled before: `sequence`, then `integrate`. Forked with
// `<build> <address of a database>`.
import { generateKeyPairSync, sign } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';

const [dist, address] = process.argv.slice(2);
const part = (name) => import(pathToFileURL(join(dist, 'src', name)).href);
const { sequence } = await part('attestation/sequence.js');
const { integrate } = await part('attestation/integrate.js');
const { logKey } = await part('attestation/log-key.js');
const { nodeCrypto } = await part('platform/crypto/node-crypto.js');

const pool = new pg.Pool({ connectionString: address, max: 4 });
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const key = logKey('bench.example/log', {
  name: 'log',
  publicKey: Buffer.from(publicKey.export({ format: 'jwk' }).x, 'base64url'),
  sign: (data) => sign(null, data, privateKey),
});

process.on('message', async () => {
  try {
    const began = performance.now();
    const cpu = process.cpuUsage();
    await sequence(pool);
    const size = await integrate({ pool, key, crypto: nodeCrypto });
    const { user, system } = process.cpuUsage(cpu);
    process.send({ done: { ms: performance.now() - began, cpu: user + system, size } });
  } catch (fault) {
    process.send({ fault: String(fault?.stack ?? fault) });
  }
});
process.on('disconnect', () => process.exit());
