/**
 * History that was settled reads differently now: on the chain below finality, or in our own tiles. Nothing heals that;
 * the worker stops, and people look.
 */
export class LedgerFault extends Error {
  override readonly name = 'LedgerFault';
}
