/**
 * book's list of resources: which streams every experiment must have. One that cannot be read costs nothing of the others.
 */
import { z } from 'zod';
import type { Manifest, Resource } from '../../model/practable/report.ts';

/** Becomes a name, which is shown on terminals as well. */
const Name = z
  .string()
  .min(1, 'is empty')
  .max(100, 'is longer than 100 characters')
  .regex(/^\P{Cc}*$/u, 'holds control characters');
const Entry = z.object({
  description: z.string().nullish(),
  streams: z.array(Name).max(100, 'are more than 100').nullish(),
  topic_stub: Name,
});
const LONGEST_DESCRIPTION = 500;

export type ReadManifest =
  | { readonly ok: true; readonly manifest: Manifest }
  | { readonly ok: false; readonly problem: string };

export function readManifest(text: string): ReadManifest {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { ok: false, problem: 'it is no JSON' };
  }
  const entries = z.record(z.string(), z.unknown()).safeParse(parsed);
  if (!entries.success) {
    return { ok: false, problem: 'it is no list of resources' };
  }
  const resources: Resource[] = [];
  const mistakes: string[] = [];
  for (const [name, value] of Object.entries(entries.data)) {
    const { success, data, error } = Entry.safeParse(value);
    if (!Name.safeParse(name).success) {
      mistakes.push('a resource has no name that can be shown');
    } else if (success) {
      const { topic_stub: stub, streams, description } = data;
      const required = [...new Set((streams ?? []).map((stream) => `${stub}-${stream}`))].toSorted();
      resources.push({ name, stub, description: oneLine(description ?? ''), required });
    } else {
      const [issue] = error.issues;
      mistakes.push(`${name}: ${[...(issue?.path ?? []), issue?.message ?? ''].join(' ')}`);
    }
  }
  return { ok: true, manifest: { resources, unread: mistakes.length, note: mistakes[0] ?? null } };
}

const oneLine = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_DESCRIPTION);
