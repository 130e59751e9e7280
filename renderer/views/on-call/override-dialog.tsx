/**
 * Somebody else, one more or one less for a while: who, from, to, why. All by keyboard, in the viewer's own zone.
 */
import { useId, useState } from 'react';
import type { EpochMs, PersonId, ScheduleId } from '../../../shared/model/ids.ts';
import type { World } from '../../app/mirror.ts';
import { useParts, useWords, useWorld } from '../../app/parts.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { NoteField, PersonField, TimeField } from './fields.tsx';
import { viewerZone } from './on-call-page.tsx';
import { localText, type OverrideDraft, type OverrideKind, questionOf } from './override-draft.ts';

const peopleOf = (world: World) => world.people;
const deskOf = (world: World) => world.host.desk;
const KINDS: readonly OverrideKind[] = ['replace', 'add', 'remove'];
/** Without a shift that ends, a night is offered. */
const NIGHT_MS = 8 * 3_600_000;

interface OverrideDialogProps {
  readonly scheduleId: ScheduleId;
  readonly person: PersonId | null;
}

export function OverrideDialog({ scheduleId, person }: OverrideDialogProps) {
  const { clock, commands, stage } = useParts();
  const words = useWords();
  const people = useWorld(peopleOf);
  const desk = useWorld(deskOf);
  const schedule = useWorld(({ onCall }) => onCall.find((one) => one.scheduleId === scheduleId));
  const [draft, setDraft] = useState((): OverrideDraft => {
    const now = clock.now();
    const by = desk !== null && desk !== person ? desk : '';
    return {
      kind: 'replace',
      person: person ?? '',
      by,
      from: localText(now),
      to: localText(shiftEnd(schedule?.now ?? [], now)),
      note: '',
    };
  });
  const [problem, setProblem] = useState<string | null>(null);
  const group = useId();
  if (schedule === undefined) {
    return null;
  }
  const { dialog } = words.onCall;
  const change = (changed: Partial<OverrideDraft>) => setDraft((old) => ({ ...old, ...changed }));

  async function save(): Promise<void> {
    const checked = questionOf(draft, scheduleId);
    if (!checked.ok) {
      setProblem(dialog.missing[checked.missing]);
      return;
    }
    const { accepted, text } = await commands.run('addOverride', checked.question);
    if (accepted) {
      stage.setState({ dialog: null });
    } else {
      setProblem(text);
    }
  }

  return (
    <Dialog title={dialog.title(schedule.name)} save={dialog.save} problem={problem} onSave={() => void save()}>
      <fieldset className="choices">
        <legend>{dialog.kind}</legend>
        {KINDS.map((kind) => (
          <label key={kind}>
            <input type="radio" name={group} checked={kind === draft.kind} onChange={() => change({ kind })} />
            {dialog.kinds[kind]}
          </label>
        ))}
      </fieldset>
      <PersonField
        name={draft.kind === 'replace' ? dialog.who : draft.kind === 'add' ? dialog.joins : dialog.leaves}
        people={people}
        value={draft.person}
        onChange={(chosen) => change({ person: chosen })}
      />
      {draft.kind === 'replace' && (
        <PersonField name={dialog.by} people={people} value={draft.by} onChange={(by) => change({ by })} />
      )}
      <div className="fields">
        <TimeField name={dialog.from} value={draft.from} onChange={(from) => change({ from })} />
        <TimeField name={dialog.to} value={draft.to} onChange={(to) => change({ to })} />
      </div>
      <p className="hint">{dialog.zone(viewerZone())}</p>
      <NoteField name={dialog.note} value={draft.note} onChange={(note) => change({ note })} />
    </Dialog>
  );
}

/** When the present shift ends: a take-over usually lasts until then. */
function shiftEnd(now: readonly { readonly until: EpochMs | null }[], at: EpochMs): EpochMs {
  const ends = now.map(({ until }) => until).filter((until) => until !== null);
  return ends.length === 0 ? at + NIGHT_MS : Math.min(...ends);
}
