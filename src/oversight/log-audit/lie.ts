/** What kind of lie an audit found; each is proven by the two pieces of evidence that stand beside it. */
export type LieCode =
  | 'checkpoint-signature-wrong'
  | 'checkpoint-of-another-log'
  | 'cosignature-wrong'
  | 'checkpoint-behind-chain'
  | 'log-withheld'
  | 'entries-malformed'
  | 'tile-malformed'
  | 'tile-differs'
  | 'root-differs'
  | 'rolled-back'
  | 'forked'
  | 'chain-broken'
  | 'chain-nodes-disagree'
  | 'anchor-root-differs'
  | 'statement-wrong'
  | 'statement-not-on-chain'
  | 'statement-missing'
  | 'promise-broken';

/** A contradiction that no honest log can cause. `evidence` names each piece: what was signed or served, and what refutes it. */
export interface Lie {
  code: LieCode;
  /** One sentence for people. */
  says: string;
  evidence: Readonly<Record<string, unknown>>;
}

/** Makes a {@link Lie}. */
export const lie = (code: LieCode, says: string, evidence: Record<string, unknown>): Lie => ({ code, says, evidence });

/** Whether a check found a lie instead of what it was to find. */
export const isLie = (found: unknown): found is Lie =>
  typeof found === 'object' && found !== null && 'code' in found && 'says' in found && 'evidence' in found;

/** The audit could not be carried out: a server or a node does not answer, or what was brought can't be judged. No lie. */
export class NotCompleted extends Error {
  override readonly name = 'NotCompleted';
}
