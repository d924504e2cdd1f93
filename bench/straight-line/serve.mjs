// The straight line: the checks and the durable commit of the product on node:http, pg and node:crypto, and nothing
// else: no framework, no ORM. It is the limit to chase, so everything here is as short as it may be while it still
// refuses what is wrong. `node serve.mjs <file>`: the file is what set-up.mjs wrote.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { openStraightLine } from './routes.mjs';

const { answer, counts } = await openStraightLine(JSON.parse(readFileSync(process.argv[2], 'utf8')));
const limit = 262_144;

const server = createServer((request, response) => {
  const chunks = [];
  let size = 0;
  request.on('data', (chunk) => {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  });
  request.on('end', async () => {
    const body = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
    const [status, value] = size > limit ? [413, { code: 'body-too-large' }] : await answer(request, body);
    const text = JSON.stringify(value);
    const length = Buffer.byteLength(text);
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': length });
    response.end(text);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }));
process.on('message', (message) => {
  if (message === 'counts') process.send(counts());
});
process.on('disconnect', () => process.exit());
