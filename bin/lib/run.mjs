import { spawn } from 'node:child_process';

/** Runs a program to its end in a folder; answers its exit code and the last 64 KB of what it printed. */
export function run(program, args, cwd) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        output = (output + text).slice(-65_536);
      });
    child.once('error', (cause) => resolve({ code: -1, output: cause.message }));
    child.once('close', (code) => resolve({ code: code ?? -1, output }));
  });
}

/** The last lines with words, for a person to read. */
export function lastLines(output, count) {
  return output
    .split('\n')
    .filter((line) => line.trim())
    .slice(-count)
    .join('\n');
}
