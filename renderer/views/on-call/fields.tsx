/**
 * The fields that the dialogs about shifts are made of: a person, a time in the viewer's own zone, a note.
 */
import type { PersonId } from '../../../shared/model/ids.ts';

interface PersonFieldProps {
  readonly name: string;
  readonly people: readonly { readonly id: PersonId; readonly name: string }[];
  readonly value: PersonId | '';
  readonly onChange: (person: PersonId) => void;
}

export function PersonField({ name, people, value, onChange }: PersonFieldProps) {
  return (
    <label className="field">
      <span className="field-name">{name}</span>
      <select value={value} onChange={(event) => onChange(event.target.value as PersonId)}>
        <option value="" disabled>
          …
        </option>
        {people.map((person) => (
          <option key={person.id} value={person.id}>
            {person.name}
          </option>
        ))}
      </select>
    </label>
  );
}

interface TextFieldProps {
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function TimeField({ name, value, onChange }: TextFieldProps) {
  return (
    <label className="field">
      <span className="field-name">{name}</span>
      <input type="datetime-local" value={value} onChange={(event) => onChange(event.target.value)} />
    </label>
  );
}

export function NoteField({ name, value, onChange }: TextFieldProps) {
  return (
    <label className="field">
      <span className="field-name">{name}</span>
      <input type="text" maxLength={500} value={value} onChange={(event) => onChange(event.target.value)} />
    </label>
  );
}
