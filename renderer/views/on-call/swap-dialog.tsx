/**
 * Asks somebody to swap a shift of the next four weeks, for one of theirs or for nothing. Nothing changes until they agree.
 */
import { useState } from 'react';
import type { ShiftView } from '../../../shared/contract/contract.ts';
import type { ScheduleId } from '../../../shared/model/ids.ts';
import type { World } from '../../app/mirror.ts';
import { useParts, useWords, useWorld } from '../../app/parts.tsx';
import { useAnswer } from '../../app/use-answer.ts';
import { Dialog } from '../../components/dialog.tsx';
import { NoteField, PersonField } from './fields.tsx';
import { type SwapDraft, shiftsToSwap, swapQuestion } from './swap-draft.ts';

const AHEAD_MS = 28 * 86_400_000;
const peopleOf = (world: World) => world.people;
const deskOf = (world: World) => world.host.desk;

export function SwapDialog({ scheduleId }: { readonly scheduleId: ScheduleId }) {
  const { clock, commands, stage } = useParts();
  const words = useWords();
  const people = useWorld(peopleOf);
  const desk = useWorld(deskOf);
  const schedule = useWorld(({ onCall }) => onCall.find((one) => one.scheduleId === scheduleId));
  const [now] = useState(() => clock.now());
  const [answer] = useAnswer('shifts', { schedule: scheduleId, from: now, to: now + AHEAD_MS });
  const [draft, setDraft] = useState((): SwapDraft => ({ asker: desk ?? '', other: '', give: '', take: '', note: '' }));
  const [problem, setProblem] = useState<string | null>(null);
  if (schedule === undefined) {
    return null;
  }
  const { swap: own } = words;
  const shifts = answer.kind === 'here' ? answer.value : [];
  const change = (changed: Partial<SwapDraft>) => setDraft((old) => ({ ...old, ...changed }));

  async function save(): Promise<void> {
    const checked = swapQuestion(draft, scheduleId);
    if (!checked.ok) {
      setProblem(own.missing[checked.missing]);
      return;
    }
    const done = await commands.run('askSwap', checked.ask);
    if (done.accepted) {
      stage.setState({ dialog: null });
    } else {
      setProblem(done.text);
    }
  }

  return (
    <Dialog
      title={own.title(schedule.name)}
      hint={own.hint}
      save={own.save}
      problem={answer.kind === 'failed' ? answer.why : problem}
      onSave={() => void save()}
    >
      <PersonField
        name={own.asker}
        people={people}
        value={draft.asker}
        onChange={(asker) => change({ asker, give: '' })}
      />
      <ShiftField
        name={own.give}
        none={own.choose}
        shifts={shiftsToSwap(shifts, draft.asker, now)}
        value={draft.give}
        onChange={(give) => change({ give })}
      />
      <PersonField
        name={own.other}
        people={people.filter(({ id }) => id !== draft.asker)}
        value={draft.other}
        onChange={(other) => change({ other, take: '' })}
      />
      <ShiftField
        name={own.take}
        none={own.nothing}
        shifts={shiftsToSwap(shifts, draft.other, now)}
        value={draft.take}
        onChange={(take) => change({ take })}
      />
      <NoteField name={own.noteField} value={draft.note} onChange={(note) => change({ note })} />
    </Dialog>
  );
}

interface ShiftFieldProps {
  readonly name: string;
  /** What stands there while none is chosen. */
  readonly none: string;
  readonly shifts: readonly ShiftView[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function ShiftField({ name, none, shifts, value, onChange }: ShiftFieldProps) {
  const { onCall, time } = useWords();
  return (
    <label className="field">
      <span className="field-name">{name}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{none}</option>
        {shifts.map(({ from, to }) => (
          <option key={from} value={String(from)}>
            {onCall.shift(time.dayClock(from), time.dayClock(to))}
          </option>
        ))}
      </select>
    </label>
  );
}
