/**
 * Quiet for a while: how long, whether critical pages break through, and when it ends. The end always stands on the button.
 */
import { useState } from 'react';
import type { World } from '../app/mirror.ts';
import { useParts, useTick, useWords, useWorld } from '../app/parts.tsx';
import { menuName } from '../app/stage.ts';
import { Menu, type MenuItem } from './menu.tsx';

const MINUTE = 60_000;
const CHOICES = [30, 120] as const;

const quietOf = (world: World) => world.quiet;

/** When the shift of whoever sits here ends; null when they are not on call, or for ever. */
function myShiftEnd(world: World): number | null {
  const mine = world.onCall.flatMap(({ now }) => now.filter(({ personId }) => personId === world.host.desk));
  const ends = mine.map(({ until }) => until).filter((until) => until !== null);
  return ends.length === 0 ? null : Math.max(...ends);
}

export function QuietMenu() {
  const { commands, clock } = useParts();
  const words = useWords();
  const quiet = useWorld(quietOf);
  const shiftEnd = useWorld(myShiftEnd);
  const [criticalToo, setCriticalToo] = useState(false);
  const shown = quiet?.criticalToo ?? criticalToo;
  const ends = useTick((now) => (quiet === null ? '' : words.time.near(quiet.until, now)));
  const shiftEnds = useTick((now) => (shiftEnd === null ? '' : words.time.near(shiftEnd, now)));

  const until = (at: number | null, critical = shown) =>
    void commands.run('quiet', { until: at, criticalToo: critical });
  const items: MenuItem[] = [
    ...CHOICES.map(
      (minutes): MenuItem => ({
        kind: 'item',
        label: words.quiet.minutes(minutes),
        onSelect: () => until(clock.now() + minutes * MINUTE),
      }),
    ),
    shiftEnd === null
      ? { kind: 'item', label: words.quiet.noShift, disabled: true, onSelect: () => {} }
      : { kind: 'item', label: words.quiet.shift(shiftEnds), onSelect: () => until(shiftEnd) },
    { kind: 'line' },
    {
      kind: 'check',
      label: words.quiet.criticalToo,
      checked: shown,
      onChange: (checked) => (quiet === null ? setCriticalToo(checked) : until(quiet.until, checked)),
    },
    { kind: 'label', label: shown ? words.quiet.nothingBreaksThrough : words.quiet.criticalBreakThrough },
  ];
  if (quiet !== null) {
    items.push(
      { kind: 'line' },
      { kind: 'item', label: words.quiet.end, onSelect: () => until(null) },
      { kind: 'label', label: words.quiet.by(quiet.by) },
    );
  }
  return (
    <Menu name={menuName.quiet} items={items} {...(quiet !== null && { className: 'button-on' })}>
      {quiet === null ? words.quiet.off : words.quiet.until(ends)}
    </Menu>
  );
}
