import { createHmac } from 'node:crypto';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Secret of a demo client: made anew from the data folder's own key at each start, so that nothing need be kept. */
export const clientSecret = (demoSecret: Buffer, clientId: string): string =>
  derive(demoSecret, 'client', clientId).toString('base64url');

/** Password of a demo login: 80 bits in four groups, easy to type. */
export function loginPassword(demoSecret: Buffer, login: string): string {
  const characters = [...derive(demoSecret, 'login', login).subarray(0, 16)].map((byte) => alphabet[byte & 31]);
  return [0, 4, 8, 12].map((start) => characters.slice(start, start + 4).join('')).join('-');
}

function derive(demoSecret: Buffer, kind: string, name: string): Buffer {
  if (demoSecret.length < 32) throw new Error('demo: the secret is shorter than 32 bytes');
  return createHmac('sha256', demoSecret).update(`elicence-demo/${kind}/${name}`).digest();
}
