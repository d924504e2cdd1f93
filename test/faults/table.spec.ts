import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { root } from '../architecture/sources.js';
import { askAll, openChecks, type Question, questionsAbout } from './ask.js';
import { asStranger, ofStatusList } from './away.js';
import type { Fault, Scene } from './fault.js';
import { ofChain } from './of-chain.js';
import { ofClock } from './of-clock.js';
import { ofDatabase } from './of-database.js';
import { ofLog } from './of-log.js';
import { ofTrustList } from './of-trust-list.js';
import { startProcess } from './process.js';
import { markdown, type Row } from './table.js';
import { createFaultWorld, type FaultWorld, type Shown } from './world.js';

const page = join(root, 'docs/verification-faults.md');
const [begin, end] = ['<!-- table: npm run faults:table -->', '<!-- end of table -->'];

let world: FaultWorld;
let scene: Scene;
let questions: Question[];
let withPdf: Question[];
const rows: Row[] = [];

beforeAll(async () => {
  world = await createFaultWorld();
  const [genuine, revoked, lost] = [await world.issue(1), await world.issue(2), await world.issue(3)] as const;
  await world.settle();
  for (const one of [genuine, revoked]) {
    one.receipt = await world.receiptOf(one);
    one.qr = (await world.carrier(one, 'qr')).toString();
  }
  const pdfs = [await world.carrier(genuine, 'pdf'), await world.carrier(revoked, 'pdf')] as const;
  await world.settle();
  await world.copy();
  await world.revoke(revoked);
  await world.settle();
  scene = { world, genuine, revoked, process: await startProcess(world) };
  const forged: Shown = { ...genuine, credential: altered(genuine.credential) };
  const stolen: Shown = { ...lost, receipt: undefined };
  await world.tamper('delete from licence where identifier = $1', [lost.identifier]);
  questions = [
    ...questionsAbout('genuine', genuine),
    ...questionsAbout('revoked', revoked),
    ...questionsAbout('forged', { ...forged, qr: altered(genuine.qr!) }),
    ...questionsAbout('stolen', stolen),
  ];
  withPdf = [
    ...questionsAbout('genuine', genuine, pdfs[0]).filter(({ form }) => form === 'PDF'),
    ...questionsAbout('revoked', revoked, pdfs[1]).filter(({ form }) => form === 'PDF'),
  ];
}, 240_000);

afterAll(async () => {
  await scene?.process.close();
  await world?.close();
});

/** With the last character but one of its first part another one: the signature no longer holds. */
const altered = (text: string): string => {
  const at = (text.includes('~') ? text.indexOf('~') : text.length) - 9;
  return text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
};

/** Not one false *valid*, not one false *invalid*, nothing failed that is not so, and nothing but 200. */
function expectTruth({ of, fault, told }: Row, opens: readonly string[]): void {
  for (const { subject, form, policy, status, verdict, checks } of told) {
    const where = [of, fault, subject, form, policy];
    expect([...where, status]).toEqual([...where, 200]);
    if (subject === 'genuine') expect([...where, verdict]).not.toEqual([...where, 'invalid']);
    else expect([...where, verdict]).not.toEqual([...where, 'valid']);
    if (subject !== 'genuine') continue;
    for (const [check, said] of openChecks({ checks })) {
      expect([...where, check, said]).toEqual([...where, check, expect.stringMatching(/^indeterminate /)]);
      expect([...where, opens]).toEqual([...where, expect.arrayContaining([check])]);
    }
  }
}

async function ask(of: string, one: Fault): Promise<Row> {
  const { own } = one;
  let process = own?.begins === 'before' ? await startProcess(world, own) : undefined;
  if (process && own?.warm) await askAll(process, questions);
  try {
    await one.begin(scene);
    if (own?.begins === 'after') process = await startProcess(world, own);
    const all = [...questions, ...(one.pdf ? withPdf : []), ...(one.more?.() ?? [])];
    const asked = all.filter(({ form }) => one.only?.includes(form) ?? true);
    return { of, fault: one.fault, told: await askAll(process ?? scene.process, asked) };
  } finally {
    await one.end(scene);
    await process?.close();
  }
}

const dependencies: [string, readonly Fault[]][] = [
  ['Nothing', [{ fault: 'all is well', opens: [], pdf: true, begin: () => undefined, end: () => undefined }]],
  ['The registry’s database', ofDatabase],
  ['The log and its anchors', ofLog],
  ['The trust list', ofTrustList],
  ['The clock', ofClock],
  ['A node of the chain', ofChain],
];

describe.each(dependencies)('%s', (of, faults) => {
  it.each(faults)('$fault', async (one) => {
    const row = await ask(of, one);
    rows.push(row);
    expectTruth(row, one.opens);
  });
});

describe('The status list, for who has no registry to ask', () => {
  it.each(ofStatusList)('$fault', async (one) => {
    const row = {
      of: 'The status list, for who has no registry to ask',
      fault: one.fault,
      told: await asStranger(scene, one),
    };
    rows.push(row);
    expectTruth(row, ['status']);
  });
});

describe('afterwards', () => {
  it('all is as it was', async () => {
    const row = await ask('Nothing', { ...dependencies[0]![1][0]!, pdf: false });
    const [before] = rows as [Row];
    const told = before.told.filter(({ form }) => form !== 'PDF');
    expect(markdown([row])).toBe(markdown([{ ...before, told }]));
    expectTruth(row, []);
  });

  it('is told in docs/verification-faults.md as it came out', () => {
    const text = readFileSync(page, 'utf8');
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    expect(from).toBeGreaterThan(0);
    expect(to).toBeGreaterThan(from);
    const table = `${begin}\n\n${markdown(rows)}\n\n`;
    if (process.env.WRITE_FAULTS_TABLE === '1') writeFileSync(page, text.slice(0, from) + table + text.slice(to));
    else expect(text.slice(from, to)).toBe(table);
  });
});
