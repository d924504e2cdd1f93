/** What a witness answers over HTTP. */
export interface WitnessAnswer {
  status: 200 | 400 | 403 | 404 | 409 | 422 | 501 | 503;
  body: string;
  /** `text/plain` unless given. */
  type?: string;
}

/** An answer that is not 200, in words. */
export const refusal = (status: WitnessAnswer['status'], says: string): WitnessAnswer => ({
  status,
  body: `${says}\n`,
});
