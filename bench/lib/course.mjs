// All rows of a run, one after the other, those that need nothing but a process first.
import { measureFloors } from './floors.mjs';
import { newFolder } from './folder.mjs';
import { mustTellRightFromWrong } from './honesty.mjs';
import { measureForms, measureOpenAttestation, measureTrees } from './in-process.mjs';
import { measureOpenLoop, measureUnderBatch, openLoopOn } from './latency.mjs';
import { measure } from './measure.mjs';
import { measurePipeline } from './pipeline.mjs';
import { lineOf, loopRows, median } from './rows.mjs';
import { setStage } from './stage.mjs';
import { measureStart } from './start.mjs';

const loaded = ['V1', 'V2', 'V3', 'I1', 'M1', 'L1', 'L2', 'P3'];
const staged = [...loaded, 'S1', 'A1'];
const megabytes = (value) => `${Math.round(value / 2 ** 20)} MB`;
const whole = (value) => Math.round(value).toLocaleString('en');

/** `wanted`: ids of rows. Answers lines, and what stands below them in the report. */
export async function runCourse(wanted, options) {
  const wants = (...ids) => ids.some((id) => wanted.includes(id));
  const found = { lines: [], loops: [], floors: new Map(), extras: [] };
  await withoutStage(wants, found, options);
  if (wants(...staged)) await onStage(wants, found, options);
  return found;
}

async function withoutStage(wants, found, { dist, rounds, forMs, say }) {
  const brief = { dist, rounds, forMs: forMs / 3, say };
  for (const id of ['P1', 'P2']) if (wants(id)) found.lines.push(...(await measureForms(id, brief)));
  if (!wants('P5')) return;
  const { lines, sameHash } = await measureTrees({ dist, rounds: Math.min(rounds, 2), say });
  found.lines.push(...lines);
  found.extras.push(
    `P5, told beside: \`SimpleMerkleTree\` of @openzeppelin/merkle-tree with Node’s SHA-256 put into it takes ${sameHash.toFixed(1)} × our time.`,
  );
}

async function onStage(wants, found, options) {
  const { dist, say, onEnd, rounds, warmMs, warmUp, forMs, leaves, connections } = options;
  const credentials = wants(...loaded) ? options.credentials : 100;
  const stage = await setStage({ ...options, credentials, folder: newFolder(onEnd) });
  found.settings = stage.settings;
  for (const [name, { port }] of Object.entries(stage.servers)) await mustTellRightFromWrong(name, port, stage, dist);
  say('both tell right from wrong');
  if (wants('S1')) startLine(found, await measureStart(stage, { dist, rounds, say }));
  // Memory is that of a server under one of the loads.
  const wanted = loopRows.filter(({ id }) => wants(id) || (id === 'V1' && wants('M1')));
  const before = ['V1', 'V2'];
  const [first, last] = [true, false].map((early) => wanted.filter(({ id }) => before.includes(id) === early));
  const limits = { rounds, warmMs, forMs, warmUp, say };
  found.loops.push(...(await measure(first, stage, limits)));
  const v1 = found.loops.find(({ id }) => id === 'V1');
  const loop = wants('L1', 'L2') && (await openLoopOn(stage, { v1, connections, onEnd, say }));
  if (wants('L1')) found.lines.push(...(await measureOpenLoop(loop, { rounds, forMs, say })));
  const openAttestation =
    wants('P3') && (await measureOpenAttestation(stage, { rounds, warmUp, warmMs, forMs: forMs / 2, say }));
  found.loops.push(...(await measure(last, stage, limits)));
  if (openAttestation) openAttestationLines(found, openAttestation);
  loopLines(found, wants('M1'));
  if (found.loops.length > 0)
    found.floors = await measureFloors(stage, found.loops, { forMs: forMs / 2, passes: Math.min(3, rounds), say });
  strictLine(found);
  if (wants('A1')) await pipelineLine(found, stage, { dist, rounds, leaves, say });
  if (wants('L2'))
    found.lines.push(...(await measureUnderBatch(stage, loop, { dist, rounds, leaves: 50_000, forMs, say, onEnd })));
}

function startLine(found, { line, unbundled }) {
  found.lines.push(line);
  if (unbundled)
    found.extras.push(`S1, told beside: the same build as tsc left it, not bundled: ${unbundled.toFixed(2)}.`);
}

function loopLines({ lines, loops }, withMemory) {
  for (const { id, what, ratio, target, fails, product, straight } of loops)
    lines.push({
      id,
      what,
      ratio,
      target,
      fails,
      ours: `${whole(product.perSecond)}/s`,
      other: `${whole(straight.perSecond)}/s`,
    });
  if (!withMemory) return;
  const most = (side) => megabytes(Math.max(...loops.map((row) => row[side].memory)));
  lines.push(lineOf('M1', 0, median(loops.map(({ memory }) => memory)), most('product'), most('straight')));
}

/** Beside P3: what no framework at all would come to, and questions that come again. */
function openAttestationLines({ lines, loops, extras }, { line, perSecond }) {
  lines.push(line);
  const beside = [
    ['V1', 'straight', 'the straight line’s V1'],
    ['V3', 'product', 'our V3'],
  ].flatMap(([id, side, name]) => {
    const row = loops.find((one) => one.id === id);
    return row ? `${name} ${(row[side].perSecond / perSecond).toFixed(2)} ×` : [];
  });
  if (beside.length > 0) extras.push(`P3, told beside: ${beside.join('; ')}.`);
}

/** What V1 would come to if the straight line, too, held states under a lease and had them for nothing. */
function strictLine({ loops, floors, extras }) {
  const v1 = loops.find(({ id }) => id === 'V1');
  const floor = v1 && floors.get(v1.floor);
  if (!floor) return;
  const without = (v1.straight.cpu - floor.statement) / v1.straight.cpu;
  extras.push(
    `V1, told beside: with the straight line’s statement taken from its time, ${(v1.ratio * without).toFixed(2)}.`,
  );
}

async function pipelineLine(found, stage, limits) {
  const pipeline = await measurePipeline(stage, limits);
  const { ratio, product, straight } = pipeline;
  found.pipeline = pipeline;
  found.lines.push(lineOf('A1', 0, ratio, `${whole(product.perSecond)}/s`, `${whole(straight.perSecond)}/s`));
}
