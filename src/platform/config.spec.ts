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

  it('takes an empty variable as absent', () => {
    expect(readConfig({ PORT: '' }).PORT).toBe(3000);
  });
});

describe(childEnvironment.name, () => {
  it('passes no secret on', () => {
    expect(childEnvironment({ PATH: '/bin', KEYSTORE_PASSPHRASE: 'sixteen characters' })).toEqual({ PATH: '/bin' });
  });
});
