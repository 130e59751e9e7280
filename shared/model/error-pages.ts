/**
 * The page that a proxy shows in the site's place when the site does not answer: where it is kept, and what stands on it.
 */
import { z } from 'zod';
import { ComponentId } from './ids.ts';

/** What stands in front of the site. */
export const PROXIES = ['apache', 'nginx', 'haproxy'] as const;
export const ProxyKind = z.enum(PROXIES);
export type ProxyKind = z.infer<typeof ProxyKind>;

/** What a proxy answers when the site behind it does not (RFC 9110, sections 15.6.3 to 15.6.5). */
export const GATEWAY_CODES = [502, 503, 504] as const;
export type GatewayCode = (typeof GATEWAY_CODES)[number];

export const PAGE_LANGUAGES = ['en', 'de'] as const;
const Language = z.enum(PAGE_LANGUAGES);
export type PageLanguage = z.infer<typeof Language>;

const Words = z.string().min(1).max(500).optional();

const Mirror = z.strictObject({
  name: z.string().min(1).max(80),
  url: z.url({ protocol: /^https?$/ }).max(300),
});

/**
 * Stands between quotes in the proxy's own configuration: nothing that ends them, and nothing that Apache or nginx would fill in.
 * Windows' backslashes are written as slashes there.
 */
const Folder = z
  .string()
  .max(300)
  .regex(/^(?:\/|[A-Za-z]:[\\/])/, 'the whole path, from the root on')
  .regex(/^[^"'`$%#;{}\p{Cc}]*$/u, 'no quotes, no control characters, none of $ % # ; { }');

export const ErrorPages = z.strictObject({
  /** Rewritten on every change; the proxy reads the files from there. Nothing else of it is touched. */
  folder: Folder,
  for: ProxyKind,
  /** Whose incidents it tells of. Default: of all. */
  components: z.array(ComponentId).default([]),
  /** What readers call it. Absent: "This site". */
  site: z.string().min(1).max(80).optional(),
  /** One below the other: a file cannot ask which one somebody reads. */
  languages: z
    .array(Language)
    .min(1)
    .refine((all) => new Set(all).size === all.length, 'each language once')
    .default(['en', 'de']),
  mirrors: z.array(Mirror).max(5).default([]),
  /** What readers can do until it works again, by language. */
  meanwhile: z.strictObject({ en: Words, de: Words }).prefault({}),
});
export type ErrorPages = z.infer<typeof ErrorPages>;
