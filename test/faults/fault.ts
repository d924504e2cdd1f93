import type { CheckName } from '../../src/core/index.js';
import type { Form, Question } from './ask.js';
import type { Process, ProcessOptions } from './process.js';
import type { FaultWorld, Shown } from './world.js';

/** What a fault may touch. */
export interface Scene {
  world: FaultWorld;
  genuine: Shown;
  revoked: Shown;
  /** The process that is asked; the one that a `fresh` fault is asked of begins after it. */
  process: Process;
}

/** A process that is begun for one fault. */
export interface OwnProcess extends ProcessOptions {
  begins: 'before' | 'after';
  /** It is asked all questions once before the fault, so that it holds in memory what it may. */
  warm?: boolean;
}

export interface Fault {
  fault: string;
  /** What may be left open for it, of the genuine licence; every other check must pass. */
  opens: readonly CheckName[];
  /** Asked of a process of its own, which begins before or after the fault; of one that runs since the beginning unless told. */
  own?: OwnProcess;
  /** What is asked beside the questions of every fault, known once it has begun. */
  more?: () => readonly Question[];
  /** With the PDFs too. */
  pdf?: boolean;
  /** The questions that are asked; all unless told. */
  only?: readonly Form[];
  begin(scene: Scene): unknown;
  end(scene: Scene): unknown;
}

/** Every check that needs the trust list. */
export const trusting: readonly CheckName[] = ['integrity', 'issuer', 'right-to-issue', 'attestation', 'status'];

/** Rows of one table altered by one statement, and put back as they were. */
export function rows(table: string, sql: string | ((scene: Scene) => string)): Pick<Fault, 'begin' | 'end'> {
  const kept = `kept_${table}`;
  return {
    begin: async (scene) => {
      const { tamper } = scene.world;
      await tamper(`create table ${kept} as table ${table}`);
      await tamper(typeof sql === 'string' ? sql : sql(scene));
    },
    end: ({ world: { tamper } }) =>
      tamper(`delete from ${table}; insert into ${table} select * from ${kept}; drop table ${kept}`),
  };
}
