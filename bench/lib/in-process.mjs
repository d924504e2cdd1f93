// Rows P1, P2, P3 and P5: the product's own functions against libraries and straight lines, each in a process of its own.
import { startChild } from './child.mjs';
import { lineOf, median, medianRatio } from './rows.mjs';

const whole = (value) => Math.round(value).toLocaleString('en');
const perSecond = (rounds) => `${whole(median(rounds))}/s`;
const ms = (rounds) => `${whole(median(rounds))} ms`;

async function within(program, args, work) {
  const child = await startChild(`in-process/${program}`, args, { awaitPort: false });
  try {
    return await work(async (message) => (await child.ask(message)).done);
  } finally {
    await child.stop();
  }
}

/** P1 or P2: issue and verify, each as often as it goes. */
export async function measureForms(id, { dist, rounds, forMs, say }) {
  say(`${id} in process`);
  const program = { P1: 'sd-jwt.mjs', P2: 'jws.mjs' }[id];
  const found = await within(program, [dist], (ask) => ask({ rounds, forMs, warmUp: 4_000 }));
  return ['issue', 'verify'].map((what, part) => {
    const { ours, other } = found[what];
    return lineOf(id, part, medianRatio(ours, other), perSecond(ours), perSecond(other));
  });
}

/** P3: the product's API under the load of V1, and OpenAttestation alone in a process, in turn. `perSecond`: of the latter. */
export async function measureOpenAttestation(stage, { rounds, warmUp, warmMs, forMs, say }) {
  const { pid, port } = stage.servers.product;
  const ours = [];
  const other = [];
  const ask = async (limits) => {
    const from = stage.course.product % stage.count;
    const done = await stage.round({ kind: 'verify', file: stage.files.presented, from, pid, port, ...limits });
    stage.course.product += done.asked;
    return done.perSecond;
  };
  await within('open-attestation.mjs', [], async (often) => {
    await ask({ amount: warmUp });
    await often({ forMs });
    for (let n = 0; n < rounds; n++) {
      ours.push(await ask({ warmMs, forMs }));
      other.push(await often({ forMs }));
      say(`P3 ${n + 1}/${rounds}`);
    }
  });
  const line = lineOf('P3', 0, medianRatio(ours, other), perSecond(ours), perSecond(other));
  return { line, perSecond: median(other) };
}

/** P5: one tree each in turn; ours thrice, since the others take long. `sameHash`: OpenZeppelin’s with Node’s SHA-256 in it, × ours. */
export async function measureTrees({ dist, rounds, say }) {
  const found = { ours: [], openzeppelin: [], merkletreejs: [], sameHash: [] };
  await within('merkle.mjs', [dist], async (ask) => {
    await ask({ name: 'ours' });
    for (let n = 0; n < rounds; n++) {
      const ours = [];
      for (let i = 0; i < 3; i++) ours.push(await ask({ name: 'ours' }));
      found.ours.push(median(ours));
      for (const name of ['merkletreejs', 'openzeppelin']) found[name].push(await ask({ name }));
      if (n === 0) found.sameHash.push(await ask({ name: 'sameHash' }));
      say(`P5 ${n + 1}/${rounds}`);
    }
  });
  const lines = ['openzeppelin', 'merkletreejs'].map((peer, part) =>
    lineOf('P5', part, medianRatio(found[peer], found.ours), ms(found.ours), ms(found[peer])),
  );
  return { lines, sameHash: medianRatio(found.sameHash, found.ours) };
}
