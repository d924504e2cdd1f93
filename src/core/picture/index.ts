// A door of its own, like `crypto/noble`: who reads no pictures carries none of it.
export { type Attempt, type Picture, type Read, readPicture } from './read-picture.js';
