declare module 'jsonld' {
  interface Options {
    documentLoader: (url: string) => Promise<{ document: unknown; documentUrl: string }>;
    safe: boolean;
  }
  const jsonld: { expand(document: object, options: Options): Promise<object[]> };
  export default jsonld;
}

declare module '@digitalbazaar/credentials-context' {
  export const contexts: ReadonlyMap<string, object>;
}
