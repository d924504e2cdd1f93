import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Forks a program of ours; `ask` sends a message and gives the next answer, or throws what the program says went wrong. */
export async function startChild(program, args, { awaitPort }) {
  const child = fork(fileURLToPath(new URL(`../${program}`, import.meta.url)), args);
  const nextMessage = () =>
    new Promise((resolve, reject) => {
      const end = (code) => reject(new Error(`${program} ended (${code})`));
      child.once('exit', end);
      child.once('message', (message) => {
        child.off('exit', end);
        if (message.fault) reject(new Error(message.fault));
        else resolve(message);
      });
    });
  const { port } = awaitPort ? await nextMessage() : {};
  const ask = (message) => {
    const answer = nextMessage();
    child.send(message);
    return answer;
  };
  /** Sends without waiting for an answer. */
  const tell = (message) => child.send(message);
  const stop = async () => {
    if (child.exitCode !== null) return;
    const gone = once(child, 'exit');
    child.disconnect();
    await gone;
  };
  return { pid: child.pid, port, ask, tell, stop };
}
