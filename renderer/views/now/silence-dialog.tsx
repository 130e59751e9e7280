/**
 * Silences a component from one of its incidents: for how long, and why. Without a reason there is no silence.
 */
import { useId, useState } from 'react';
import type { IncidentId } from '../../../shared/model/ids.ts';
import { useParts, useWords } from '../../app/parts.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { NoteField, useIncident, useSave } from './incident-dialogs.tsx';

const MINUTE = 60_000;
/** Null: until it is well again. */
const FOR_MINUTES = [null, 120, 480, 1_440] as const;

export function SilenceDialog({ id }: { readonly id: IncidentId }) {
  const { commands } = useParts();
  const { silences: own, dialogs, incident: words } = useWords();
  const incident = useIncident(id);
  const save = useSave();
  const group = useId();
  const [minutes, setMinutes] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  if (incident === undefined) {
    return null;
  }
  return (
    <Dialog
      title={own.dialogTitle(incident.componentName)}
      hint={own.dialogHint}
      save={own.save}
      problem={save.problem}
      onSave={() =>
        void save.run(
          commands.run('addSilence', {
            match: { components: [incident.componentId] },
            forMs: minutes === null ? null : minutes * MINUTE,
            untilWell: minutes === null,
            reason,
          }),
        )
      }
    >
      <fieldset className="choices">
        <legend>{dialogs.forHowLong}</legend>
        {FOR_MINUTES.map((choice) => (
          <label key={choice ?? 'well'}>
            <input type="radio" name={group} checked={choice === minutes} onChange={() => setMinutes(choice)} />
            {choice === null ? own.untilWell : words.forMinutes(choice)}
          </label>
        ))}
      </fieldset>
      <NoteField value={reason} onChange={setReason} required name={own.reason} hint={own.reasonHint} />
    </Dialog>
  );
}
