export { publishStatusLists, type StatusPress } from './publish-status-lists.js';
export { StatusModule } from './status.module.js';
export { readStatusTokens } from './status.store.js';
