/**
 * How far back: an hour, a day, a week, a month. Radio buttons in a row, so that arrow keys move and one tab stop is enough.
 */
import { useId } from 'react';
import type { World } from '../app/mirror.ts';
import { useParts, useWords, useWorld } from '../app/parts.tsx';

/** Lengths in ms. */
export const RANGE_MS = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000, month: 30 * 86_400_000 } as const;
export type RangeName = keyof typeof RANGE_MS;

/** Who has watched for less than this (ms) finds everything in the last hour. */
const NEWCOMER_MS = 2 * RANGE_MS.hour;

const watchingSince = (world: World) => world.watcher.since;

/** The range to begin with: a day, or an hour when there is not much more to see. */
export function useFirstRange(): RangeName {
  const { clock } = useParts();
  return clock.now() - useWorld(watchingSince) < NEWCOMER_MS ? 'hour' : 'day';
}

const NAMES = Object.keys(RANGE_MS) as RangeName[];

interface RangePickerProps {
  readonly range: RangeName;
  readonly onChange: (range: RangeName) => void;
}

export function RangePicker({ range, onChange }: RangePickerProps) {
  const { timeline } = useWords();
  const group = useId();
  return (
    <fieldset className="range">
      <legend className="only-aloud">{timeline.range}</legend>
      {NAMES.map((name) => (
        <label key={name} className={name === range ? 'range-choice range-chosen' : 'range-choice'}>
          <input
            className="only-aloud"
            type="radio"
            name={group}
            aria-label={timeline.rangeNames[name]}
            checked={name === range}
            onChange={() => onChange(name)}
          />
          {timeline.ranges[name]}
        </label>
      ))}
    </fieldset>
  );
}
