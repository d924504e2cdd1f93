export * from './licence-types.js';
export * from './matters.js';
export * from './me.js';
export { type Answer, type Problem, REQUEST_TIMEOUT, type RequestOptions, request } from './request.js';
export * from './verifications.js';
export { type Words, wordsIn } from './words.js';
