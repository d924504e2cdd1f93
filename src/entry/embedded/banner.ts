import type { Settings } from '../../platform/index.js';
import type { DemoAccounts } from '../demo/seed-demo.js';

/** What a newcomer needs to go on, in one screen. */
export function banner(settings: Settings, accounts: DemoAccounts, demoFile: string, seconds: number): string {
  const department = accounts.clients.find((client) => client.role === 'department');
  const hospital = accounts.clients.find((client) => client.role === 'hospital');
  const citizen = accounts.holders.find((holder) => holder.kind === 'person');
  return [
    '',
    `  Elicence is ready (${seconds.toFixed(1)} s)`,
    '',
    `  verify a licence   ${settings.baseUrl}/v`,
    `  citizen page       ${settings.baseUrl}/citizen   ${citizen?.login} / ${citizen?.password}`,
    `  API and its docs   ${settings.baseUrl}/docs`,
    `  department client  ${department?.clientId} / ${department?.clientSecret}`,
    `  hospital client    ${hospital?.clientId} / ${hospital?.clientSecret}`,
    `  everything else    ${demoFile}`,
    '',
    '  Demo data, demo keys. Ctrl-C stops everything.',
    '',
  ].join('\n');
}
