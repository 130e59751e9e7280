/** Groups of a source by their names, each with an id of its own, in the order in which they were met. */
import type { GroupDraft } from './imported.ts';
import { idMaker } from './texts.ts';

export interface GroupMaker {
  /** Null for a name that is empty. */
  idOf(name: string): string | null;
  all(): readonly GroupDraft[];
}

export function groupMaker(): GroupMaker {
  const ids = new Map<string, GroupDraft>();
  const newId = idMaker();
  return {
    idOf: (name) => {
      if (name.trim() === '') {
        return null;
      }
      const group = ids.get(name) ?? { id: newId(name), name };
      ids.set(name, group);
      return group.id;
    },
    all: () => [...ids.values()],
  };
}
