/**
 * How somebody else's JSON becomes an alert, as it stands in the configuration: texts with places, `{{check.name}}`, and patterns
 * that pick a part of what is there.
 */
import { z } from 'zod';
import { regexText } from './checks/common.ts';
import { parseJsonPath } from './json-path.ts';

/** `DOWN {{host.name}}`: each place is a path into the document. */
const Text = z
  .string()
  .min(1)
  .max(1_000)
  .superRefine((text, context) => {
    for (const message of placeProblems(text)) {
      context.addIssue({ code: 'custom', message });
    }
  });

/** What is wrong with the places of a text; empty: nothing. */
function placeProblems(text: string): readonly string[] {
  const open = text.replaceAll(/\{\{[^{}]*\}\}/g, '');
  const unclosed = open.includes('{{') ? ['a {{ is never closed by }}'] : [];
  const paths = [...text.matchAll(/\{\{([^{}]*)\}\}/g)].flatMap(([, path = '']) => {
    const parsed = parseJsonPath(path.trim());
    return parsed.ok ? [] : [parsed.problem];
  });
  return [...paths, ...unclosed];
}

/** The whole text, or what `find` finds in it: its first group, else all that it matched. Not found: empty. */
export const Pick = z.union([Text, z.strictObject({ in: Text, find: regexText })]);
export type Pick = z.infer<typeof Pick>;

export const Mapping = z.strictObject({
  /** The way to a list in the document: an alert for each of its elements. Absent: the document is one alert. */
  each: z
    .string()
    .superRefine((text, context) => {
      const parsed = parseJsonPath(text);
      if (!parsed.ok) {
        context.addIssue({ code: 'custom', message: parsed.problem });
      }
    })
    .optional(),
  /** Names the trouble: what says the same key is the same alert. */
  key: Pick,
  /** What is wrong, in one line. */
  summary: Pick,
  /** A word of the source; see `severities`. */
  severity: Pick.optional(),
  /** What is in trouble: a host, a service. */
  origin: Pick.optional(),
  /** Where to read more; http and https only. */
  link: Pick.optional(),
  details: z.record(z.string().min(1).max(60), Pick).default({}),
  /** When it is over, and when somebody else has it. Patterns, any case. Whatever matches neither is trouble. */
  state: z.strictObject({ in: Text, over: regexText, taken: regexText.optional() }).optional(),
});
export type Mapping = z.infer<typeof Mapping>;
