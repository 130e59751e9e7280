/**
 * People page people: the card by which somebody can be called, the links to it, and the calls that came.
 */
import { z } from 'zod';
import { CallNews, TellBy } from './caller-news.ts';
import { Duration } from './duration.ts';
import { ChannelId, type EpochMs, PolicyId } from './ids.ts';
import { Severity } from './status.ts';

/** Who sees a card or a contact: whoever reaches the page, whoever has a link to it, nobody. */
export const VISIBILITIES = ['everyone', 'listed', 'nobody'] as const;
const Visibility = z.enum(VISIBILITIES);
export type Visibility = z.infer<typeof Visibility>;

export const Contact = z.strictObject({
  /** "Pager", "Office" */
  label: z.string().min(1).max(60),
  value: z.string().min(1).max(200),
  visible: Visibility.default('listed'),
});

const MINUTE_MS = 60_000;

const common = {
  visible: Visibility.default('listed'),
  /** Of every call. */
  severity: Severity.default('high'),
  /** What to call for, and what not. */
  note: z.string().max(500).default(''),
  contacts: z.array(Contact).max(10).default([]),
  /** The number by which a pager program calls it (SNPP). Whoever knows it can. */
  pager: z
    .string()
    .regex(
      /^[A-Za-z0-9+][A-Za-z0-9+#*._-]{0,39}$/,
      'letters, digits, +, #, *, dot, dash and underscore only, at most 40',
    )
    .optional(),
  /** The part before the `@` by which mails call it (any case). Whoever knows it can. */
  mail: z
    .string()
    .regex(
      /^[A-Za-z0-9](?:[A-Za-z0-9._+-]{0,62}[A-Za-z0-9])?$/,
      'the part before the @: letters, digits, dot, dash, plus and underscore only, at most 64',
    )
    .refine((name) => !name.includes('..'), 'no two dots beside each other')
    .optional(),
  /** A `twilio-sms` channel with `replies`: strangers who write to its `from` number call this card. Whoever knows the number can. */
  sms: ChannelId.optional(),
  /** The same person again within this time: the same call, not another page. */
  repeatWithin: Duration.refine((ms) => ms <= 24 * 60 * MINUTE_MS, 'at most 24h').default(30 * MINUTE_MS),
};

/** The card of a policy: calls go by its own steps. */
export const PolicyPageMe = z.strictObject(common);

/** The card of a person, or of whoever is on call in a schedule: paged first, and `policy` takes over when nobody acknowledges. */
export const PageMe = z.strictObject({
  ...common,
  answerWithin: Duration.refine((ms) => ms >= MINUTE_MS && ms <= 24 * 60 * MINUTE_MS, 'from 1m to 24h').default(
    5 * MINUTE_MS,
  ),
  /** Default: the policy of components that name none. */
  policy: PolicyId.optional(),
});

/** `person/kim`, `schedule/primary`, `policy/office`. */
export const CardId = z
  .string()
  .regex(/^(?:person|schedule|policy)\/[A-Za-z0-9][A-Za-z0-9._/-]{0,119}$/)
  .brand<'CardId'>();
export type CardId = z.infer<typeof CardId>;

/** A link to a card, for somebody it was made for. The secret in it is shown once; its digest is kept. */
export const PageLink = z.object({
  /** Names it to whoever takes it back; no secret. */
  id: z.string().min(1),
  card: CardId,
  /** Who gets it. */
  name: z.string(),
  digest: z.string(),
  by: z.string(),
  at: z.number(),
});
export type PageLink = z.infer<typeof PageLink>;

/** A person's call, from the form to its end and some days beyond. */
export const Call = z.object({
  /** From 1, never used again. */
  number: z.number().int().min(1),
  card: CardId,
  /** Name of the card when it came. */
  to: z.string(),
  severity: Severity,
  /** "Ann", and by whose link if it was by one. */
  from: z.string(),
  by: z.string(),
  /** Where the caller can be reached; may be empty. */
  reach: z.string(),
  /** What is wrong, the latest words. */
  words: z.string(),
  at: z.number(),
  /** Said again so many times, last at. */
  repeats: z.number().int(),
  lastAt: z.number(),
  /** Tells the same caller from others. Cannot be turned back into an address. */
  caller: z.string(),
  /** Digests of the status addresses: one for each time that it was said. */
  tokens: z.array(z.string()),
  /** Null: it is open. `by` null: nobody knows who ended it. What the caller is to see from then on. */
  ended: z.object({ at: z.number(), by: z.string().nullable() }).nullable(),
  /** Tells messages that came already from new ones: a mail server that lost our answer sends again. Cannot be turned back. */
  messages: z.array(z.string()).default([]),
  /** Null: the caller left no way back, and looks at the status address. */
  tellBy: TellBy.nullable().default(null),
  /** What the caller was told last, by that way; null: nothing. */
  toldLast: CallNews.nullable().default(null),
  /** How often something was told. */
  tellings: z.number().int().default(0),
});
export type Call = z.infer<typeof Call>;

/** Characters of what is wrong. */
export const LONGEST_WORDS = 600;

/** On one line, and nothing that turns the direction of what stands beside it (Unicode UAX #9, section 2). */
export function plainWords(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .trim();
}

const plain = z.string().transform(plainWords);

/** What somebody has written into the form. */
export const CallForm = z.object({
  name: plain.pipe(z.string().min(1, 'Say who you are').max(80, 'At most 80 characters')),
  reach: plain.pipe(z.string().max(120, 'At most 120 characters')),
  words: plain.pipe(z.string().min(3, 'Say what is wrong').max(LONGEST_WORDS, `At most ${LONGEST_WORDS} characters`)),
});
export type CallForm = z.infer<typeof CallForm>;

/** So long after its end a call can still be looked at by whoever made it. */
export const CALL_KEPT_MS: EpochMs = 7 * 86_400_000;
