// What every new licence is made with: types, rights, keys, places on the status lists.
import { createHmac, createPrivateKey, createSecretKey, hash } from 'node:crypto';
import { compileFields } from './body.mjs';

const privateKey = (der) => createPrivateKey({ key: Buffer.from(der, 'base64'), format: 'der', type: 'pkcs8' });

export async function openPress(pool, { baseUrl, keys, trust }) {
  const index = createSecretKey(Buffer.from(keys.index, 'base64'));
  const digestOf = (...parts) => createHmac('sha256', index).update(parts.join('\0')).digest();
  const wrapping = Buffer.from(keys.seal, 'base64');
  const rows = await pool.query(`select t.code, v.version, v.definition from licence_type t
    join licence_type_version v on v.type_code = t.code and v.version = t.published_version`);
  const list = JSON.parse(Buffer.from(trust.jws.split('.')[1], 'base64url'));
  const vcts = new Map(list.types.map(({ code, vct }) => [code, vct]));
  const types = new Map(
    rows.rows.map(({ code, version, definition }) => {
      const vct = vcts.get(code)?.find((text) => text.endsWith(`/v${version}`));
      const vctIntegrity = `sha256-${hash('sha256', JSON.stringify(definition), 'base64')}`;
      const fields = definition.fields.length;
      return [
        code,
        { code, version, definition, vct, vctIntegrity, fields, checkFace: compileFields(definition.fields) },
      ];
    }),
  );
  const rights = await pool.query(
    'select organisation_id, type_code, valid_from::text, valid_until::text from right_to_issue',
  );
  const issuers = list.authorities.flatMap(({ creditCode, issuer }) => {
    const found = keys.authorities[creditCode];
    if (!found) return [];
    const header = { alg: 'ES256', typ: 'dc+sd-jwt', x5c: found.certificates };
    const text = Buffer.from(JSON.stringify(header)).toString('base64url');
    return [[creditCode, { uri: issuer, key: privateKey(found.key), header: text }]];
  });
  const { rows: blocks } = await pool.query("select nextval('status_index_block')::int as n");
  let number = 0;
  let day = { until: 0, text: '' };
  return {
    baseUrl,
    digestOf,
    wrapping,
    types,
    issuers: new Map(issuers),
    promise: { key: privateKey(keys.promise.key), keyId: keys.promise.keyId },
    // Every process has lists of its own; an odd factor permutes the places of a list.
    takePlace: () => ({
      list: 1_000 * blocks[0].n + Math.floor(++number / 131_072),
      index: (number * 40_503) % 131_072,
    }),
    today: (at) => {
      if (at >= day.until) day = { until: at - (at % 60_000) + 60_000, text: new Date(at + 28_800_000).toISOString() };
      return day.text.slice(0, 10);
    },
    mayIssue: (organisation, type, today) =>
      rights.rows.some(
        (right) =>
          right.organisation_id === organisation &&
          right.type_code === type &&
          right.valid_from <= today &&
          (right.valid_until === null || today <= right.valid_until),
      ),
  };
}
