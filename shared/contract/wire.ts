/**
 * How the contract travels between the window and the main process: names of the lines, and what goes over them.
 *
 * Known to the preload and the door, to nobody else.
 */
import type { IncidentId } from '../model/ids.ts';
import type { Change } from './view.ts';

export const WIRE = {
  /** Window asks, main answers: `(name, payload) -> Reply`. */
  ask: 'watchbell:ask',
  /** A page of the window starts; whatever an earlier one wanted is over. Always its first word. */
  hello: 'watchbell:hello',
  /** Window wants changes from now on; once per listener. */
  follow: 'watchbell:follow',
  unfollow: 'watchbell:unfollow',
  /** Main to window: `News`. The window says `got` when it has handed it on; the next one waits for that. */
  news: 'watchbell:news',
  got: 'watchbell:got',
  /** Window can be told what to show. */
  ready: 'watchbell:ready',
  /** Main to window: `Target`. */
  show: 'watchbell:show',
} as const;

export type Reply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

export type News =
  | { readonly kind: 'changes'; readonly changes: readonly Change[] }
  /** Too much has happened while the window was busy: it must ask for a snapshot. */
  | { readonly kind: 'lost' };

export interface Target {
  readonly incident: IncidentId | null;
}
