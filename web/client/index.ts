export * from './carriers.js';
export * from './evidence.js';
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
  requestText,
} from './request.js';
export * from './verifications.js';
export { type Words, wordsIn } from './words.js';
