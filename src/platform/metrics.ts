import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** Prometheus metrics of this process. Labels are closed sets: no identifier, no organisation, no person. */
export const metrics = new Registry();
collectDefaultMetrics({ register: metrics, prefix: 'elicence_' });

export const verificationsCounted = new Counter({
  name: 'elicence_verifications_total',
  help: 'Verifications answered, by verdict',
  labelNames: ['verdict'],
  registers: [metrics],
});

export const licencesIssued = new Counter({
  name: 'elicence_licences_issued_total',
  help: 'Licences acknowledged after their commit',
  registers: [metrics],
});

export const journalBacklog = new Gauge({
  name: 'elicence_journal_backlog',
  help: 'Entries that wait to be sequenced',
  registers: [metrics],
});

export const unanchoredAge = new Gauge({
  name: 'elicence_unanchored_age_seconds',
  help: 'Age of the oldest entry that no final anchor covers; 0 when all are covered',
  registers: [metrics],
});

export const anchorAge = new Gauge({
  name: 'elicence_anchor_age_seconds',
  help: 'Age of the newest final anchor',
  registers: [metrics],
});

export const anchorLag = new Gauge({
  name: 'elicence_anchor_lag_entries',
  help: 'Entries in the newest checkpoint beyond the newest final anchor',
  registers: [metrics],
});

export const anchorGas = new Gauge({
  name: 'elicence_anchor_gas_per_entry',
  help: 'Gas of the newest final anchor, divided by the entries that it added',
  registers: [metrics],
});

export const anchorsCounted = new Counter({
  name: 'elicence_anchor_transactions_total',
  help: 'What became of transactions that anchor: sent, replaced, dropped, adopted, reorganised, final',
  labelNames: ['event'],
  registers: [metrics],
});

/** A node is named by its place in CHAIN_RPC_URL and its host. */
export const rpcErrors = new Counter({
  name: 'elicence_rpc_errors_total',
  help: 'Questions that a node of the chain did not answer (away) or refused, by node',
  labelNames: ['node', 'kind'],
  registers: [metrics],
});

/** A witness is named as in its verifier key. */
export const witnessRequests = new Counter({
  name: 'elicence_witness_rounds_total',
  help: 'Rounds with a witness: up-to-date, signed, refused, away, or ahead (it has signed more than this log holds)',
  labelNames: ['witness', 'outcome'],
  registers: [metrics],
});

export const witnessLag = new Gauge({
  name: 'elicence_witness_lag_entries',
  help: 'Entries in the newest checkpoint beyond the newest one that the witness has signed',
  labelNames: ['witness'],
  registers: [metrics],
});
