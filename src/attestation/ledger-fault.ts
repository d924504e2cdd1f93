/**
 * History that was settled reads differently now: on the chain below finality, or in our own tiles. Nothing heals that;
 * the worker stops, and people look. The message holds both pieces of evidence and who gave each.
 */
export class LedgerFault extends Error {
  override readonly name = 'LedgerFault';
}
