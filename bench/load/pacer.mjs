// A thread that says when something is due: a message each `gap` ms, with the moment of the first in ms since 1970, until it is
// terminated. It sleeps in between, to a tenth
// of a millisecond. Timers of the event loop come up to a millisecond late, and to spin instead takes a whole core from what is measured.
import { parentPort, workerData } from 'node:worker_threads';

const { gap } = workerData;
const sleeper = new Int32Array(new SharedArrayBuffer(4));
const begin = performance.now();
const origin = performance.timeOrigin + begin;
for (let n = 0; ; n++) {
  const left = begin + n * gap - performance.now();
  if (left > 0) Atomics.wait(sleeper, 0, 0, left);
  parentPort.postMessage(origin);
}
