import { CreateRegistry20261124220000 } from './20261124220000-create-registry.js';

/** Every migration, oldest first. TypeORM wants a 13-digit time at the end of the name. */
export const migrations = [CreateRegistry20261124220000];
