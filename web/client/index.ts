export * from './carriers.js';
export * from './licence-types.js';
export * from './matters.js';
export * from './me.js';
export {
  type Answer,
  type FileOrWait,
  type Problem,
  REQUEST_TIMEOUT,
  type RequestOptions,
  request,
  requestFile,
} from './request.js';
export * from './verifications.js';
export { type Words, wordsIn } from './words.js';
