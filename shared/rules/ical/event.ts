/**
 * An event of a calendar as it stands there, before it is known when that is: wall times and their zones.
 */
import type { WallMs } from '../oncall/wall.ts';
import type { Recurrence } from './recurrence.ts';

export interface CalendarTime {
  readonly wall: WallMs;
  /** A whole day: it begins at midnight. */
  readonly isDay: boolean;
  /** IANA. */
  readonly zone: string;
}

export interface CalendarEvent {
  readonly uid: string;
  readonly title: string;
  readonly start: CalendarTime;
  /**
   * On the wall clock, in ms: what ends at nine ends at nine after every change of the clock, as every calendar program shows it.
   * (The standard's exact length would leave an hour with nobody twice a year.)
   */
  readonly length: number;
  /** Mail addresses in lower case, and names; whoever has declined is none. */
  readonly attendees: readonly string[];
  readonly rule: Recurrence | null;
  /** Further beginnings, and beginnings that are none. */
  readonly also: readonly CalendarTime[];
  readonly except: readonly CalendarTime[];
  /** It stands in the place of this one of the events with its UID. */
  readonly replaces: CalendarTime | null;
  /** And all that follow it: not understood, and said. */
  readonly replacesRest: boolean;
  readonly cancelled: boolean;
  /** Of two with one name the later one counts. */
  readonly sequence: number;
}
