// Many different credentials out of the product's own API, and what to ask about them.
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { readJson } from './product.mjs';

/** Of so many questions one is about a forgery, so that no server is right by saying yes. */
export const forgedEvery = 50;

/** The body of an issue of a business licence, with `@@` where each one differs. */
export async function issueTemplate(baseUrl, token, typeCode) {
  const { example } = await readJson(`${baseUrl}/v1/licence-types/${typeCode}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const holders = example.holders.map((holder) => ({ ...holder, name: `${holder.name} @@` }));
  return JSON.stringify({ ...example, holders, licenceNumber: 'B-@@' });
}

/** Lines of a file as JSON, one after the other; with a mark, those alone that begin with it. */
export async function* jsonLines(file, mark = '') {
  for await (const line of createInterface({ input: createReadStream(file) }))
    if (line.startsWith(mark)) yield JSON.parse(line.slice(mark.length));
}

const otherCharacter = (text, at) => text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);

/** One credential and its receipt, altered at one place each. */
export const forgeries = {
  signature: ({ credential, receipt }) => {
    const end = credential.indexOf('~');
    return { credential: otherCharacter(credential, end - 40), receipt };
  },
  disclosure: ({ credential, receipt }) => ({
    credential: otherCharacter(credential, credential.length - 30),
    receipt,
  }),
  payload: ({ credential, receipt }) => ({
    credential: otherCharacter(credential, credential.indexOf('.') + 60),
    receipt,
  }),
  'receipt, entry': ({ credential, receipt }) => ({
    credential,
    receipt: { ...receipt, entry: otherCharacter(receipt.entry, 20) },
  }),
  'receipt, proof': ({ credential, receipt }) => {
    const inclusionProof = [...receipt.inclusionProof];
    inclusionProof[0] = otherCharacter(inclusionProof[0], 20);
    return { credential, receipt: { ...receipt, inclusionProof } };
  },
  'receipt, checkpoint': ({ credential, receipt }) => ({
    credential,
    receipt: { ...receipt, checkpoint: otherCharacter(receipt.checkpoint, receipt.checkpoint.length - 12) },
  }),
  'receipt, anchor': ({ credential, receipt }) => ({
    credential,
    receipt: { ...receipt, anchor: { ...receipt.anchor, blockNumber: receipt.anchor.blockNumber + 1 } },
  }),
  'receipt, event': ({ credential, receipt }) => ({
    credential,
    receipt: { ...receipt, event: { ...receipt.event, typeVersion: receipt.event.typeVersion + 1 } },
  }),
};

/** Writes the questions of V1 and V2, in the form that the load generator reads. `pairs`: credential, receipt, identifier, code. */
export async function writeQuestions(files, pairs) {
  const out = { presented: createWriteStream(files.presented), records: createWriteStream(files.records) };
  const kinds = Object.values(forgeries);
  let n = 0;
  for await (const { credential, receipt, identifier, code } of pairs) {
    n++;
    const forge = n % forgedEvery === 0 ? kinds[(n / forgedEvery) % kinds.length] : undefined;
    const presented = forge ? forge({ credential, receipt }) : { credential, receipt };
    const record = { identifier, code: forge ? otherCharacter(code, 3) : code };
    out.presented.write(`${forge ? 'X' : 'V'}${JSON.stringify(presented)}\n`);
    if (!out.records.write(`${forge ? 'X' : 'V'}${JSON.stringify(record)}\n`))
      await new Promise((resolve) => out.records.once('drain', resolve));
  }
  await Promise.all(Object.values(out).map((stream) => new Promise((resolve) => stream.end(resolve))));
  return n;
}

/** Revokes a licence through the API. */
export async function revoke(baseUrl, token, identifier) {
  await readJson(`${baseUrl}/v1/licences/${identifier}/revoke`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify({ reasonCode: 'other', reason: 'bench: must be refused from now on' }),
  });
}
