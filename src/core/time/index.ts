export { isDay } from './day.js';
export { instantText, parseInstant, shanghaiDay } from './instant.js';
