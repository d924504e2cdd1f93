import { CreateRegistry20261124220000 } from './20261124220000-create-registry.js';
import { KeepHistory20261125010000 } from './20261125010000-keep-history.js';
import { MakeCarriers20261125030000 } from './20261125030000-make-carriers.js';
import { StoreTrustBundle20261126010000 } from './20261126010000-store-trust-bundle.js';
import { LeaseStatus20261126020000 } from './20261126020000-lease-status.js';
import { TellInactiveMasters20261126030000 } from './20261126030000-tell-inactive-masters.js';
import { DoubtAnswers20261127010000 } from './20261127010000-doubt-answers.js';

/** Every migration, oldest first. TypeORM wants a 13-digit time at the end of the name. */
export const migrations = [
  CreateRegistry20261124220000,
  KeepHistory20261125010000,
  MakeCarriers20261125030000,
  StoreTrustBundle20261126010000,
  LeaseStatus20261126020000,
  TellInactiveMasters20261126030000,
  DoubtAnswers20261127010000,
];
