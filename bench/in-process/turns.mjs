// What the programs of this folder share: sides that do the same in turn, and the talk with the run.

/** How often in a second of processor time each side does its work, round by round, A B A B …, once it is compiled. */
export async function inTurn(sides, { rounds, forMs, warmUp }) {
  const found = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  for (const work of Object.values(sides)) for (let n = 0; n < warmUp; n++) await work(n);
  for (let n = 0; n < rounds; n++)
    for (const [name, work] of Object.entries(sides)) found[name].push(await often(work, forMs));
  return found;
}

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** `work` gets a number that goes up; a promise is waited for, as whoever calls it must. */
export async function often(work, forMs) {
  const began = cpuMs();
  let done = 0;
  let spent = 0;
  for (; spent < forMs; spent = cpuMs() - began)
    for (let i = 0; i < 20; i++) {
      const result = work(done++);
      if (result instanceof Promise) await result;
    }
  return (done * 1000) / spent;
}

/** @throws Error unless `judge` takes what is good and refuses every forgery by throwing or by `false` */
export async function mustJudge(name, judge, good, forgeries) {
  const verdict = async (item) => {
    try {
      return (await judge(item)) !== false;
    } catch {
      return false;
    }
  };
  if (!(await verdict(good))) throw new Error(`${name} refuses what is good`);
  for (const [what, forged] of Object.entries(forgeries))
    if (await verdict(forged)) throw new Error(`${name} takes a forgery: ${what}`);
}

/** Answers each message by what `work` makes of it. */
export function serve(work) {
  process.on('message', async (message) => {
    try {
      process.send({ done: await work(message) });
    } catch (fault) {
      process.send({ fault: String(fault?.stack ?? fault) });
    }
  });
  process.on('disconnect', () => process.exit());
}

/** Another character in one place of a text in base64url. */
export const altered = (text, at) => text.slice(0, at) + (text.at(at) === 'A' ? 'B' : 'A') + text.slice(at + 1);
