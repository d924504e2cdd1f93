import { residentBytes } from '../load/process.mjs';

/** Looks at the resident memory of a process four times a second; `since` gives least, median and most since the last call. */
export function watchMemory(pid) {
  let seen = [];
  const timer = setInterval(() => seen.push(residentBytes(pid)), 250);
  return {
    now: () => residentBytes(pid),
    since: () => {
      const sorted = [...seen, residentBytes(pid)].sort((a, b) => a - b);
      seen = [];
      return { least: sorted[0], median: sorted[sorted.length >> 1], most: sorted[sorted.length - 1] };
    },
    stop: () => clearInterval(timer),
  };
}
