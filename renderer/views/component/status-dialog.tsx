/**
 * Sets a component's status by hand: which, for how long, and why.
 */
import { useId, useState } from 'react';
import type { ComponentId } from '../../../shared/model/ids.ts';
import { type ComponentStatus, STATUSES } from '../../../shared/model/status.ts';
import { useParts, useWords, useWorld } from '../../app/parts.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { NoteField, useSave } from '../now/incident-dialogs.tsx';

const MINUTE = 60_000;
const FOR_MINUTES = [null, 30, 120, 480] as const;

export function StatusDialog({ id }: { readonly id: ComponentId }) {
  const { commands } = useParts();
  const words = useWords();
  const component = useWorld(({ components }) => components.get(id));
  const save = useSave();
  const group = useId();
  const [status, setStatus] = useState<ComponentStatus>('partial_outage');
  const [minutes, setMinutes] = useState<number | null>(null);
  const [note, setNote] = useState('');
  if (component === undefined) {
    return null;
  }
  const forMs = minutes === null ? null : minutes * MINUTE;
  return (
    <Dialog
      title={words.byHand.title(component.name)}
      hint={words.byHand.hint}
      save={words.byHand.save}
      problem={save.problem}
      onSave={() => void save.run(commands.run('setStatus', { component: id, status, forMs, note }))}
    >
      <label className="field">
        <span className="field-name">{words.byHand.status}</span>
        <select data-status="" value={status} onChange={(event) => setStatus(event.target.value as ComponentStatus)}>
          {STATUSES.map((choice) => (
            <option key={choice} value={choice}>
              {words.statuses[choice]}
            </option>
          ))}
        </select>
      </label>
      <fieldset className="choices">
        <legend>{words.dialogs.forHowLong}</legend>
        {FOR_MINUTES.map((choice) => (
          <label key={choice ?? 'released'}>
            <input type="radio" name={group} checked={choice === minutes} onChange={() => setMinutes(choice)} />
            {choice === null ? words.byHand.untilReleased : words.incident.forMinutes(choice)}
          </label>
        ))}
      </fieldset>
      <NoteField value={note} onChange={setNote} hint={words.byHand.noteHint} />
    </Dialog>
  );
}
