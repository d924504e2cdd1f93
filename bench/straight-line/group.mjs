/** Requests that arrive while a statement is running join the next one; a lone request never waits. */
export function grouped(run, max, concurrency) {
  let waiting = [];
  let running = 0;
  let scheduled = false;
  const counts = { groups: 0, items: 0 };
  const start = () => {
    scheduled = false;
    while (waiting.length > 0 && running < concurrency) {
      const group = waiting.slice(0, max);
      waiting = waiting.slice(max);
      running++;
      counts.groups++;
      counts.items += group.length;
      run(group.map(({ item }) => item))
        .then(
          (outcomes) => {
            for (const [i, { resolve }] of group.entries()) resolve(outcomes[i]);
          },
          (error) => {
            for (const { reject } of group) reject(error);
          },
        )
        .finally(() => {
          running--;
          start();
        });
    }
  };
  const add = (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (scheduled || running >= concurrency) return;
      scheduled = true;
      setImmediate(start);
    });
  return { add, counts };
}
