/**
 * The words of a tray menu: entries, and what choosing one means. A closed vocabulary: the desktop paints each kind once.
 *
 * What lasts from the click on ("quiet for 30 min") stays a length of time until `atClick`: a menu may stand for hours.
 */
import type { Ask, Asks } from '../../contract/contract.ts';
import type { EpochMs, IncidentId } from '../../model/ids.ts';
import { assertNever } from '../../model/never.ts';

/** What the tray may ask for: commands, each through the same replies as the window. */
type TrayAsk = Extract<
  Ask,
  | 'acknowledge'
  | 'acknowledgeAll'
  | 'unacknowledge'
  | 'snooze'
  | 'escalate'
  | 'hush'
  | 'checkNow'
  | 'quiet'
  | 'takeOver'
  | 'handOver'
  | 'answerSwap'
  | 'openLink'
>;
export type TrayRequest = { readonly [A in TrayAsk]: { readonly name: A; readonly ask: Asks<A> } }[TrayAsk];

export type TrayAction =
  | ({ readonly kind: 'ask' } & TrayRequest)
  | { readonly kind: 'quiet-for'; readonly forMs: number }
  /** The window; null shows it as it is. */
  | { readonly kind: 'open'; readonly incident: IncidentId | null }
  | { readonly kind: 'quit' };

export type TrayEntry =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'separator' }
  | { readonly kind: 'action'; readonly text: string; readonly action: TrayAction }
  | { readonly kind: 'switch'; readonly text: string; readonly on: boolean; readonly action: TrayAction }
  | { readonly kind: 'submenu'; readonly text: string; readonly entries: readonly TrayEntry[] };
export type TrayMenu = readonly TrayEntry[];

/** An instant in the viewer's words. */
export type Clock = (at: EpochMs) => string;

export const SEPARATOR: TrayEntry = { kind: 'separator' };

export function line(text: string): TrayEntry {
  return { kind: 'text', text };
}

export function act(text: string, action: TrayAction): TrayEntry {
  return { kind: 'action', text, action };
}

export function ask(text: string, request: TrayRequest): TrayEntry {
  return act(text, { kind: 'ask', ...request });
}

/** What a chosen entry means at the instant of the click. */
export function atClick(action: TrayAction, now: EpochMs): Exclude<TrayAction, { kind: 'quiet-for' }> {
  switch (action.kind) {
    case 'ask':
    case 'open':
    case 'quit':
      return action;
    case 'quiet-for':
      return { kind: 'ask', name: 'quiet', ask: { until: now + action.forMs, criticalToo: false } };
    default:
      return assertNever(action, 'tray action');
  }
}
