import { type LicenceState, licenceStates } from '../core/index.js';

/** What the database says of a licence contradicts itself: the answer is none, and says nothing about the licence. */
export class DoubtfulAnswer extends Error {
  override readonly name = 'DoubtfulAnswer';

  constructor() {
    super('the database contradicts itself about a licence');
  }
}

/** Whether a text from the database is a state. Null: its newest event does not lead to the state that it is said to have. */
export const isState = (text: string | null): text is LicenceState => licenceStates.some((state) => state === text);
