/**
 * Begins maintenance by hand: of what, for how long, and what is done.
 */
import { useId, useState } from 'react';
import type { ComponentId } from '../../../shared/model/ids.ts';
import type { World } from '../../app/mirror.ts';
import { useParts, useWords, useWorld } from '../../app/parts.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { NoteField, useSave } from '../now/incident-dialogs.tsx';

const MINUTE = 60_000;
const FOR_MINUTES = [30, 60, 120, 480] as const;

export function MaintenanceDialog({ id }: { readonly id: ComponentId }) {
  const { commands, mirror } = useParts();
  const words = useWords();
  const component = useWorld(({ components }) => components.get(id));
  const group = useWorld(({ groups }) => groups.find((one) => one.id === component?.group));
  const save = useSave();
  const times = useId();
  const scopes = useId();
  const [minutes, setMinutes] = useState<number>(FOR_MINUTES[0]);
  const [whole, setWhole] = useState(false);
  const [note, setNote] = useState('');
  const members = useWorld((world) => membersOf(world, id).length);
  if (component === undefined) {
    return null;
  }

  /** Whoever belongs to the group when it begins. */
  function begin() {
    const { world } = mirror.getState();
    const components = whole && world !== null ? membersOf(world, id) : [id];
    return commands.run('startMaintenance', { components: [...components], forMs: minutes * MINUTE, note });
  }

  return (
    <Dialog
      title={words.maintenance.title(component.name)}
      hint={words.maintenance.hint}
      save={words.maintenance.save}
      problem={save.problem}
      onSave={() => void save.run(begin())}
    >
      {group !== undefined && members > 1 && (
        <fieldset className="choices">
          <legend>{words.maintenance.of}</legend>
          {[false, true].map((choice) => (
            <label key={String(choice)}>
              <input type="radio" name={scopes} checked={choice === whole} onChange={() => setWhole(choice)} />
              {choice ? words.maintenance.group(group.name, members) : words.maintenance.alone(component.name)}
            </label>
          ))}
        </fieldset>
      )}
      <fieldset className="choices">
        <legend>{words.dialogs.forHowLong}</legend>
        {FOR_MINUTES.map((choice) => (
          <label key={choice}>
            <input type="radio" name={times} checked={choice === minutes} onChange={() => setMinutes(choice)} />
            {words.incident.forMinutes(choice)}
          </label>
        ))}
      </fieldset>
      <NoteField value={note} onChange={setNote} hint={words.maintenance.noteHint} />
    </Dialog>
  );
}

/** Itself and those of its group. */
function membersOf({ components }: World, id: ComponentId): readonly ComponentId[] {
  const group = components.get(id)?.group ?? null;
  return group === null ? [id] : [...components.values()].flatMap((one) => (one.group === group ? [one.id] : []));
}
