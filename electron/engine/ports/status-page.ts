/**
 * The public status page, as whoever serves or writes it sees it.
 */
import type { StatusPage } from '../../../shared/rules/status-page/page.ts';

export interface StatusPages {
  /** As it is now, or was some seconds ago: asking is cheap, however many ask. Null: the configuration wants none. */
  page(): Promise<StatusPage | null>;
  /** The same, once the past of every component has been worked out. */
  whole(): Promise<StatusPage | null>;
  /** What is to be read when nobody watches any more. */
  last(): Promise<StatusPage | null>;
}
