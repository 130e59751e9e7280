/** One monitor of Uptime Kuma, and what every kind of it has: how often it is looked at, how many failures it takes. */
import type { Fields } from '../fields.ts';
import type { Place } from '../imported.ts';
import type { Report } from '../report.ts';
import { durationText } from '../texts.ts';

/** What is read of a monitor, under the backup's spelling or the database's. */
export interface Monitor {
  readonly place: Place;
  readonly type: string;
  text(name: string): string | null;
  number(name: string): number | null;
  flag(name: string): boolean;
  texts(name: string): readonly string[];
  /** Fields with a value that nobody asked for, or that were not what was asked for. */
  left(): readonly string[];
}

export function monitorOf(fields: Fields, place: Place): Monitor {
  const either = <T>(name: string, read: (key: string) => T | null) => read(name) ?? read(snake(name));
  return {
    place,
    type: fields.text('type') ?? '',
    text: (name) => either(name, fields.text),
    number: (name) => either(name, fields.number),
    flag: (name) => either(name, fields.flag) === true,
    texts: fields.texts,
    left: () => [...fields.left(), ...fields.odd()],
  };
}

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Kuma looks once a minute unless told otherwise. */
export const INTERVAL_S = 60;

/** How often it is looked at, and how many failures it takes. */
export function timingOf({ number, place }: Monitor, report: Report) {
  const interval = number('interval') ?? INTERVAL_S;
  const retries = number('maxretries') ?? 0;
  const retry = number('retryInterval') ?? 0;
  if (retries === 0) {
    report.changed(
      place,
      'one failure alone makes it down there (no retries); here three in a row do, looked at ten times as often',
    );
  }
  if ((number('resendInterval') ?? 0) > 0) {
    report.lost(place, 'resendInterval: who is reminded, and how often, is a policy here');
  }
  return {
    interval: durationText(interval * 1_000),
    ...(retries > 0 && { fall: Math.min(100, Math.round(retries) + 1) }),
    ...(retries > 0 && retry > 0 && retry < interval && { fastInterval: durationText(retry * 1_000) }),
  };
}
