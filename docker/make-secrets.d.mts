export function makeSecrets(folder: string): void;
