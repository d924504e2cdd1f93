import { toBase64 } from '../../checkpoint/base64.js';
import { canonicalJson, type JsonValue } from '../../json/index.js';
import { ok, type Result, refuse } from '../../result.js';
import { type LicenceFile, licenceFileFormat } from './licence-file.js';
import { type LicenceFileRefusal, readLicenceFile } from './read-licence-file.js';

/** Writes a licence file as canonical JSON; what {@link readLicenceFile} would not take is refused as it refuses it. */
export function formatLicenceFile({ carrier, ...file }: LicenceFile): Result<string, LicenceFileRefusal> {
  const content = carrier.kind === 'pdf' ? toBase64(carrier.content) : carrier.content;
  const whole = { ...file, format: licenceFileFormat, carrier: { kind: carrier.kind, content } };
  const text = canonicalJson(whole as unknown as JsonValue);
  const read = readLicenceFile(text);
  return read.ok ? ok(text) : refuse(read.code, read.detail, read.pointer);
}
