import type { FastifyReply } from 'fastify';
import type { Caller } from '../../access/index.js';
import { problem } from '../../platform/index.js';
import type { KeptCarrier } from '../keep-carrier.js';
import { type AskedKind, askedKinds, mediaTypes } from '../kinds.js';
import type { CarrierOutcome, RequestCarrier } from '../request-carrier.js';
import { negotiate } from './negotiate.js';
import { qrPicture } from './qr-picture.js';

/** Pictures that a kind is also given as: a code drawn from its text, a page that is kept like the PDF. */
const pictures: Partial<Record<AskedKind, readonly string[]>> = {
  qr: ['image/svg+xml', 'image/png'],
  'qr-photo': ['image/svg+xml', 'image/png'],
  pdf: ['image/png'],
};

const extensions: Readonly<Record<string, string>> = {
  'application/dc+sd-jwt': 'sd-jwt',
  'application/vc+jwt': 'vc.jwt',
  'application/pdf': 'pdf',
  'text/plain': 'txt',
  'image/svg+xml': 'svg',
  'image/png': 'png',
};

export interface CarrierQuestion {
  caller: Caller;
  identifier: string;
  /** As it stands in the address. */
  carrier: string;
  accept: string | undefined;
}

/** Answers a carrier over HTTP: 200 with the kept bytes, 202 while they are made, or a problem. */
export async function answerCarrier(
  carriers: RequestCarrier,
  { caller, identifier, carrier, accept }: CarrierQuestion,
  reply: FastifyReply,
): Promise<void> {
  const kind = askedKinds.find((known) => known === carrier);
  if (kind === undefined) throw problem('carrier-unknown');
  const mediaType = negotiate(accept, [mediaTypes[kind], ...(pictures[kind] ?? [])]);
  if (mediaType === undefined) throw problem('not-acceptable');
  reply.header('cache-control', 'no-store').header('vary', 'accept');
  const wanted = kind === 'pdf' && mediaType === mediaTypes.preview ? 'preview' : kind;
  const given = givenBy(
    wanted === 'sd-jwt'
      ? await carriers.master(caller, identifier)
      : await carriers.request(caller, identifier, wanted),
  );
  if ('state' in given) {
    reply.code(202).header('retry-after', String(given.retryAfterSeconds)).send({ state: given.state });
    return;
  }
  const { body, tag } = await represent(given, mediaType);
  reply
    .header('content-type', mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : mediaType)
    .header('etag', `"${tag}"`)
    .header('content-disposition', `attachment; filename="${identifier}.${extensions[mediaType]}"`)
    .send(body);
}

async function represent(carrier: KeptCarrier, mediaType: string): Promise<{ body: Buffer; tag: string }> {
  const { kind, bytes, digest } = carrier;
  if (kind !== 'preview' && (mediaType === 'image/svg+xml' || mediaType === 'image/png')) {
    return { body: await qrPicture(bytes.toString(), mediaType), tag: `${digest}.${extensions[mediaType]}` };
  }
  return { body: bytes, tag: digest };
}

function givenBy(outcome: CarrierOutcome): Extract<CarrierOutcome, { ok: true }>['value'] {
  if (outcome.ok) return outcome.value;
  const { code, detail, retryAfterSeconds } = outcome;
  throw problem(code, { detail, retryAfterSeconds });
}
