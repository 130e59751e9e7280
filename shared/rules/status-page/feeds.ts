/**
 * What happened, for feed readers: RSS 2.0 and Atom (RFC 4287), an entry for each incident, which changes as it goes on.
 *
 * Where nobody told us the page's own address, links are relative: readers take them from where they found the feed.
 */
import type { Language } from '../../model/status-page.ts';
import { xmlText } from '../xml-text.ts';
import { type Paths, pathsOf } from './names.ts';
import type { PublicIncident, StatusPage } from './page.ts';
import { incidentTitle, updatesHtml } from './paint/incidents.ts';
import { type Speech, speechOf } from './speech.ts';

interface Entry {
  /** The same for ever, in every language. */
  readonly id: string;
  readonly title: string;
  readonly link: string;
  readonly published: number;
  readonly updated: number;
  /** HTML. */
  readonly content: string;
}

interface Told {
  readonly id: string;
  readonly title: string;
  readonly link: string;
  readonly self: string;
  readonly language: Language;
  readonly updated: number;
  readonly entries: readonly Entry[];
}

export function atomFeed(page: StatusPage, language: Language): string {
  const { id, title, link, self, updated, entries } = feedOf(page, language, 'atom');
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
<id>${xmlText(id)}</id>
<title>${xmlText(title)}</title>
<updated>${iso(updated)}</updated>
<author><name>${xmlText(title)}</name></author>
<link rel="alternate" type="text/html" href="${xmlText(link)}"/>
<link rel="self" type="application/atom+xml" href="${xmlText(self)}"/>
${entries.map(atomEntry).join('')}</feed>
`;
}

function atomEntry({ id, title, link, published, updated, content }: Entry): string {
  return `<entry>
<id>${xmlText(id)}</id>
<title>${xmlText(title)}</title>
<link rel="alternate" type="text/html" href="${xmlText(link)}"/>
<published>${iso(published)}</published>
<updated>${iso(updated)}</updated>
<content type="html">${xmlText(content)}</content>
</entry>
`;
}

export function rssFeed(page: StatusPage, language: Language): string {
  const { title, link, updated, entries } = feedOf(page, language, 'rss');
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0">
<channel>
<title>${xmlText(title)}</title>
<link>${xmlText(link)}</link>
<description>${xmlText(title)}</description>
<language>${language}</language>
<lastBuildDate>${new Date(updated).toUTCString()}</lastBuildDate>
${entries.map(rssItem).join('')}</channel>
</rss>
`;
}

function rssItem({ id, title, link, updated, content }: Entry): string {
  return `<item>
<title>${xmlText(title)}</title>
<link>${xmlText(link)}</link>
<guid isPermaLink="false">${xmlText(id)}</guid>
<pubDate>${new Date(updated).toUTCString()}</pubDate>
<description>${xmlText(content)}</description>
</item>
`;
}

function feedOf(page: StatusPage, language: Language, kind: 'atom' | 'rss'): Told {
  const paths = pathsOf(page.languages);
  const speech = speechOf(language, page.timeZone);
  const incidents = [...page.announced, ...page.open, ...page.past];
  const entries = incidents
    .map((incident) => entryOf(incident, page, paths, speech))
    .toSorted((one, other) => other.updated - one.updated || (one.id < other.id ? -1 : 1));
  return {
    id: tagOf(page, language),
    title: page.title,
    link: whole(page, paths.index(language)),
    self: whole(page, paths[kind](language)),
    language,
    // When nothing has happened it changes with the page: a reader that asks "anything new?" is told no by the entries.
    updated: entries[0]?.updated ?? page.at,
    entries,
  };
}

function entryOf(incident: PublicIncident, page: StatusPage, paths: Paths, speech: Speech): Entry {
  const { key, from, updates } = incident;
  return {
    id: tagOf(page, `incident/${key}`),
    title: incidentTitle(incident, speech),
    link: whole(page, paths.incident(key, speech.language)),
    published: from,
    updated: Math.max(from, ...updates.map(({ at }) => at)),
    content: updatesHtml(incident, speech).markup,
  };
}

/** The configuration lets no other address through. */
const HOST = /^https?:\/\/(?:[^/@]*@)?([^/:?#]+|\[[^\]]*\])/i;

const whole = ({ base }: StatusPage, path: string): string => `${base ?? ''}${path}`;

/** RFC 4151. A name of nobody's where none is known. */
function tagOf({ base }: StatusPage, what: string): string {
  const host = HOST.exec(base ?? '')?.[1] ?? 'watchbell.invalid';
  return `tag:${host},2026:status/${what}`;
}

const iso = (at: number): string => new Date(at).toISOString();
