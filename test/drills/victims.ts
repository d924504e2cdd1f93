import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningRegistry } from '../support/registry.js';
import type { Random } from './random.js';

export const victims = ['app', 'postmaster', 'backend', 'chain'] as const;
export type Victim = (typeof victims)[number];

/** Kills one process of a registry's own by its id, as a machine that fails does. Answers the id. */
export function kill(registry: RunningRegistry, victim: Victim, random: Random): number {
  const pid = find(registry, victim, random);
  process.kill(pid, 'SIGKILL');
  return pid;
}

function find({ process: app, folder }: RunningRegistry, victim: Victim, random: Random): number {
  if (victim === 'app') return app.pid!;
  if (victim === 'chain') {
    const { pid } = JSON.parse(readFileSync(join(folder, 'chain', 'node.json'), 'utf8')) as { pid: number };
    return checked(pid, 'anvil');
  }
  const file = readFileSync(join(folder, 'postgres', 'data', 'postmaster.pid'), 'utf8');
  const postmaster = checked(Number(file.split('\n')[0]), 'postgres');
  return victim === 'postmaster' ? postmaster : random.pick(backendsOf(postmaster));
}

/** An id from a file may be another program's by now. */
function checked(pid: number, name: string): number {
  if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(name)) throw new Error(`process ${pid} is no ${name}`);
  return pid;
}

function backendsOf(postmaster: number): number[] {
  const found = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        return parent === postmaster && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('elicence_service');
      } catch {
        return false;
      }
    });
  if (found.length === 0) throw new Error('PostgreSQL has no backend that serves the API');
  return found;
}
