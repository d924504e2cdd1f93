let turn: Promise<void> | undefined;

/**
 * Resolves once everything that has arrived by now is read, the same for all who wait. What many requests do is then done one after the
 * other, each with the tables of the one before still near the processor, instead of between two readings that drive them out.
 */
export function nextTurn(): Promise<void> {
  turn ??= new Promise((resolve) =>
    setImmediate(() => {
      turn = undefined;
      resolve();
    }),
  );
  return turn;
}
