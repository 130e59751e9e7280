/**
 * The page for programs: `status.json`, version 1. Times are ISO 8601 in UTC; a field is never left out, and what is not known is null.
 *
 * Fields may be added within a version; none is taken away and none changes its meaning.
 */
import type { Language } from '../../model/status-page.ts';
import { uptimePercent } from '../uptime.ts';
import type { Period, PublicComponent, PublicIncident, PublicUpdate, Span, StatusPage } from './page.ts';
import { headlineState, headlineWords } from './paint/headline.ts';
import { incidentTitle, updateWords } from './paint/incidents.ts';
import { DAYS } from './periods.ts';
import { type Speech, speechOf } from './speech.ts';

export const JSON_VERSION = 1;

export function statusJson(page: StatusPage): string {
  const { watching } = page;
  const speeches = page.languages.map((language) => speechOf(language, page.timeZone));
  const inWords = (words: (speech: Speech) => string): Partial<Record<Language, string>> =>
    Object.fromEntries(speeches.map((speech) => [speech.language, words(speech)]));
  const incidents = [...page.open, ...page.announced, ...page.past];
  const file = {
    version: JSON_VERSION,
    at: iso(page.at),
    /** It is true until about then; later, somebody should have renewed it. */
    renewedEverySeconds: page.every / 1_000,
    title: page.title,
    timeZone: page.timeZone,
    watching: watching.kind === 'watching',
    notWatchingSince:
      watching.kind === 'not-watching' ? iso(watching.since) : watching.kind === 'stopped' ? iso(watching.at) : null,
    state: headlineState(page.headline),
    headline: { kind: page.headline.kind, text: inWords((speech) => headlineWords(page.headline, speech)) },
    groups: page.groups.map(({ id, name, mirrors, state, components }) => ({
      id,
      name,
      mirrors,
      state,
      components: components.map(componentJson),
    })),
    incidents: incidents.map((incident) => incidentJson(incident, inWords)),
    maintenance: page.maintenance.map((one) => ({ ...spanJson(one), components: one.components })),
  };
  return `${JSON.stringify(file)}\n`;
}

function componentJson({ id, name, state, since, link, mirrors, maintenance, history }: PublicComponent) {
  return {
    id,
    name,
    state,
    since: since === null ? null : iso(since),
    link,
    mirrors,
    maintenance: maintenance === null ? null : spanJson(maintenance),
    uptime:
      history === null
        ? null
        : {
            '7d': periodJson(history.week),
            '30d': periodJson(history.month),
            [`${DAYS}d`]: periodJson(history.quarter),
            days: history.days.map((day) => ({ from: iso(day.from), percent: numberOf(uptimePercent(day)) })),
            weeks: history.weeks.map((week) => ({ from: iso(week.uptime.from), ...periodJson(week) })),
            months: history.months.map((month) => ({ from: iso(month.uptime.from), ...periodJson(month) })),
          },
  };
}

const periodJson = ({ uptime, responseMs }: Period) => ({
  percent: numberOf(uptimePercent(uptime)),
  responseMs: responseMs === null ? null : Math.round(responseMs * 10) / 10,
});

function incidentJson(incident: PublicIncident, inWords: (words: (speech: Speech) => string) => object) {
  const { key, components, state, from, until, updates } = incident;
  return {
    key,
    title: inWords((speech) => incidentTitle(incident, speech)),
    components,
    state,
    from: iso(from),
    until: until === null ? null : iso(until),
    updates: updates.map((update: PublicUpdate) => ({
      at: iso(update.at),
      kind: update.kind === 'said' ? update.status : update.kind,
      text: inWords((speech) => updateWords(update, incident, speech)),
      markdown: update.kind === 'said' ? update.message : null,
    })),
  };
}

const spanJson = ({ from, until }: Span) => ({ from: iso(from), until: iso(until) });
const iso = (at: number): string => new Date(at).toISOString();
const numberOf = (percent: string | null): number | null => (percent === null ? null : Number(percent));
