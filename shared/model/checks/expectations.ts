/**
 * What an answer must be: rules about headers, body and JSON. Each rule is one comparison, so that a failure names one.
 *
 * Order of trial, and of `step` in a failure: headers, then body, then JSON, each in the order of the file.
 */
import { z } from 'zod';
import { type JsonPath, parseJsonPath } from '../json-path.ts';
import { regexText } from './common.ts';
import { anyHeaderName } from './http-target.ts';

/** Text to parts, once, when the configuration is read. */
const jsonPath = z.string().transform((text, context): JsonPath => {
  const parsed = parseJsonPath(text);
  if (parsed.ok) {
    return parsed.path;
  }
  context.addIssue({ code: 'custom', message: parsed.problem });
  return z.NEVER;
});

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const finite = z.number();

const JSON_COMPARISONS = [
  'equals',
  'notEquals',
  'oneOf',
  'below',
  'above',
  'atLeast',
  'atMost',
  'matches',
  'exists',
] as const;

/** A missing value fails every comparison but `exists: false`, `notEquals` too. Numbers are compared with numbers only. */
export const JsonRule = z
  .strictObject({
    /** `checks.db[0].state`, `["odd key"]`, `$` for the whole document. */
    path: jsonPath,
    equals: scalar.optional(),
    notEquals: scalar.optional(),
    oneOf: z.array(scalar).min(1).optional(),
    below: finite.optional(),
    above: finite.optional(),
    atLeast: finite.optional(),
    atMost: finite.optional(),
    /** A regular expression that a text must match somewhere. */
    matches: regexText.optional(),
    exists: z.boolean().optional(),
  })
  .refine((rule) => JSON_COMPARISONS.filter((name) => rule[name] !== undefined).length === 1, {
    error: `exactly one of ${JSON_COMPARISONS.join(', ')}`,
  });
export type JsonRule = z.infer<typeof JsonRule>;

/** With a name alone the header must be there, whatever it says. */
export const HeaderRule = z
  .strictObject({
    name: anyHeaderName,
    equals: z.string().optional(),
    contains: z.string().min(1).optional(),
    matches: regexText.optional(),
    /** It must not be there. */
    absent: z.literal(true).optional(),
  })
  .refine(
    ({ equals, contains, matches, absent }) =>
      [equals, contains, matches, absent].filter((rule) => rule !== undefined).length <= 1,
    { error: 'at most one of equals, contains, matches and absent' },
  );
export type HeaderRule = z.infer<typeof HeaderRule>;

export const BodyRule = z
  .strictObject({
    /** Each that is given must hold; they are tried in this order. */
    contains: z.string().min(1).optional(),
    absent: z.string().min(1).optional(),
    regex: regexText.optional(),
  })
  .refine(({ contains, absent, regex }) => [contains, absent, regex].some((rule) => rule !== undefined), {
    error: 'at least one of contains, absent and regex: an empty rule proves nothing',
  });
export type BodyRule = z.infer<typeof BodyRule>;
