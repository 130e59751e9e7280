/**
 * The address of a schedule for calendar programs: everybody's shifts or one person's. Made when it is first asked for, and not before.
 */
import { useState } from 'react';
import type { Answers, AsksInput } from '../../../shared/contract/contract.ts';
import type { PersonId, ScheduleId } from '../../../shared/model/ids.ts';
import type { World } from '../../app/mirror.ts';
import { useParts, useWords, useWorld } from '../../app/parts.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';

const peopleOf = (world: World) => world.people;

export function CalendarDialog({ scheduleId }: { readonly scheduleId: ScheduleId }) {
  const { bridge } = useParts();
  const words = useWords();
  const schedule = useWorld(({ onCall }) => onCall.find((one) => one.scheduleId === scheduleId));
  const people = useWorld(peopleOf);
  const [person, setPerson] = useState<PersonId | null>(null);
  const [answer, setAnswer] = useState<Answers<'calendarLink'> | null>(null);
  if (schedule === undefined) {
    return null;
  }

  async function ask(action: AsksInput<'calendarLink'>['action']): Promise<void> {
    try {
      setAnswer(await bridge.ask('calendarLink', { schedule: scheduleId, person, action }));
    } catch (error) {
      const text = words.commands.failed(error instanceof Error ? error.message : String(error));
      setAnswer({ done: { accepted: false, text }, url: null });
    }
  }

  const { calendar: own } = words;
  const refused = answer !== null && !answer.done.accepted;
  return (
    <Dialog title={own.title(schedule.name)} hint={own.hint} problem={refused ? answer.done.text : null}>
      <label className="field">
        <span className="field-name">{own.whose}</span>
        <select
          data-first=""
          value={person ?? ''}
          onChange={(event) => {
            setPerson(people.find(({ id }) => id === event.target.value)?.id ?? null);
            setAnswer(null);
          }}
        >
          <option value="">{own.everybody}</option>
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {answer?.url != null && (
        <label className="field">
          <span className="field-name">{own.address}</span>
          <input type="text" readOnly value={answer.url} onFocus={(event) => event.target.select()} />
        </label>
      )}
      {answer?.done.accepted === true && <p className="hint">{answer.done.text}.</p>}
      <div className="actions">
        <Button look="primary" onClick={() => void ask('show')}>
          {own.show}
        </Button>
        {answer?.url != null && (
          <>
            <Button onClick={() => void ask('renew')}>{own.renew}</Button>
            <Button onClick={() => void ask('remove')}>{own.remove}</Button>
          </>
        )}
      </div>
    </Dialog>
  );
}
