/**
 * The same two weeks as lines: from, to, who, why; own overrides can be removed here. Gaps come with a warning.
 */
import type { ShiftView } from '../../../shared/contract/contract.ts';
import { useWords } from '../../app/parts.tsx';
import { CommandButton } from '../../components/button.tsx';
import { Moment } from '../../components/times.tsx';

export function ShiftList({ shifts, zone }: { readonly shifts: readonly ShiftView[]; readonly zone: string }) {
  const words = useWords();
  const gaps = shifts.filter(({ people }) => people.length === 0);
  return (
    <>
      {gaps.map(({ from, to }) => (
        <p key={from} className="nobody">
          {words.onCall.nobodyFromTo(words.time.dayClock(from), words.time.dayClock(to))} {words.onCall.gapHint}
        </p>
      ))}
      <ul className="lines shift-list" aria-label={words.onCall.list}>
        {shifts.map((shift) => (
          <Shift key={shift.from} shift={shift} zone={zone} />
        ))}
      </ul>
    </>
  );
}

function Shift({ shift, zone }: { readonly shift: ShiftView; readonly zone: string }) {
  const words = useWords();
  const { from, to, people, because, overrideId } = shift;
  return (
    <li className="line" data-row="" tabIndex={-1}>
      <span className="shift-times">
        <Moment at={from} text={words.time.dayClock(from)} zone={zone} /> –{' '}
        <Moment at={to} text={words.time.dayClock(to)} zone={zone} />
      </span>
      <strong>{people.length === 0 ? words.onCall.nobody : words.list(people.map(({ name }) => name))}</strong>
      <span className="line-why">{because}</span>
      {overrideId !== null && (
        <CommandButton command="removeOverride" question={{ id: overrideId }}>
          {words.onCall.remove}
        </CommandButton>
      )}
    </li>
  );
}
