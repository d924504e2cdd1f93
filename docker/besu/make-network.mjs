// Makes the keys and the genesis of a four-validator QBFT network for docker-compose.yml, into a folder that git ignores:
// node docker/besu/make-network.mjs [--folder F] [account …]. Every node runs with a list of its peers and refuses other
// nodes, and with a list of the accounts that may send transactions: the admin's, made here, and those that are named, of
// which the anchorer's must be one ("elicence keys list" says it).
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { encodeRlp, getAddress, parseEther, SigningKey, toQuantity, Wallet, zeroPadValue } from 'ethers';

export const validatorCount = 4;
const chainId = 20_261_124;
const p2pPort = 30_303;
/** The addresses that docker-compose.yml gives the validators: node lists name addresses, not hosts. */
export const addressOf = (validator) => `172.28.0.${10 + validator}`;

/** `extraData` of a QBFT genesis block: RLP of vanity (32 bytes), validators in order, no vote, round 0, no seals. */
export function qbftExtraData(validators) {
  const sorted = [...validators].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  return encodeRlp([zeroPadValue('0x', 32), sorted, [], '0x', []]);
}

export function genesisOf(validators, funded) {
  return {
    config: {
      chainId,
      berlinBlock: 0,
      londonBlock: 0,
      qbft: { blockperiodseconds: 2, epochlength: 30_000, requesttimeoutseconds: 4 },
    },
    nonce: '0x0',
    timestamp: '0x0',
    extraData: qbftExtraData(validators),
    gasLimit: toQuantity(30_000_000),
    difficulty: '0x1',
    // the one mix hash by which a block says that it is one of Istanbul's family
    mixHash: '0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365',
    coinbase: '0x0000000000000000000000000000000000000000',
    alloc: Object.fromEntries(funded.map((address) => [address.slice(2), { balance: toQuantity(parseEther('1000000')) }])),
  };
}

/** The node's name in the network: the public key without its 04. */
export const enodeOf = (privateKey, validator) =>
  `enode://${SigningKey.computePublicKey(privateKey, false).slice(4)}@${addressOf(validator)}:${p2pPort}`;

/** Besu’s permissions_config.toml: a node takes no transaction of an account that is not in its list. */
export const permissionsOf = (enodes, accounts) =>
  [`nodes-allowlist=${JSON.stringify(enodes)}`, `accounts-allowlist=${JSON.stringify(accounts)}`, ''].join('\n');

export function makeNetwork(folder, accounts = []) {
  const allowed = accounts.map((address) => getAddress(address).toLowerCase());
  if (existsSync(folder)) throw new Error(`${folder} is there already: its keys are the network's, so it is left alone`);
  const wallets = Array.from({ length: validatorCount }, () => Wallet.createRandom());
  const admin = Wallet.createRandom();
  const enodes = wallets.map((wallet, i) => enodeOf(wallet.privateKey, i + 1));
  // Containers read as users of their own: what is mounted is readable, and lies in a folder that others can't enter.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  mkdirSync(join(folder, 'public'));
  const write = (name, text, mode = 0o644) => writeFileSync(join(folder, name), text, { mode });
  const addresses = wallets.map(({ address }) => address);
  const senders = [admin.address.toLowerCase(), ...allowed];
  write('public/genesis.json', `${JSON.stringify(genesisOf(addresses, senders), null, 2)}\n`);
  write('public/static-nodes.json', `${JSON.stringify(enodes, null, 2)}\n`);
  write('public/permissions_config.toml', permissionsOf(enodes, senders));
  for (const [i, { privateKey }] of wallets.entries()) {
    mkdirSync(join(folder, `validator-${i + 1}`), { mode: 0o700 });
    write(`validator-${i + 1}/key`, privateKey.slice(2));
  }
  write('admin.env', `CHAIN_ADMIN_KEY=${admin.privateKey}\n`, 0o600);
  // Every validator, so that one that is away costs a round and one that lies is set against the others.
  const nodes = wallets.map((_, i) => `http://${addressOf(i + 1)}:8545`).join(',');
  write('chain.env', `CHAIN_ID=${chainId}\nCHAIN_RPC_URL=${nodes}\nCHAIN_FINALITY=instant\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({ options: { folder: { type: 'string' } }, allowPositionals: true });
  const folder = values.folder ?? fileURLToPath(new URL('network', import.meta.url));
  makeNetwork(folder, positionals);
  process.stdout.write(`${folder}: four validators, chain ${chainId}. Keep admin.env away once the contracts are deployed.\n`);
  if (positionals.length === 0) process.stdout.write('No account but the admin may send: add the anchorer to permissions_config.toml.\n');
}
