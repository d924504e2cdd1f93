export const validatorCount: number;
export function addressOf(validator: number): string;
export function qbftExtraData(validators: readonly string[]): string;
export function enodeOf(privateKey: string, validator: number): string;
export function permissionsOf(enodes: readonly string[], accounts: readonly string[]): string;
export function makeNetwork(folder: string, accounts?: readonly string[]): void;
