import { describe, expect, it } from '@jest/globals';
import { childEnvironment, readConfig } from './config.js';

describe(readConfig.name, () => {
  it('fills in the defaults of the embedded run', () => {
    expect(readConfig({})).toMatchObject({ PORT: 3000, HOST: '127.0.0.1', ELICENCE_DATA: '.elicence' });
  });

  it('names every faulty variable and never its value', () => {
    const bad = { PORT: 'eighty', DATABASE_URL: 'mysql://root:hunter2@db/x' };
    expect(() => readConfig(bad)).toThrow(/PORT.*DATABASE_URL/);
    expect(() => readConfig(bad)).not.toThrow(/hunter2/);
  });

  it('reads one address of a chain or several, and says which of them is none without its text', () => {
    expect(readConfig({ CHAIN_RPC_URL: 'http://a:8545' }).CHAIN_RPC_URL).toEqual(['http://a:8545']);
    const several = { CHAIN_RPC_URL: 'http://u:hunter2@a:8545/key, https://b' };
    expect(readConfig(several).CHAIN_RPC_URL).toEqual(['http://u:hunter2@a:8545/key', 'https://b']);
    for (const bad of ['http://a,ftp://hunter2', 'http://a,,http://hunter2', 'hunter2']) {
      expect(() => readConfig({ CHAIN_RPC_URL: bad })).toThrow(/CHAIN_RPC_URL/);
      expect(() => readConfig({ CHAIN_RPC_URL: bad })).not.toThrow(/hunter2/);
    }
    expect(readConfig({ CHAIN_FINALITY: 'instant' }).CHAIN_FINALITY).toBe('instant');
  });

  it('takes an empty variable as absent', () => {
    expect(readConfig({ PORT: '' }).PORT).toBe(3000);
  });
});

describe(childEnvironment.name, () => {
  it('passes no secret on', () => {
    expect(childEnvironment({ PATH: '/bin', KEYSTORE_PASSPHRASE: 'sixteen characters' })).toEqual({ PATH: '/bin' });
  });
});
