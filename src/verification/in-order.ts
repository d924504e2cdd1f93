/**
 * Works on what comes, up to `window` at once, and gives the answers in the order in which it came. Nothing is taken faster
 * than answers are asked for: no more than `window` of them and one question are held. When whoever asked goes (`signal`), no
 * further work begins.
 */
export async function* inOrder<Item, Answer>(
  items: AsyncIterator<Item, unknown, undefined>,
  work: (item: Item) => Promise<Answer>,
  { window, signal }: { window: number; signal?: AbortSignal },
): AsyncGenerator<Answer, void, undefined> {
  const underWay: Promise<Answer>[] = [];
  let next: Promise<IteratorResult<Item, unknown>> | undefined;
  let ended = false;
  try {
    while (!signal?.aborted) {
      if (!ended && underWay.length < window) {
        next ??= handled(items.next());
        const [first] = underWay;
        const came = first ? await Promise.race([next.then(isItem), first.then(isAnswer, isAnswer)]) : isItem();
        if (came === 'item') {
          const { done, value } = await next;
          next = undefined;
          if (done) ended = true;
          else if (!signal?.aborted) underWay.push(handled(work(value)));
          continue;
        }
      }
      const answer = underWay.shift();
      if (answer) yield await answer;
      else if (ended) return;
    }
  } finally {
    // Not awaited: a source that waits for more ends when it comes, or when the line is cut.
    if (!ended) void items.return?.()?.catch(() => undefined);
  }
}

const isItem = () => 'item' as const;
const isAnswer = () => 'answer' as const;

/** A rejection is met when it is its turn, which may be after it happened. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
