/**
 * In which of its languages a page is shown to somebody (RFC 9110, section 12.5.4: Accept-Language).
 */
import type { Language } from '../../model/status-page.ts';

/** Browsers send a handful. */
const MOST_WISHES = 20;

/** What the address says, else what the browser wishes, else the page's first. */
export function chooseLanguage(
  languages: readonly Language[],
  asked: string | null,
  accepted: string | undefined,
): Language {
  const named = languages.find((language) => language === asked);
  return named ?? wished(languages, accepted ?? '') ?? languages[0] ?? 'en';
}

function wished(languages: readonly Language[], accepted: string): Language | undefined {
  const wishes = accepted
    .slice(0, 500)
    .split(',', MOST_WISHES)
    .map((wish) => {
      const [tag = '', ...rest] = wish.trim().toLowerCase().split(';');
      const weight = /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(rest[0] ?? '')?.[1];
      return { primary: tag.split('-')[0], weight: rest.length === 0 ? 1 : Number(weight ?? 0) };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight);
  for (const { primary } of wishes) {
    const found = primary === '*' ? languages[0] : languages.find((language) => language === primary);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
