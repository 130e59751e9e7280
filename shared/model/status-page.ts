/**
 * The public status page as the configuration wants it: who is on it, in which languages, how it looks, where it goes.
 *
 * Absent, there is no page. Public means public: nothing of a component but its name, its status and what stands here is shown.
 */
import { z } from 'zod';
import { Duration } from './duration.ts';
import { ComponentId, GroupId } from './ids.ts';
import { Tag } from './maintenance.ts';
import { CardId } from './page-me.ts';
import { SubscribersFile } from './subscribers.ts';
import { TimeZone } from './wall-time.ts';

export const LANGUAGES = ['en', 'de'] as const;
export const Language = z.enum(LANGUAGES);
export type Language = z.infer<typeof Language>;

/** `auto` is light or dark, as the reader's system wants it. */
export const THEMES = ['auto', 'light', 'dark', 'high-contrast', 'rainbow'] as const;
export type Theme = (typeof THEMES)[number];

/** How an own image may end, and what it is on the wire. */
export const IMAGE_TYPES = {
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
} as const;
export type ImageEnding = keyof typeof IMAGE_TYPES;

/** The ending of a file's name, where it is that of an image we know. */
export function imageEnding(path: string): ImageEnding | null {
  const ending = path
    .slice(path.lastIndexOf('.') + 1)
    .toLowerCase()
    .replace(/^jpeg$/, 'jpg');
  return Object.hasOwn(IMAGE_TYPES, ending) ? (ending as ImageEnding) : null;
}

const Words = z.string().trim().min(1).max(1_000);

/** One text for every reader, or one for each language: whoever reads another one is shown the first that there is. */
const Told = z.union([Words, z.strictObject({ en: Words.exactOptional(), de: Words.exactOptional() })]);
export type Told = z.infer<typeof Told>;

const Url = z.url({ protocol: /^https?$/ }).max(500);

/** Another place where the same can be had. */
const Mirror = z.strictObject({ name: z.string().min(1).max(100), url: Url });
export type Mirror = z.infer<typeof Mirror>;

/** What everybody may know of a component beside its status. */
export const PublicSide = z.strictObject({
  /** Default: the component's own name. */
  name: z.string().min(1).max(100).optional(),
  /** Where people find it. */
  link: Url.optional(),
  /** What to do while it does not work. */
  meanwhile: Told.optional(),
  mirrors: z.array(Mirror).max(20).default([]),
});

const Shown = z
  .strictObject({
    groups: z.array(GroupId).default([]),
    tags: z.array(Tag).default([]),
    components: z.array(ComponentId).default([]),
  })
  .refine(
    ({ groups, tags, components }) => groups.length + tags.length + components.length > 0,
    'name at least one of `groups`, `tags` or `components`, or say `show: everything`',
  );

/** Oftener and a disk has no peace; a change is written sooner anyway. */
const LEAST_EVERY_MS = 5_000;

export const StatusPageFile = z.strictObject({
  title: z.string().trim().min(1).max(100).default('Status'),
  /** The first is for whoever asks for none of them. */
  languages: z
    .array(Language)
    .min(1, 'name at least one of en, de')
    .refine((all) => new Set(all).size === all.length, 'each language once')
    .default(['en', 'de']),
  theme: z.enum(THEMES).default('auto'),
  /** A style sheet of yours, after ours. From the folder of the configuration on. */
  css: z.string().min(1).optional(),
  /** A picture beside the title. From the folder of the configuration on. */
  image: z.string().min(1).optional(),
  /** What people can do while something does not work. */
  meanwhile: Told.optional(),
  mirrors: z.array(Mirror).max(20).default([]),
  /** Who is on it, of all components that do not say `public: false`. */
  show: z.union([z.literal('everything'), Shown]).default('everything'),
  /** The card by which readers can call somebody. Shown only where everybody may see it. */
  contact: CardId.optional(),
  /** Zone of its times and days. Default: the machine's. */
  timeZone: TimeZone.optional(),
  /** Where people open it; feeds need whole addresses. Default: `publicUrl` and /status/. */
  url: Url.optional(),
  /** Written there as plain files as well, for a web server elsewhere. From the folder of the configuration on. */
  folder: z.string().min(1).optional(),
  /** The files are written anew so often, and soon after every change. */
  every: Duration.refine((ms) => ms >= LEAST_EVERY_MS, 'at least 5s').default(60_000),
  /** People and programs are told how things are. Absent: nobody is. */
  subscribers: SubscribersFile.optional(),
});
export type StatusPageSettings = z.infer<typeof StatusPageFile>;

/** A component that is on the page, as everybody may see it. */
export interface PublicFace {
  readonly name: string;
  readonly link: string | null;
  readonly meanwhile: Told | null;
  readonly mirrors: readonly Mirror[];
}
