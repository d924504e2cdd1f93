// The other side of row P3: OpenAttestation's verification of one document of a batch, without network: the digest of all
// salted data, its Merkle proof, and the signature of the root, judged as oa-verify judges it once it has the issuer's key.
import { verifyMessage, Wallet } from '@ethersproject/wallet';
import { SUPPORTED_SIGNING_ALGORITHM, signDocument, verifySignature, wrapDocuments } from '@govtechsg/open-attestation';
import { licence } from './licence.mjs';
import { mustJudge, often, serve } from './turns.mjs';

const wallet = Wallet.createRandom();
const key = `did:ethr:${wallet.address}#controller`;
const issuers = [
  {
    id: `did:ethr:${wallet.address}`,
    name: '福州市鼓楼区市场监督管理局',
    revocation: { type: 'NONE' },
    identityProof: { type: 'DNS-DID', location: 'licences.example', key },
  },
];
const batch = 128;
const wrapped = wrapDocuments(Array.from({ length: batch }, (_, n) => ({ ...licence(n), issuers })));
const { Secp256k1VerificationKey2018: algorithm } = SUPPORTED_SIGNING_ALGORITHM;
const documents = await Promise.all(wrapped.map((document) => signDocument(document, algorithm, wallet)));

function judge(document) {
  const { merkleRoot } = document.signature;
  const root = Uint8Array.from(Buffer.from(merkleRoot, 'hex'));
  return verifySignature(document) && verifyMessage(root, document.proof[0].signature) === wallet.address;
}

const [good, other] = documents;
const stranger = Wallet.createRandom();
await mustJudge('OpenAttestation', judge, good, {
  datum: { ...good, data: { ...good.data, licenceNumber: `${good.data.licenceNumber}1` } },
  'proof of another': { ...good, signature: { ...good.signature, proof: other.signature.proof } },
  'data of another': { ...good, data: other.data },
  'another root': { ...good, signature: { ...good.signature, merkleRoot: good.signature.targetHash, proof: [] } },
  'signature of another': await signDocument(wrapped[0], algorithm, stranger),
});

serve(({ forMs }) => often((n) => judge(documents[n % batch]), forMs));
