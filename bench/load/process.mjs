import { readFileSync } from 'node:fs';

// Ticks of /proc are hundredths of a second on every Linux that Node runs on.
const tickMicros = 10_000;

/** User and system time of a process in microseconds; NaN where there is no /proc. */
export function cpuMicros(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * tickMicros;
  } catch {
    return Number.NaN;
  }
}

/** Resident memory of a process in bytes; NaN where there is no /proc. */
export function residentBytes(pid) {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]) * 1024;
  } catch {
    return Number.NaN;
  }
}
