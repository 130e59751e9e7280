/**
 * The public status page as one value: everything that is shown, in no language and no format yet.
 *
 * Plain data. What is not in these types is not public: no address of a check, no reason, no owner, no person.
 */
import type { ComponentId, EpochMs, GroupId } from '../../model/ids.ts';
import type { PostStatus } from '../../model/public-post.ts';
import type { ImageEnding, Language, Mirror, Theme, Told } from '../../model/status-page.ts';
import type { UptimeFigure } from '../uptime.ts';

/** How something is, best first. Slow is not down, and not watched is neither. */
export const PUBLIC_STATES = ['operational', 'maintenance', 'unknown', 'slow', 'partial', 'down'] as const;
export type PublicState = (typeof PUBLIC_STATES)[number];

/** From its start to before its end. Epoch ms. */
export interface Span {
  readonly from: EpochMs;
  readonly until: EpochMs;
}

/** How a component was over some time. */
export interface Period {
  /** ms by what was seen. */
  readonly uptime: UptimeFigure;
  /** Mean over all that answered; null: nothing did. */
  readonly responseMs: number | null;
}

/** The past of a component. Days, weeks (from Monday) and months of the page's own zone. */
export interface PublicHistory {
  /** Oldest first, the last one is today. */
  readonly days: readonly UptimeFigure[];
  /** The last 7 and 30 days, and all of `days`. */
  readonly week: Period;
  readonly month: Period;
  readonly quarter: Period;
  /** Newest first; the first one is not over. */
  readonly weeks: readonly Period[];
  readonly months: readonly Period[];
}

export interface PublicComponent {
  readonly id: ComponentId;
  readonly name: string;
  readonly state: PublicState;
  /** Null: nobody can say. */
  readonly since: EpochMs | null;
  readonly link: string | null;
  readonly mirrors: readonly Mirror[];
  readonly meanwhile: Told | null;
  /** Planned work on it, which is going on. */
  readonly maintenance: Span | null;
  /** Null: not worked out yet. */
  readonly history: PublicHistory | null;
}

export interface PublicGroup {
  /** Null: those that are in no group. */
  readonly id: GroupId | null;
  readonly name: string;
  /** They are the same in several places: as well as the best of them. Else as bad as the worst. */
  readonly mirrors: boolean;
  readonly state: PublicState;
  readonly components: readonly PublicComponent[];
}

/** What is told of an incident. Own words of ours, or what somebody wrote. */
export type PublicUpdate =
  | { readonly kind: 'began' | 'taken' | 'over'; readonly at: EpochMs }
  | { readonly kind: 'said'; readonly at: EpochMs; readonly status: PostStatus; readonly message: string };

export interface PublicIncident {
  /** Names it in addresses: letters, digits, dot, dash, underscore and tilde. */
  readonly key: string;
  /** As somebody wrote it; null: ours, which is named after its component. */
  readonly title: string | null;
  readonly components: readonly { readonly id: ComponentId; readonly name: string }[];
  /** How bad it was; null: whoever wrote it did not say. */
  readonly state: PublicState | null;
  readonly from: EpochMs;
  /** Null: it is not over. */
  readonly until: EpochMs | null;
  /** Newest first. */
  readonly updates: readonly PublicUpdate[];
}

/** Planned work that lies ahead or is going on. */
export interface PublicMaintenance extends Span {
  /** It does not come again and again. */
  readonly once: boolean;
  readonly components: readonly { readonly id: ComponentId; readonly name: string }[];
}

export type Watching =
  | { readonly kind: 'watching' }
  | { readonly kind: 'not-watching'; readonly since: EpochMs }
  /** The watcher was ended: nothing on the page will change any more. */
  | { readonly kind: 'stopped'; readonly at: EpochMs };

/** `names`: what is so, in the order of the page. */
export interface Seen {
  readonly kind: Exclude<PublicState, 'operational'>;
  readonly names: readonly string[];
}

/** The whole in one sentence. The first that is true, in the order of the rule. */
export type Headline =
  | { readonly kind: 'stopped'; readonly at: EpochMs }
  | { readonly kind: 'not-watching'; readonly since: EpochMs }
  | { readonly kind: 'empty' }
  /** The worst that is seen; `besides`: what else is, worst first. */
  | (Seen & { readonly besides: readonly Seen[] })
  /** Nothing is seen to be wrong, but somebody wrote that something is. */
  | { readonly kind: 'posted'; readonly title: string }
  | { readonly kind: 'well' };

export interface StatusPage {
  /** When all this was true. */
  readonly at: EpochMs;
  /** IANA zone of its times and days. */
  readonly timeZone: string;
  readonly title: string;
  /** At least one; the first is the default. */
  readonly languages: readonly Language[];
  readonly theme: Theme;
  readonly ownCss: boolean;
  readonly ownImage: ImageEnding | null;
  /** Where people open it, ending in a slash; null: not known. */
  readonly base: string | null;
  /** How often the written files are renewed, in ms. */
  readonly every: number;
  readonly meanwhile: Told | null;
  readonly mirrors: readonly Mirror[];
  /** Whom everybody may call. `place`: below page-me/. `url`: the whole address, where it is known. */
  readonly contact: { readonly name: string; readonly place: string; readonly url: string | null } | null;
  /** Where people ask to be told; null: nobody is told. */
  readonly subscribe: string | null;
  readonly watching: Watching;
  readonly headline: Headline;
  readonly groups: readonly PublicGroup[];
  /** What is going on, newest first; what is to stay on top comes first. */
  readonly open: readonly PublicIncident[];
  /** Announced by somebody, and not begun. Soonest first. */
  readonly announced: readonly PublicIncident[];
  /** What runs or comes within two weeks, soonest first. */
  readonly maintenance: readonly PublicMaintenance[];
  /** What was over within two weeks, newest first. */
  readonly past: readonly PublicIncident[];
}
