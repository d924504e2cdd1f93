import type { Question } from '../client/index.js';
import { type Reading, readQuestion } from './read-question.js';

/** One of several codes that were seen together. */
export interface SeenCode {
  question: Question;
  /** The licence's identifier where the code names it; an offline code names it within. */
  identifier?: string;
}

/** What the codes of one picture or frame come to: one reading, a choice among several of ours, or none that is ours. */
export type CodesSeen =
  | { kind: 'one'; reading: Reading }
  | { kind: 'choice'; codes: SeenCode[] }
  | { kind: 'several-codes' };

/** Of several codes a single one of ours is meant; what else stands on a paper (a shop's, a network's) is passed over. */
export function codesInView(texts: readonly string[], origin: string): CodesSeen {
  const readings = texts.map((text) => readQuestion(text, origin));
  const [only, ...others] = readings;
  if (only && others.length === 0) return { kind: 'one', reading: only };
  const ours = readings.flatMap((reading) =>
    reading.kind === 'question' && isOurs(reading.question) ? [reading] : [],
  );
  const [one, ...more] = ours;
  if (!one) return { kind: 'several-codes' };
  if (more.length === 0) return { kind: 'one', reading: one };
  const codes = ours.map(({ question }) => ({
    question,
    ...('identifier' in question ? { identifier: question.identifier } : {}),
  }));
  return { kind: 'choice', codes };
}

/** Whether a code says by its form that it is a licence's; any other text could be anybody's. */
function isOurs(question: Question): boolean {
  return !('qr' in question) || /^ELC\d:/.test(question.qr);
}
