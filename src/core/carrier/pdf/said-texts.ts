import { formatDigest, utf8Encode } from '../../bytes/index.js';
import type { CryptoPort } from '../../crypto/index.js';
import type { CarrierSaid, SaidPicture, SaidText } from '../said.js';
import type { Attachment } from './attachment.js';
import type { PageContent } from './content.js';
import { demand, notOurs } from './form.js';
import { splitValidity } from './say.js';
import type { SignatureField } from './signature-field.js';
import type { Element } from './structure-tree.js';

/** All parts of a file that say something. */
export interface Sayings {
  elements: readonly Element[];
  shown: PageContent;
  attachment: Attachment;
  field: SignatureField;
  title: string;
  sha256: CryptoPort['sha256'];
}

const pointers =
  /^\/(?:identifier|typeName|licenceNumber|holders|issuer\/name|issuanceDate|validity|masterDigest|faceData(?:\/[A-Za-z0-9_-]{1,64}){1,3})$/;

/**
 * What a file says, text by text with the field that each is marked with, and the words that say none. Title, signature
 * and the names of figures say some of it again: there it has to be the same.
 */
export function saidBy({ elements, shown, attachment, field, title, sha256 }: Sayings): {
  said: CarrierSaid;
  captions: string[];
} {
  const { identifier } = attachment;
  const texts: SaidText[] = [];
  const captions: string[] = [];
  const pictures: SaidPicture[] = [];
  // Of what the issuer signed: all before the first disclosure.
  let masterDigest = formatDigest(sha256(utf8Encode(attachment.master.split('~', 1)[0] as string)));
  const written = elements.map(() => '');
  for (const { mcid, text } of shown.pieces) written[mcid] += text;
  elements.forEach((element, mcid) => {
    const text = written[mcid] as string;
    if (element.tag === 'Figure' && element.title !== undefined) {
      // What a picture shows can't be read, but its bytes can be held against those of the master's.
      const { jpeg } = shown.pictures.get(mcid) ?? notOurs('pointer');
      demand(jpeg && /^\/faceData\/[A-Za-z0-9_-]{1,64}$/.test(element.title), 'pointer');
      pictures.push({ pointer: element.title, digest: formatDigest(sha256(jpeg)) });
      return;
    }
    if (element.title === undefined) {
      captions.push(...[element.alt, text].filter((one): one is string => one !== undefined && one !== ''));
      return;
    }
    if (text === '') return;
    const one = marked(element.title, text);
    if (one.words !== '') captions.push(one.words);
    if (one.pointer === '/masterDigest') masterDigest = one.text;
    else if (one.pointer === '/validity') texts.push(...validityOf(one.text));
    else texts.push({ pointer: one.pointer, text: one.text });
  });
  const typeName = title.endsWith(` ${identifier}`) ? title.slice(0, -identifier.length - 1) : notOurs('title-differs');
  demand(field.reason === `电子证照 ${identifier}`, 'title-differs');
  texts.push({ pointer: '/typeName', text: typeName }, { pointer: '/issuer/name', text: field.issuer });
  for (const { pointer, text } of texts) demand(pointer !== '/identifier' || text === identifier, 'attachment-name');
  return { said: { identifier, masterDigest, fields: new Map(), texts: unique(texts), pictures }, captions };
}

/** A title is the pointer of the field, and after a blank the words that stand before its value. */
function marked(title: string, text: string): { pointer: string; words: string; text: string } {
  const space = title.indexOf(' ');
  const [pointer, words] = space < 0 ? [title, ''] : [title.slice(0, space), title.slice(space + 1)];
  demand(pointers.test(pointer) && text.startsWith(words) && text.length > words.length, 'pointer');
  return { pointer, words, text: text.slice(words.length) };
}

function validityOf(text: string): SaidText[] {
  const { from, until } = splitValidity(text) ?? notOurs('pointer');
  return [...(from === '' ? [] : [{ pointer: '/validFrom', text: from }]), { pointer: '/validUntil', text: until }];
}

function unique(texts: readonly SaidText[]): SaidText[] {
  return [...new Map(texts.map((one) => [`${one.pointer} ${one.text}`, one])).values()];
}
