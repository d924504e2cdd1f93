import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatDigest } from '../../core/index.js';
import type { AuditFindings } from './audit-log.js';
import type { Lie } from './lie.js';

/** What an audit says, for machines. */
export interface AuditReport {
  verdict: 'clean' | 'lie' | 'incomplete';
  log: string;
  auditedAt: string;
  /** Why it could not be completed. */
  fault?: string;
  lie?: Lie;
  checkpoint?: { origin: string; size: number; root: string; note: string };
  counts?: Omit<AuditFindings, 'lie' | 'newest' | 'promises' | 'notes'> & { bytes: number };
  promises?: AuditFindings['promises'];
  notes?: string[];
  seconds: number;
  entriesPerSecond: number;
}

/** Makes the report of findings. */
export function reportOf(
  findings: AuditFindings,
  run: { log: string; at: number; seconds: number; bytes: number },
): AuditReport {
  const { lie, newest, promises, notes, ...counts } = findings;
  return {
    verdict: lie ? 'lie' : 'clean',
    log: run.log,
    auditedAt: new Date(run.at).toISOString(),
    ...(lie ? { lie } : {}),
    ...(newest
      ? {
          checkpoint: {
            origin: newest.origin,
            size: newest.size,
            root: formatDigest(newest.root),
            note: newest.note,
          },
        }
      : {}),
    counts: { ...counts, bytes: run.bytes },
    promises,
    notes,
    seconds: Number(run.seconds.toFixed(3)),
    entriesPerSecond: Math.round(counts.entries / Math.max(run.seconds, 0.001)),
  };
}

/** The report in words. */
export function inWords(report: AuditReport): string {
  const { counts, checkpoint, lie, promises } = report;
  const lines = [`${report.verdict}: ${report.log}`];
  if (report.fault) lines.push(`  could not be completed: ${report.fault}`);
  if (lie) {
    lines.push(`  ${lie.code}: ${lie.says}`);
    for (const [name, piece] of Object.entries(lie.evidence)) lines.push(`  ${name}: ${shown(piece)}`);
  }
  if (checkpoint) lines.push(`  ${checkpoint.origin}, ${checkpoint.size} entries, root ${checkpoint.root}`);
  if (counts) {
    lines.push(
      `  ${counts.entries} entries and ${counts.tiles} tiles replayed, ${report.entriesPerSecond} entries a second`,
    );
    lines.push(`  ${counts.anchorsOnChain} anchors on the chain, ${counts.statements} stated by the log`);
    lines.push(`  ${counts.checkpointsHeld} checkpoints held elsewhere, ${counts.receipts} receipts`);
  }
  if (counts?.cosignedBy.length) lines.push(`  cosigned by ${counts.cosignedBy.join(', ')}`);
  for (const { from, state, index, loggedBy } of promises ?? [])
    lines.push(`  promise ${from}: ${state}${index === undefined ? `, until ${loggedBy}` : `, entry ${index}`}`);
  for (const note of report.notes ?? []) lines.push(`  note: ${note}`);
  return lines.join('\n');
}

/** Writes the report and, beside it, each piece of evidence into a file of its own, as it was signed or served. */
export function writeEvidence(folder: string, report: AuditReport): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  for (const [name, piece] of Object.entries(report.lie?.evidence ?? {})) {
    const file = name.replaceAll(/[^A-Za-z0-9-]/g, '-');
    if (typeof piece === 'string') writeFileSync(join(folder, `${file}.txt`), piece);
    else writeFileSync(join(folder, `${file}.json`), `${JSON.stringify(piece, null, 2)}\n`);
  }
}

const shown = (piece: unknown): string => {
  const text = typeof piece === 'string' ? piece : JSON.stringify(piece);
  const line = text.trim().replaceAll('\n', ' | ');
  return line.length > 600 ? `${line.slice(0, 600)}… (${text.length} characters; --evidence writes all)` : line;
};
