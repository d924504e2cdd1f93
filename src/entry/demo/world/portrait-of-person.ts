import type { DemoPerson } from './people.js';
import { portraits } from './portraits.js';

/** The drawn specimen that stands for a person of the demo: there are six for all. */
export function portraitOfPerson({ place, sex }: Pick<DemoPerson, 'place' | 'sex'>): string {
  if (place === 'father' || place === 'mother') return portraits[place];
  if (place === 'child') return sex === '男' ? portraits.son : portraits.daughter;
  return sex === '男' ? portraits.grandfather : portraits.grandmother;
}
