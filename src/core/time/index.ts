export { isDay, shanghaiDay } from './day.js';
export { instantText, parseInstant } from './instant.js';
