/**
 * Names that must stand once: ids of one kind, tokens of heartbeats, a person's channels.
 */
import type { Complaint, Path } from './complaint.ts';

/** A name, where it stands. */
export interface Use {
  readonly name: string;
  readonly path: Path;
}

/** One complaint for each use after the first. `what` reads like "component id". */
export function repeated(what: string, uses: readonly Use[], remedy: string): readonly Complaint[] {
  const first = new Map<string, Path>();
  const complaints: Complaint[] = [];
  for (const { name, path } of uses) {
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, path);
    } else {
      complaints.push({ path, message: `${what} \`${name}\` stands twice; ${remedy}`, other: earlier });
    }
  }
  return complaints;
}
