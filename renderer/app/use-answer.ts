/**
 * An answer for a view: asked when the question changes, again every so often if wanted, and never from an older question than the last.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Answers, Ask, AsksInput } from '../../shared/contract/contract.ts';
import { useParts } from './parts.tsx';

export type Answered<T> =
  | { readonly kind: 'loading' }
  /** `value` may be from the previous question while `fresh` is false: a view that keeps its rows does not jump. */
  | { readonly kind: 'here'; readonly value: T; readonly fresh: boolean }
  | { readonly kind: 'failed'; readonly why: string };

/** `question: null` asks nothing. `everyMs`: asks again that often while the window is visible. Returns the answer and the way to ask again. */
export function useAnswer<A extends Ask>(
  name: A,
  question: AsksInput<A> | null,
  everyMs?: number,
): readonly [Answered<Answers<A>>, () => void] {
  const { bridge, clock } = useParts();
  const [answer, setAnswer] = useState<Answered<Answers<A>>>({ kind: 'loading' });
  const asked = useRef(0);
  const key = JSON.stringify(question);

  const ask = useCallback(() => {
    const wanted = JSON.parse(key) as AsksInput<A> | null;
    if (wanted === null) {
      return;
    }
    asked.current += 1;
    const mine = asked.current;
    bridge.ask(name, wanted).then(
      (value) => mine === asked.current && setAnswer({ kind: 'here', value, fresh: true }),
      (error: unknown) =>
        mine === asked.current &&
        setAnswer({ kind: 'failed', why: error instanceof Error ? error.message : String(error) }),
    );
  }, [bridge, name, key]);

  useEffect(() => {
    setAnswer((old) => (old.kind === 'here' ? { ...old, fresh: false } : { kind: 'loading' }));
    ask();
    let cancel = () => {};
    const again = (ms: number): void => {
      cancel = clock.after(ms, () => {
        if (document.visibilityState === 'visible') {
          ask();
        }
        again(ms);
      });
    };
    if (everyMs !== undefined) {
      again(everyMs);
    }
    return () => {
      asked.current += 1; // an answer that comes after this belongs to nobody
      cancel();
    };
  }, [ask, clock, everyMs]);

  return [answer, ask];
}
