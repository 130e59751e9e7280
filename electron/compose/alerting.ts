/** The desk for alerts of other systems, as callers reach it: what they quote of our own secrets is painted over before anything keeps it. */
import type { AlertEvent } from '../../shared/model/alert.ts';
import { redact } from '../../shared/rules/redact.ts';
import type { LiveConfig } from '../config/live.ts';
import type { AlertDesk } from '../engine/ports/alerts.ts';

export function discreetAlerts(desk: AlertDesk, config: LiveConfig): AlertDesk {
  const clean = (text: string): string => redact(text, config.state().secrets);
  /** Its key is given back to its sender as it came. */
  const cleanEvent = (event: AlertEvent): AlertEvent => ({
    ...event,
    summary: clean(event.summary),
    name: clean(event.name),
    origin: clean(event.origin),
    details: event.details.map(({ name, value }) => ({ name: clean(name), value: clean(value) })),
    links: event.links
      .filter(({ href }) => clean(href) === href)
      .map(({ href, text }) => ({ href, text: clean(text) })),
  });
  return {
    ...desk,
    take: (source, events, leftOut) => desk.take(source, events.map(cleanEvent), leftOut),
    unread: (source, problem) => desk.unread(source, clean(problem)),
    note: (source, text) => desk.note(source, clean(text)),
  };
}
