import { createConnection } from 'node:net';

const gap = Buffer.from('\r\n\r\n');

/** One keep-alive connection; answers a function that sends one request and gives its answer. */
export function connect(port) {
  const socket = createConnection({ host: '127.0.0.1', port, noDelay: true });
  let got = [];
  let size = 0;
  let needed = Number.POSITIVE_INFINITY;
  let start = 0;
  let status = 0;
  let waiting;

  const fail = (error) => {
    waiting?.reject(error);
    waiting = undefined;
  };
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the server closed a connection')));
  socket.on('data', (chunk) => {
    got.push(chunk);
    size += chunk.length;
    if (needed === Number.POSITIVE_INFINITY) {
      const all = got.length === 1 ? chunk : Buffer.concat(got);
      got = [all];
      const end = all.indexOf(gap);
      if (end < 0) return;
      const head = all.latin1Slice(0, end);
      const length = /\r\ncontent-length: (\d+)/i.exec(head);
      if (!length) return fail(new Error(`an answer without a length: ${head.slice(0, 200)}`));
      status = Number(head.slice(9, 12));
      start = end + 4;
      needed = start + Number(length[1]);
    }
    if (size < needed) return;
    const whole = got.length === 1 ? got[0] : Buffer.concat(got);
    const { resolve } = waiting;
    got = [];
    size = 0;
    needed = Number.POSITIVE_INFINITY;
    waiting = undefined;
    resolve({ status, body: whole.subarray(start) });
  });

  const send = ({ method, path, headers, body }) =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      const start = `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n${headers}`;
      if (!body) return socket.write(`${start}\r\n`);
      socket.cork();
      socket.write(`${start}content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`);
      socket.write(body);
      socket.uncork();
    });
  send.close = () => socket.destroy();
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(send));
    socket.once('error', reject);
  });
}
