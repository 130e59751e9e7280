/** What is known of a Gatus endpoint before its kind is looked at. */
import type { Fields } from '../fields.ts';
import type { Place } from '../imported.ts';
import type { Report } from '../report.ts';
import type { Condition } from './conditions.ts';

/** What every kind of endpoint has. */
export interface Common {
  readonly interval: string;
  readonly timeout?: string;
  readonly fall?: number;
  readonly rise?: number;
  readonly latencyLimit?: string;
}

export interface Endpoint {
  readonly fields: Fields;
  readonly place: Place;
  readonly report: Report;
  readonly url: string;
  /** All but those on the response time, which every kind of check has. */
  readonly conditions: readonly Condition[];
  readonly client: Fields | null;
  readonly common: Common;
}
