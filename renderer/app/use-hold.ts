/**
 * Tells while somebody is pointing at, or moving by key through, a list: then its rows hold still.
 *
 * A pointer that was left lying there does not count for ever: at night nobody moves it, and a new page must not wait for that.
 */
import { type HTMLAttributes, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Arranged, arrange } from './arrange.ts';
import { useParts } from './parts.tsx';

/** After the last movement the list is held for this long (ms). */
const HOLD_MS = 10_000;

export interface Held<T> extends Arranged<T> {
  /** To be spread on the list. */
  readonly handlers: Pick<HTMLAttributes<HTMLElement>, 'onPointerMove' | 'onPointerLeave' | 'onKeyDown'>;
  /** Lets the new ones in. */
  readonly release: () => void;
}

/** `find`: a row that has left `live` but still exists, so that it keeps its place while the list is held. */
export function useHold<Id, T extends { readonly id: Id }>(
  live: readonly T[],
  find: (id: Id) => T | undefined,
): Held<T> {
  const { clock } = useParts();
  const [held, setHeld] = useState<readonly Id[] | null>(null);
  const shown = useRef<readonly T[]>(live);
  const cancel = useRef(() => {});
  const arranged = useMemo(() => arrange(live, held, find), [live, held, find]);
  shown.current = arranged.rows;

  const release = useCallback(() => {
    cancel.current();
    setHeld(null);
  }, []);
  const hold = useCallback(() => {
    cancel.current();
    cancel.current = clock.after(HOLD_MS, release);
    setHeld((ids) => ids ?? shown.current.map(({ id }) => id));
  }, [clock, release]);
  useEffect(() => () => cancel.current(), []);

  const handlers = useMemo(() => ({ onPointerMove: hold, onPointerLeave: release, onKeyDown: hold }), [hold, release]);
  return { ...arranged, handlers, release };
}
