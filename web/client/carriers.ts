import { type Answer, type FileOrWait, type RequestOptions, requestFile } from './request.js';

/** What a holder may take away of a licence. */
export type Document = 'pdf' | 'preview' | 'qr' | 'licence-file';

const documents: Record<Document, { path: string; mediaType: string; extension: string }> = {
  pdf: { path: 'carriers/pdf', mediaType: 'application/pdf', extension: '.pdf' },
  preview: { path: 'carriers/pdf', mediaType: 'image/png', extension: '.png' },
  qr: { path: 'carriers/qr', mediaType: 'text/plain', extension: '.txt' },
  'licence-file': { path: 'licence-file', mediaType: 'application/vnd.elicence+json', extension: '.elicence' },
};

/** The name under which a document is kept. */
export const documentName = (identifier: string, kind: Document): string => `${identifier}${documents[kind].extension}`;

/** One asking for a document of a licence of one's own: it, or how long to wait while it is made. */
export function requestDocument(
  token: string,
  identifier: string,
  kind: Document,
  options: RequestOptions = {},
): Promise<Answer<FileOrWait>> {
  const { path, mediaType } = documents[kind];
  return requestFile(`/v1/me/licences/${encodeURIComponent(identifier)}/${path}`, mediaType, { ...options, token });
}
