// Row P5: the tree over 100,000 entries of 32 bytes, leaves hashed too, by the product's tile tree and by two libraries, each
// with its own rules. Each must prove
// an entry of its own and no other. Forked with `<build>`.
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SimpleMerkleTree, StandardMerkleTree } from '@openzeppelin/merkle-tree';
import { MerkleTree } from 'merkletreejs';
import { serve } from './turns.mjs';

const part = (name) => import(pathToFileURL(join(process.argv[2], 'src', name)).href);
const { inclusionProof, leafHash, verifyInclusion } = await part('core/index.js');
const { TileTree } = await part('attestation/tile-tree.js');
const { nodeCrypto } = await part('platform/crypto/node-crypto.js');

const leaves = 100_000;
const sha256 = (data) => hash('sha256', data, 'buffer');
const entries = Array.from({ length: leaves }, (_, n) => sha256(String(n)));
const asHex = entries.map((entry) => `0x${entry.toString('hex')}`);
const asTuples = asHex.map((text) => [text]);
/** SHA-256 in place of keccak, as fast as Node has it: tells how much of a figure is the hash function. */
const nodeHash = (a, b) => {
  const [left, right] = a < b ? [a, b] : [b, a];
  return `0x${hash('sha256', Buffer.from(left.slice(2) + right.slice(2), 'hex'), 'hex')}`;
};

const builds = {
  ours: (count) => {
    const tree = new TileTree(0, [], nodeCrypto);
    for (let n = 0; n < count; n++) tree.append(leafHash(entries[n], nodeCrypto));
    return tree.root();
  },
  openzeppelin: (count) => StandardMerkleTree.of(asTuples.slice(0, count), ['bytes32']),
  merkletreejs: (count) => {
    const tree = new MerkleTree(entries.slice(0, count), sha256, { hashLeaves: true });
    tree.getRoot();
    return tree;
  },
  sameHash: (count) => SimpleMerkleTree.of(asHex.slice(0, count), { nodeHash }),
};

const few = 3_000;
const at = 777;
const proves = {
  ours: (root) => {
    const hashed = entries.slice(0, few).map((entry) => leafHash(entry, nodeCrypto));
    const proof = inclusionProof(hashed, at, nodeCrypto);
    return (n) => verifyInclusion({ leaf: hashed[n], index: at, size: few, proof, root }, nodeCrypto);
  },
  openzeppelin: (tree) => {
    const proof = tree.getProof(at);
    return (n) => StandardMerkleTree.verify(tree.root, ['bytes32'], asTuples[n], proof);
  },
  merkletreejs: (tree) => {
    const proof = tree.getProof(sha256(entries[at]));
    return (n) => tree.verify(proof, sha256(entries[n]), tree.getRoot());
  },
  sameHash: (tree) => {
    const proof = tree.getProof(at);
    return (n) => SimpleMerkleTree.verify(tree.root, asHex[n], proof, nodeHash);
  },
};

for (const name of Object.keys(builds)) {
  const holds = proves[name](builds[name](few));
  if (!holds(at) || holds(at + 1)) throw new Error(`${name} proves what is not there, or not what is`);
}

/** Milliseconds of one tree of all leaves by the one that is named. */
serve(({ name }) => {
  const began = performance.now();
  builds[name](leaves);
  return performance.now() - began;
});
