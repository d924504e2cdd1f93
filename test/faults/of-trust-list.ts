import { finishTrustList, parseCompactJws, type TrustList, trustListSigningInput } from '../../src/core/index.js';
import { type Fault, rows, type Scene, trusting } from './fault.js';

/** The list in the table replaced, by one that is made from it. */
function list(fault: string, make: (list: TrustList, jws: string, scene: Scene) => string): Fault {
  const kept = rows('trust_list', 'select 1');
  return {
    fault,
    opens: trusting,
    begin: async (scene) => {
      await kept.begin(scene);
      const { tamper } = scene.world;
      const [row] = (await tamper('select number, jws from trust_list order by number desc limit 1')) as {
        number: number;
        jws: string;
      }[];
      const jws = parseCompactJws(row!.jws, { maxLength: 4 * 1024 * 1024, maxDepth: 8 });
      if (!jws.ok) throw new Error(jws.code);
      const made = make(jws.value.payload as unknown as TrustList, row!.jws, scene);
      await tamper('update trust_list set jws = $1 where number = $2', [made, row!.number]);
    },
    end: kept.end,
  };
}

const signed = (changed: TrustList, key: Scene['world']['root']): string => {
  const input = trustListSigningInput(changed, key.keyId);
  return finishTrustList(input, key.sign(Buffer.from(input)));
};

const wrong: readonly Fault[] = [
  list('signed by another key than the pinned root', (list, _jws, { world }) =>
    signed({ ...list, number: list.number + 1 }, { ...world.registry.keystore.ec('status'), keyId: world.root.keyId }),
  ),
  list('not signed at all', (_list, jws) => `${jws.slice(0, jws.lastIndexOf('.'))}.`),
  list('expired', (list, _jws, { world }) =>
    signed({ ...list, number: list.number + 1, expiresAt: new Date(Date.now() - 1_000).toISOString() }, world.root),
  ),
  list('altered by a byte', (_list, jws) => jws.replace(/.{9}$/, (end) => (end[0] === 'A' ? 'B' : 'A') + end.slice(1))),
];

/** How long the list can't be read: `older` makes the process take what it holds for so much older. */
const unread = (fault: string, seconds: number, opens: Fault['opens'], pdf = false): Fault => ({
  fault,
  opens,
  pdf,
  begin: async ({ world, process }) => {
    await process.trust.refresh();
    await world.tamper('alter table trust_list rename to trust_list_away');
    process.clock.older += seconds * 1_000;
    await process.trust.refresh();
  },
  end: async ({ world, process }) => {
    await world.tamper('alter table trust_list_away rename to trust_list');
    await process.trust.refresh();
  },
});

/** The trust list, which a process reads every five seconds and keeps for a minute. */
export const ofTrustList: readonly Fault[] = [
  unread('down: not readable for 20 seconds', 20, []),
  unread('stale: not readable for 45 seconds', 45, trusting),
  unread('down: not readable for over a minute', 61, trusting, true),
  ...wrong.map(
    (one): Fault => ({
      ...one,
      fault: `wrong: ${one.fault}; the process holds the one before`,
      opens: [],
      begin: async (scene) => {
        await one.begin(scene);
        await scene.process.trust.refresh();
      },
    }),
  ),
  list('wrong: an older one; the process holds a newer', (list, _jws, { world }) =>
    signed({ ...list, number: list.number - 1 }, world.root),
  ),
  ...wrong.map(
    (one): Fault => ({ ...one, fault: `wrong: ${one.fault}; the process begins with it`, own: { begins: 'after' } }),
  ),
];
