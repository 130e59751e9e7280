/**
 * What an acknowledge link says: for which incident, as whom, by which page, until when. The seal below it is made elsewhere.
 *
 * Readable on purpose, and short enough for an SMS. One claim has one text and one text one claim, so that a seal under the text is
 * a seal under exactly this.
 */
import { type EpochMs, IncidentId, PersonId } from '../../model/ids.ts';
import type { Page } from '../../model/page.ts';

export interface LinkClaim {
  readonly incidentId: IncidentId;
  /** The incident's pages are numbered from 1. */
  readonly page: number;
  /** Whoever uses it is taken for this person. */
  readonly personId: PersonId;
  readonly until: EpochMs;
}

/** Neither stands in an id, and neither is changed by whoever passes an address on (RFC 3986, section 2.3; `:` may stand in a path). */
const SEPARATOR = '~';
const SLASH = ':';

/** Null: nothing to acknowledge, or nobody to do it. The link lives as long as its page. */
export function claimOf({ id, kind, incidentId, personId, expiresAt }: Page): LinkClaim | null {
  const page = Number(id.slice(id.lastIndexOf('/') + 1));
  const answerable = (kind === 'trigger' || kind === 'reminder') && Number.isSafeInteger(page) && page > 0;
  return answerable && incidentId !== null && personId !== null
    ? { incidentId, page, personId, until: expiresAt }
    : null;
}

/** `api.mk3v1q9c~2~kim~mk5a8k00` */
export function claimText({ incidentId, page, personId, until }: LinkClaim): string {
  return [incidentId, String(page), personId, until.toString(36)]
    .map((part) => part.replaceAll('/', SLASH))
    .join(SEPARATOR);
}

/** The claim of such a text; null when it is none. */
export function readClaim(text: string): LinkClaim | null {
  const [incident, page, person, until, ...more] = text.split(SEPARATOR).map((part) => part.replaceAll(SLASH, '/'));
  const incidentId = IncidentId.safeParse(incident);
  const personId = PersonId.safeParse(person);
  if (!incidentId.success || !personId.success || more.length > 0) {
    return null;
  }
  const claim: LinkClaim = {
    incidentId: incidentId.data,
    page: Number(page),
    personId: personId.data,
    until: Number.parseInt(until ?? '', 36),
  };
  return claimText(claim) === text ? claim : null;
}

/** The claim's text and the seal, parted: `api.mk3v1q9c~2~kim~mk5a8k00` and what follows the last separator. */
export function partsOf(token: string): { readonly text: string; readonly tag: string } {
  const cut = token.lastIndexOf(SEPARATOR);
  return { text: token.slice(0, Math.max(0, cut)), tag: token.slice(cut + 1) };
}

export const tokenOf = (text: string, tag: string): string => `${text}${SEPARATOR}${tag}`;
