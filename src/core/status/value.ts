/** A value of the Token Status List that this registry publishes: 0 valid, 1 invalid, 2 suspended. */
export type StatusValue = 0 | 1 | 2;
