/** Our own page for holders: a public client, so PKCE alone stands for it. */
export const citizenApp = { clientId: 'citizen-app', scope: 'holder' } as const;

export const citizenRedirectUri = (baseUrl: string): string => `${baseUrl}/citizen/callback`;
