/**
 * The three dialogs about one incident: acknowledge with a time and a note, add a note, resolve by hand.
 */
import { useId, useState } from 'react';
import type { Done } from '../../../shared/contract/contract.ts';
import type { IncidentView } from '../../../shared/contract/view.ts';
import type { IncidentId } from '../../../shared/model/ids.ts';
import { useParts, useWords, useWorld } from '../../app/parts.tsx';
import { Dialog } from '../../components/dialog.tsx';

const MINUTE = 60_000;
/** The contract's own limit on a note. */
const NOTE_MAX = 500;
const FOR_MINUTES = [null, 30, 120] as const;

interface Props {
  readonly id: IncidentId;
}

export function AcknowledgeDialog({ id }: Props) {
  const { commands } = useParts();
  const words = useWords();
  const incident = useIncident(id);
  const save = useSave();
  const group = useId();
  const [minutes, setMinutes] = useState<number | null>(null);
  const [note, setNote] = useState('');
  if (incident === undefined) {
    return null;
  }
  return (
    <Dialog
      title={words.dialogs.acknowledge(incident.componentName)}
      hint={words.dialogs.acknowledgeHint}
      save={words.incident.acknowledge}
      problem={save.problem}
      onSave={() =>
        void save.run(
          commands.run('acknowledge', { incident: id, forMs: minutes === null ? null : minutes * MINUTE, note }),
        )
      }
    >
      <fieldset className="choices">
        <legend>{words.dialogs.forHowLong}</legend>
        {FOR_MINUTES.map((choice) => (
          <label key={choice ?? 'fixed'}>
            <input type="radio" name={group} checked={choice === minutes} onChange={() => setMinutes(choice)} />
            {choice === null ? words.incident.acknowledgeUntilFixed : words.incident.forMinutes(choice)}
          </label>
        ))}
      </fieldset>
      <NoteField value={note} onChange={setNote} />
    </Dialog>
  );
}

export function NoteDialog({ id }: Props) {
  const { commands } = useParts();
  const words = useWords();
  const incident = useIncident(id);
  const save = useSave();
  const [note, setNote] = useState('');
  if (incident === undefined) {
    return null;
  }
  return (
    <Dialog
      title={words.dialogs.addNote(incident.componentName)}
      save={words.dialogs.saveNote}
      problem={save.problem}
      onSave={() => void save.run(commands.run('addNote', { incident: id, note }))}
    >
      <NoteField value={note} onChange={setNote} required />
    </Dialog>
  );
}

export function ResolveDialog({ id }: Props) {
  const { commands } = useParts();
  const words = useWords();
  const incident = useIncident(id);
  const save = useSave();
  const [note, setNote] = useState('');
  if (incident === undefined) {
    return null;
  }
  return (
    <Dialog
      title={words.dialogs.resolve(incident.componentName)}
      hint={words.dialogs.resolveHint}
      save={words.dialogs.resolveDo}
      problem={save.problem}
      onSave={() => void save.run(commands.run('resolve', { incident: id, note }))}
    >
      <NoteField value={note} onChange={setNote} />
    </Dialog>
  );
}

export function useIncident(id: IncidentId): IncidentView | undefined {
  return useWorld(({ incidents }) => incidents.get(id));
}

/** Closes the dialog when it was done; a refusal is shown where the hand is. */
export function useSave(): { readonly problem: string | null; readonly run: (done: Promise<Done>) => Promise<void> } {
  const { stage } = useParts();
  const [problem, setProblem] = useState<string | null>(null);
  return {
    problem,
    run: async (done) => {
      const { accepted, text } = await done;
      if (accepted) {
        stage.setState({ dialog: null });
      } else {
        setProblem(text);
      }
    },
  };
}

interface NoteFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly required?: boolean;
  /** Default: a note. */
  readonly name?: string;
  /** Where the note goes. Default: it stays with the incident. */
  readonly hint?: string;
}

/** One line, so that Enter saves: write, Enter, back to sleep. */
export function NoteField({ value, onChange, required = false, name, hint }: NoteFieldProps) {
  const { dialogs } = useWords();
  return (
    <label className="field">
      <span className="field-name">{name ?? dialogs.note}</span>
      <input
        data-first=""
        type="text"
        maxLength={NOTE_MAX}
        required={required}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <span className="hint">{hint ?? dialogs.noteHint}</span>
    </label>
  );
}
