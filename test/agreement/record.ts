// npm run vectors:agreement: writes test/vectors/agreement anew, under keys and salts of a fixed beginning.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CarrierAloneEvidence,
  type Evidence,
  formatRecordedEvidence,
  type RecordableEvidence,
} from '../../src/core/index.js';
import { w } from '../carriers/scene.js';
import { scenarios, standardMoment } from './scenarios.js';
import { folder, type Vector } from './vectors.js';

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const vectors = scenarios.map(({ carrier, what, verdict, code, evidence, ...rest }, i): Vector => {
  const record = { ...standardMoment, ...rest, evidence: evidence as Recordable };
  const text = formatRecordedEvidence(record);
  if (!text.ok) throw new Error(`${carrier}, ${what}: ${text.code} ${text.detail} ${text.pointer}`);
  const words = `${carrier} ${what}`.replace(/[^a-z]+/g, '-');
  const file = `${String(i + 1).padStart(2, '0')}-${words}.json`;
  writeFileSync(join(folder, file), `${text.value}\n`);
  return { file, carrier, what, verdict, code };
});
writeFileSync(join(folder, 'index.json'), `${JSON.stringify({ root: w.root.jwk, vectors }, null, 2)}\n`);
process.stdout.write(`${vectors.length} carriers with their evidence are in ${folder}\n`);

type Recordable = RecordableEvidence & (Evidence | CarrierAloneEvidence);
