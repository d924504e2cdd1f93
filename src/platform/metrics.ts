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

export const anchorAge = new Gauge({
  name: 'elicence_anchor_age_seconds',
  help: 'Age of the newest final anchor',
  registers: [metrics],
});
