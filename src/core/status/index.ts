export type { StatusValue } from './value.js';
