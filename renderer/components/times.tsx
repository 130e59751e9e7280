/**
 * Times on the screen: relative for the glance, absolute on hover. They follow the ticker and render only when their text changes.
 */
import type { EpochMs } from '../../shared/model/ids.ts';
import { useTick, useWords } from '../app/parts.tsx';

/** "3 s ago" */
export function Ago({ at }: { readonly at: EpochMs }) {
  const { time } = useWords();
  const text = useTick((now) => time.ago(now - at));
  return <Moment at={at} text={text} />;
}

/** "14 min": how long something has lasted. */
export function Lasting({ since }: { readonly since: EpochMs }) {
  const { time } = useWords();
  const text = useTick((now) => time.length(now - since));
  return <Moment at={since} text={text} />;
}

/** "02:14" today, "Mon 09:00" this week. `zone`: a schedule's own zone, shown on hover. */
export function Near({ at, zone }: { readonly at: EpochMs; readonly zone?: string }) {
  const { time } = useWords();
  const text = useTick((now) => time.near(at, now));
  return <Moment at={at} text={text} {...(zone !== undefined && { zone })} />;
}

/** "3:12" until something happens by itself; the word for now once it is due. */
export function Countdown({ to }: { readonly to: EpochMs }) {
  const { time } = useWords();
  const text = useTick((now) => time.countdown(to - now));
  return <Moment at={to} text={text} />;
}

/** Any text that stands for an instant. */
export function Moment({ at, text, zone }: { readonly at: EpochMs; readonly text: string; readonly zone?: string }) {
  const { time } = useWords();
  const own = time.full(at);
  return (
    <time
      className="moment"
      dateTime={new Date(at).toISOString()}
      title={zone === undefined ? own : `${time.full(at, zone)}\n${own}`}
    >
      {text}
    </time>
  );
}
