import { present } from '../../src/core/credential/index.js';
import { crypto, identifier } from '../../src/core/verification/testing/world.js';
import { flipped, type Mutation } from './mutation.js';
import { type Brought, w } from './scene.js';

const kinds = ['sd-jwt', 'qr', 'qr-photo', 'vc-jwt'] as const;
const jwtOf = (master: string) => master.slice(0, master.indexOf('~'));
const master = (make: (text: string) => string) => (genuine: Brought) => {
  const changed = make(genuine.master);
  return { ...genuine, master: changed, ...(genuine.kind === 'sd-jwt' ? { content: changed } : {}) };
};
const another = () => w.issue({ identifier: identifier({ version: 2 }) }).credential;

/** What is done to the SD-JWT VC: the one that was brought, or the one that the registry keeps and finds. */
export const masters: Mutation[] = [
  {
    altered: 'master: a character of its signature',
    brought: master((text) => flipped(text, jwtOf(text).length - 40)),
  },
  { altered: 'master: a character of its payload', brought: master((text) => flipped(text, text.indexOf('.') + 30)) },
  { altered: 'master: a character of its header', brought: master((text) => flipped(text, 40)) },
  { altered: 'master: a character of a disclosure', brought: master((text) => flipped(text, -12)) },
  {
    altered: 'master: a disclosure of another licence',
    brought: master((text) => `${jwtOf(text)}~${another().split('~')[1]}~`),
  },
  { altered: 'master: a disclosure twice', brought: master((text) => `${text}${text.split('~')[1]}~`) },
  {
    altered: 'master: signed by another authority',
    brought: master(() => w.issue({}, w.b, w.a.certificate).credential),
  },
  { altered: 'master: of another licence of the same authority', brought: master(another) },
].map((one) => ({ ...one, of: kinds }));

masters.push({
  altered: 'master: fewer disclosures',
  brought: master((text) => presentation(text)),
  of: ['sd-jwt'],
  harmless: true,
});

function presentation(text: string): string {
  const shown = present(text, ['/holders/0/name'], crypto);
  if (!shown.ok) throw new Error(shown.code);
  return shown.value;
}
