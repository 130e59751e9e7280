/** What arrives is kept until a test asks for it; a test that asks first waits for the real event. */
export interface Mailbox<T> {
  readonly put: (item: T) => void;
  /** The next item, whenever it comes. */
  readonly take: () => Promise<T>;
  /** How many arrived and were not taken. */
  readonly size: () => number;
}

export function mailbox<T>(): Mailbox<T> {
  const takers: ((item: T) => void)[] = [];
  const items: { readonly item: T }[] = [];
  return {
    put: (item) => {
      const taker = takers.shift();
      if (taker === undefined) {
        items.push({ item });
      } else {
        taker(item);
      }
    },
    take: () =>
      new Promise((resolve) => {
        const first = items.shift();
        if (first === undefined) {
          takers.push(resolve);
        } else {
          resolve(first.item);
        }
      }),
    size: () => items.length,
  };
}
