/**
 * Take over, or hand over, from now on: who, until when, with which note. What is open goes along only when that is said.
 */
import { useState } from 'react';
import type { IncidentView } from '../../../shared/contract/view.ts';
import type { PersonId, ScheduleId } from '../../../shared/model/ids.ts';
import type { World } from '../../app/mirror.ts';
import { useParts, useWords, useWorld } from '../../app/parts.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { NoteField, PersonField, TimeField } from './fields.tsx';
import { type MoveDraft, moveQuestion } from './move-draft.ts';

const peopleOf = (world: World) => world.people;
const deskOf = (world: World) => world.host.desk;
const incidentsOf = (world: World) => world.incidents;

export function MoveDialog({ scheduleId }: { readonly scheduleId: ScheduleId }) {
  const { commands, stage } = useParts();
  const words = useWords();
  const people = useWorld(peopleOf);
  const desk = useWorld(deskOf);
  const incidents = useWorld(incidentsOf);
  const schedule = useWorld(({ onCall }) => onCall.find((one) => one.scheduleId === scheduleId));
  const [draft, setDraft] = useState((): MoveDraft => {
    const onCall = schedule?.now.map(({ personId }) => personId) ?? [];
    const mine = desk !== null && onCall.includes(desk);
    const giver = mine ? desk : (onCall[0] ?? null);
    return { giver, taker: mine ? '' : (desk ?? ''), until: '', note: '', reassign: false };
  });
  const [problem, setProblem] = useState<string | null>(null);
  if (schedule === undefined) {
    return null;
  }
  const { move } = words;
  const onCall = schedule.now.map(({ personId, name }) => ({ id: personId, name }));
  const others = people.filter(({ id }) => !onCall.some((one) => one.id === id));
  const open = incidentsWith(incidents, draft.giver);
  const change = (changed: Partial<MoveDraft>) => setDraft((old) => ({ ...old, ...changed }));

  async function save(): Promise<void> {
    const checked = moveQuestion(draft, scheduleId, desk);
    if (!checked.ok) {
      setProblem(move.missing[checked.missing]);
      return;
    }
    const done =
      checked.name === 'takeOver'
        ? await commands.run('takeOver', checked.ask)
        : await commands.run('handOver', checked.ask);
    if (done.accepted) {
      stage.setState({ dialog: null });
    } else {
      setProblem(done.text);
    }
  }

  return (
    <Dialog
      title={move.title(schedule.name)}
      hint={move.hint}
      save={move.save}
      problem={problem}
      onSave={() => void save()}
    >
      <PersonField name={move.taker} people={others} value={draft.taker} onChange={(taker) => change({ taker })} />
      {onCall.length > 1 && (
        <PersonField
          name={move.giver}
          people={onCall}
          value={draft.giver ?? ''}
          onChange={(giver) => change({ giver, reassign: false })}
        />
      )}
      <TimeField name={move.until} value={draft.until} onChange={(until) => change({ until })} />
      <NoteField name={move.note} value={draft.note} onChange={(note) => change({ note })} />
      {open.length > 0 && (
        <fieldset className="choices">
          <label>
            <input
              type="checkbox"
              checked={draft.reassign}
              onChange={(event) => change({ reassign: event.target.checked })}
            />
            {move.reassign(words.list(open.map(({ componentName }) => componentName)))}
          </label>
        </fieldset>
      )}
    </Dialog>
  );
}

/** What this person was paged for and is not over: the engine gives away the same. */
function incidentsWith(incidents: World['incidents'], person: PersonId | null): readonly IncidentView[] {
  return [...incidents.values()].filter(
    ({ state, told }) => state !== 'resolved' && told.some(({ personId }) => personId !== null && personId === person),
  );
}
