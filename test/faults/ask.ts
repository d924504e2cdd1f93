import type { CheckName, Policy, PolicyChoice, Report } from '../../src/core/index.js';
import type { Process } from './process.js';
import type { Shown } from './world.js';

/** The policies of the table; `custom` asks for younger information than any other. */
export const policies: Record<Policy['name'], PolicyChoice> = {
  strict: 'strict',
  standard: 'standard',
  offline: 'offline',
  custom: { name: 'custom', anchor: 'within-grace', attestationGrace: 3_600, statusMaxAge: 60, trustMaxAge: 30 },
};

/** Whom the questions are about. `stolen`: signed by a listed key, and never issued; `forged`: altered after it was signed. */
export type Subject = 'genuine' | 'revoked' | 'forged' | 'stolen';
export type Form = 'credential' | 'with receipt' | 'by code' | 'offline QR' | 'PDF' | 'just issued' | 'status list';

export interface Question {
  subject: Subject;
  form: Form;
  /** A body of `POST /v1/verifications`, or the bytes of a PDF. */
  body: object | Buffer;
}

export interface Told {
  subject: Subject;
  form: Form;
  policy: Policy['name'];
  status: number;
  verdict: Report['verdict'];
  /** `outcome code` by check. */
  checks: Record<string, string>;
}

/** All that may be asked about one licence. */
export function questionsAbout(subject: Subject, shown: Shown, pdf?: Buffer): Question[] {
  const { identifier, credential, code, receipt, qr } = shown;
  const about = (form: Form, body: object | Buffer): Question => ({ subject, form, body });
  return [
    about('credential', { credential, evidence: true }),
    ...(receipt ? [about('with receipt', { credential, receipt })] : []),
    ...(subject === 'genuine' || subject === 'revoked' ? [about('by code', { identifier, code })] : []),
    ...(qr ? [about('offline QR', { qr })] : []),
    ...(pdf ? [about('PDF', pdf)] : []),
  ];
}

/** Asks every question under every policy, all at once, as callers do who know nothing of each other. */
export async function askAll(process: Process, questions: readonly Question[]): Promise<Told[]> {
  const asked = questions.flatMap((question) =>
    Object.entries(policies).map(([name, policy]) => ({ ...question, name: name as Policy['name'], policy })),
  );
  return Promise.all(
    asked.map(async ({ subject, form, body, name, policy }) => {
      const { status, body: report } = Buffer.isBuffer(body)
        ? { status: 200, body: await judgePdf(process, body, policy) }
        : await process.ask({ ...body, policy });
      const checks = Object.fromEntries(
        (report.checks ?? []).map(({ check, outcome, code }) => [check, `${outcome} ${code}`]),
      );
      return { subject, form, policy: name, status, verdict: report.verdict, checks };
    }),
  );
}

async function judgePdf({ verifier }: Process, content: Buffer, policy: PolicyChoice) {
  const subject = { kind: 'carrier' as const, carrier: { kind: 'pdf' as const, content: new Uint8Array(content) } };
  return (await verifier.verify(subject, { policy })).report;
}

/** The checks that did not pass, and were asked. */
export const openChecks = ({ checks }: Pick<Told, 'checks'>): [CheckName, string][] =>
  Object.entries(checks).filter(([, said]) => !/^(passed|not-applicable) /.test(said)) as [CheckName, string][];
