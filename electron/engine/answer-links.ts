/**
 * Acknowledge links: handed out with a page, sealed, good once, and worth nothing when the incident is over.
 *
 * Looking at one does nothing: mail scanners open every link they see. The key stays in the store; whoever reads the configuration
 * can make no link.
 */
import { z } from 'zod';
import type { Replies } from '../../shared/contract/contract.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import type { Incident } from '../../shared/model/incident.ts';
import type { Page } from '../../shared/model/page.ts';
import { claimOf, claimText, type LinkClaim, partsOf, readClaim, tokenOf } from '../../shared/rules/answers/link.ts';
import { matterOf } from '../../shared/rules/matter.ts';
import type { LinkMatter, LinkSight } from '../../shared/rules/words/link-page.ts';
import { matterTitle } from '../../shared/rules/words/page-text.ts';
import { openIncidents } from './commands.ts';
import type { Core } from './core.ts';
import type { Seals } from './ports/seals.ts';
import type { SealOf } from './seal-key.ts';

const USED = 'answer-links-used';
/** Parts these seals from others under the house's key. */
const PURPOSE = 'acknowledge';

const Used = z.record(z.string(), z.number());

export interface AnswerLinks {
  /** The address that goes with a page; null: none. */
  urlOf(page: Page): string | null;
  look(token: string): LinkSight;
  /** Acknowledges as the person of the link, for `forMs` (null: until it is fixed). Does nothing where `look` is not `open`. */
  use(token: string, forMs: number | null, how?: 'link' | 'key'): Promise<LinkSight>;
}

export interface AnswerLinksOptions {
  readonly core: Core;
  readonly commands: Pick<Replies, 'acknowledge'>;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
  /** Absent: no link is handed out. */
  readonly seals: Seals | undefined;
  /** By the house's own key; null where there are no seals. */
  readonly seal: SealOf | null;
}

export function createAnswerLinks({ core, commands, restored, seals, seal }: AnswerLinksOptions): AnswerLinks {
  const { clock, config } = core;
  /** By the claim's text: until when it would have been good. */
  let used = Used.safeParse(restored.get(USED)).data ?? {};

  /** The claim of a link of ours; null: anybody could have made that. */
  function genuine(token: string): LinkClaim | null {
    const { text, tag } = partsOf(token);
    const claim = readClaim(text);
    return seal !== null && seals?.same(tag, seal(PURPOSE, text)) ? claim : null;
  }

  function look(token: string): LinkSight {
    const claim = genuine(token);
    const person = claim === null ? undefined : config().people.get(claim.personId);
    if (claim === null || person === undefined) {
      return { kind: 'unknown' };
    }
    if (clock.now() > claim.until) {
      return { kind: 'late' };
    }
    const incident = openIncidents(core).find(({ id }) => id === claim.incidentId);
    if (incident === undefined) {
      return { kind: 'over' };
    }
    const matter = sightOf(core, incident, person.timeZone ?? core.timeZone);
    const taken = incident.acknowledgement;
    return Object.hasOwn(used, claimText(claim))
      ? { kind: 'used', matter, taken }
      : { kind: 'open', as: person.name, matter, taken };
  }

  /** In one turn with the look: of two that come at once, one is the second. */
  function take(claim: LinkClaim): void {
    const now = clock.now();
    const young = Object.entries(used).filter(([, until]) => until >= now);
    used = { ...Object.fromEntries(young), [claimText(claim)]: claim.until };
    void core.write({ values: { [USED]: used }, events: [] });
  }

  return {
    urlOf(page) {
      const base = config().settings.publicUrl;
      const claim = claimOf(page);
      if (seal === null || base === undefined || claim === null) {
        return null;
      }
      const text = claimText(claim);
      return publicAddress(base, `ack/${tokenOf(text, seal(PURPOSE, text))}`);
    },
    look,
    async use(token, forMs, how = 'link') {
      const sight = look(token);
      const claim = genuine(token);
      if (sight.kind !== 'open' || claim === null) {
        return sight;
      }
      take(claim);
      const by = `${sight.as} by ${how}${whereFrom(core, claim)}`;
      const done = await commands.acknowledge({ incident: claim.incidentId, forMs, note: '' }, by);
      return done.accepted
        ? { kind: 'done', matter: sight.matter, text: done.text, before: sight.taken }
        : { kind: 'over' };
    },
  };
}

/** A path of ours as the world reaches it. */
export function publicAddress(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}/${path}`;
}

/** " from kim-mail": the channel whose page carried it. */
function whereFrom(core: Core, { incidentId, page }: LinkClaim): string {
  const incident = openIncidents(core).find(({ id }) => id === incidentId);
  const told = incident?.told.find(({ pageId }) => pageId === `${incidentId}/${page}`);
  return told === undefined ? '' : ` from ${told.channelId}`;
}

function sightOf(core: Core, { componentId, status, cause, since }: Incident, timeZone: string): LinkMatter {
  const name = core.config().components.get(componentId)?.name ?? componentId;
  const from: EpochMs = since;
  return { title: matterTitle(name, status, matterOf(componentId)), cause: cause?.detail ?? '', since: from, timeZone };
}
