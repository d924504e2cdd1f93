import { type Fault, rows, type Scene } from './fault.js';

const word = ['status', 'attestation', 'integrity', 'issuer', 'right-to-issue', 'validity', 'holder'] as const;

/** Another function in the place of one of the registry's, which may ask the true one. */
function instead(
  name: string,
  parameters: string,
  make: (scene: Scene, truth: string) => string,
): Pick<Fault, 'begin' | 'end'> {
  const truth = `true_${name}`;
  return {
    begin: async (scene) => {
      const { tamper } = scene.world;
      const [found] = (await tamper(
        `select pg_get_function_result(oid) as result from pg_proc where proname = '${name}'`,
      )) as { result: string }[];
      await tamper(`alter function ${name} rename to ${truth}`);
      await tamper(
        `create function ${name}(${parameters}) returns ${found!.result} language sql stable security definer as $$
          ${make(scene, truth)} $$; grant execute on function ${name} to elicence_public`,
      );
    },
    end: ({ world: { tamper } }) => tamper(`drop function ${name}; alter function ${truth} rename to ${name}`),
  };
}
const both = (...faults: Pick<Fault, 'begin' | 'end'>[]): Pick<Fault, 'begin' | 'end'> => ({
  begin: async (scene) => {
    for (const { begin } of faults) await begin(scene);
  },
  end: async (scene) => {
    for (const { end } of faults) await end(scene);
  },
});

const standings = 'ordinals int[], identifiers text[], master_digests bytea[]';
const licences = 'ordinals int[], identifiers text[], code_digests bytea[], master_digests bytea[]';
/** The genuine licence for the revoked one's question, and the revoked one for every other. */
const swapped = ({ genuine, revoked }: Scene) => {
  const other = `case when x = '${revoked.identifier}' then '${genuine.identifier}' else '${revoked.identifier}' end`;
  const ofOther = (column: string) => `(select l.${column} from licence l where l.identifier = ${other})`;
  return { other, ofOther };
};
const anotherRow = both(
  instead('public_standings', standings, (scene, truth) => {
    const { other, ofOther } = swapped(scene);
    return `select t.* from (select array_agg(${other} order by n) as ids, array_agg(${ofOther('master_digest')} order by n) as digests
      from unnest(identifiers) with ordinality as u (x, n)) s cross join lateral ${truth}(ordinals, s.ids, s.digests) t`;
  }),
  instead('public_licences', licences, (scene, truth) => {
    const { other, ofOther } = swapped(scene);
    return `select t.* from (
      select array_agg(${other} order by n) as ids, array_agg(${ofOther('master_digest')} order by n) as digests,
        array_agg(case when c is null then null else ${ofOther('code_digest')} end order by n) as codes
      from unnest(identifiers, code_digests) with ordinality as u (x, c, n)) s
      cross join lateral ${truth}(ordinals, s.ids, s.codes, s.digests) t`;
  }),
);
const noState = both(
  instead(
    'public_standings',
    standings,
    (_scene, truth) =>
      `select ordinal, identifier, licence_id, 'in order', state_changed_at, superseded_by, status_list
      from ${truth}(ordinals, identifiers, master_digests)`,
  ),
  instead(
    'public_licences',
    licences,
    (_scene, truth) =>
      `select ordinal, licence_id, organisation_id, type_code, type_version, 'in order', state_changed_at, superseded_by, status_list,
        status_index, master_digest, event, salt, promise, event_at, leaf_index, wrapped_key, sealed_credential
      from ${truth}(ordinals, identifiers, code_digests, master_digests)`,
  ),
);
const swapStates = ({ genuine, revoked }: Scene) =>
  `update licence set state = case identifier when '${genuine.identifier}' then 'revoked' else 'active' end
   where identifier in ('${genuine.identifier}', '${revoked.identifier}')`;

/** Of a process that waits as shortly for this as it is certain not to come. */
const hasty = { begins: 'before', warm: true, waits: { registryMs: 250 } } as const;

/** The registry's word on a licence, asked in the role *public*. */
export const ofDatabase: readonly Fault[] = [
  {
    fault: 'down: connections end, and new ones are refused',
    opens: word,
    pdf: true,
    begin: ({ world }) => world.proxies.open.refuse(),
    end: ({ world }) => world.proxies.open.heal(),
  },
  {
    fault: 'slow: answers come after their time',
    opens: word,
    own: hasty,
    begin: ({ world }) => world.proxies.open.hold(),
    end: ({ world }) => world.proxies.open.heal(),
  },
  {
    fault: 'stale: connections lead to a copy from before the revocation',
    opens: word,
    begin: ({ world }) => world.proxies.open.lead(world.registry.database.name, world.old),
    end: ({ world }) => world.proxies.open.heal(),
  },
  {
    fault: 'stale: restored from a backup of before the revocation; a worker has begun on it, and then the process',
    opens: word,
    own: { begins: 'after' },
    begin: async ({ world }) => {
      await world.lookAtCopy();
      for (const proxy of [world.proxies.open, world.proxies.service])
        proxy.lead(world.registry.database.name, world.old);
    },
    end: ({ world }) => {
      for (const proxy of [world.proxies.open, world.proxies.service]) proxy.heal();
    },
  },
  {
    fault: 'wrong: bytes that are no protocol',
    opens: word,
    own: hasty,
    begin: ({ world }) => world.proxies.open.garble(),
    end: ({ world }) => world.proxies.open.heal(),
  },
  { fault: 'wrong: the row of another licence', opens: word, ...anotherRow },
  { fault: 'wrong: a state that there is not', opens: word, ...noState },
  {
    fault: 'wrong: the revoked licence active and the genuine one revoked, against their events',
    opens: word,
    ...rows('licence', swapStates),
  },
  {
    fault: 'wrong: the revoked licence’s last event gone',
    opens: word,
    ...rows(
      'licence_event',
      ({ revoked }) =>
        `delete from licence_event e using licence l where l.identifier = '${revoked.identifier}' and e.id = l.latest_event_id`,
    ),
  },
  {
    fault: 'wrong: the first events of all licences gone',
    opens: word,
    ...rows('licence_event', 'delete from licence_event where id in (select master_event_id from licence)'),
  },
  {
    fault: 'wrong: events that are none',
    opens: word,
    ...rows('licence_event', `update licence_event set event = event || '{"masterDigest": 7, "time": "never"}'`),
  },
  {
    fault: 'wrong: sealed masters that can’t be opened',
    opens: word,
    ...rows('licence_content', `update licence_content set sealed_credential = sha256(sealed_credential)`),
  },
  {
    fault: 'wrong: the sealed masters of each other',
    opens: word,
    ...rows('licence_content', ({ genuine, revoked }) => {
      const id = (shown: { identifier: string }) => `(select id from licence where identifier = '${shown.identifier}')`;
      return `update licence_content c set sealed_credential = o.sealed_credential from kept_licence_content o
        where (c.licence_id, o.licence_id) in ((${id(genuine)}, ${id(revoked)}), (${id(revoked)}, ${id(genuine)}))`;
    }),
  },
  {
    fault: 'wrong: the genuine licence is not there, and its receipt is brought',
    opens: word,
    only: ['with receipt'],
    ...rows('licence', ({ genuine }) => `delete from licence where identifier = '${genuine.identifier}'`),
  },
];
