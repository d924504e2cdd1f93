export { ReuseModule } from './reuse.module.js';
