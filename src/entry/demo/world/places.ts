/*
 * The city of the demo. GB/T 2260 gives no province the digits 47, so no number made here is a living person's or a
 * real organisation's.
 */
export const city = { code: '470100', name: '云渡市', english: 'Yundu' };

export const districts = [
  { code: '470102', name: '临河区' },
  { code: '470103', name: '望山区' },
  { code: '470104', name: '听潮区' },
  { code: '470121', name: '石坪县' },
] as const;

export type District = (typeof districts)[number];
