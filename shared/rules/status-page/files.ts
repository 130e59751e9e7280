/**
 * Every file the page consists of, by its path: the same for whoever asks us and for whoever reads them from a folder.
 *
 * Painting costs something, so a file is painted only when it is asked for.
 */
import { IMAGE_TYPES, type Language } from '../../model/status-page.ts';
import { statusBadge, uptimeBadge } from './badges.ts';
import { atomFeed, rssFeed } from './feeds.ts';
import { statusJson } from './json.ts';
import { JSON_PATH, OVERALL, OWN_STYLE_PATH, ownImagePath, pathsOf, STYLE_PATH } from './names.ts';
import type { StatusPage } from './page.ts';
import { frontPage } from './paint/front.ts';
import { headlineState } from './paint/headline.ts';
import { historyPage } from './paint/history.ts';
import { incidentPage } from './paint/incidents.ts';
import { icon } from './paint/marks.ts';
import { brushOf, ICON_PATH, type Served } from './paint/sheet.ts';
import { STATE_COLOURS } from './theme/palettes.ts';
import { styleSheet } from './theme/style.ts';

export interface PageFile {
  /** Media type, with its character set where it is text. */
  readonly type: string;
  paint(): string | Uint8Array;
}

/** What the configuration names, as it was read; null: it names none, or it could not be read. */
export interface OwnFiles {
  readonly css: string | null;
  readonly image: Uint8Array | null;
}

export const NO_OWN_FILES: OwnFiles = { css: null, image: null };

const HTML = 'text/html; charset=utf-8';
const SVG = 'image/svg+xml; charset=utf-8';
const CSS = 'text/css; charset=utf-8';

export function pageFiles(wanted: StatusPage, own: OwnFiles, served: Served): ReadonlyMap<string, PageFile> {
  // A sheet that cannot be read is no sheet: nothing points at what is not there.
  const page: StatusPage = {
    ...wanted,
    ownCss: wanted.ownCss && own.css !== null,
    ownImage: own.image === null ? null : wanted.ownImage,
  };
  return new Map([
    ...page.languages.flatMap((language) => inLanguage(page, language, served)),
    ...badges(page),
    [JSON_PATH, { type: 'application/json; charset=utf-8', paint: () => statusJson(page) }],
    [STYLE_PATH, { type: CSS, paint: () => styleSheet(page.theme) }],
    [ICON_PATH, { type: SVG, paint: () => iconOf(page) }],
    ...ownFiles(page, own),
  ]);
}

type Named = readonly [path: string, file: PageFile];

function inLanguage(page: StatusPage, language: Language, served: Served): readonly Named[] {
  const paths = pathsOf(page.languages);
  const incidents = [...page.open, ...page.announced, ...page.past];
  return [
    [paths.index(language), { type: HTML, paint: () => frontPage(brushOf(page, language, '', served)) }],
    [paths.history(language), { type: HTML, paint: () => historyPage(brushOf(page, language, '', served)) }],
    ...incidents.map(
      (incident): Named => [
        paths.incident(incident.key, language),
        { type: HTML, paint: () => incidentPage(brushOf(page, language, '../', served), incident) },
      ],
    ),
    [paths.atom(language), { type: 'application/atom+xml; charset=utf-8', paint: () => atomFeed(page, language) }],
    [paths.rss(language), { type: 'application/rss+xml; charset=utf-8', paint: () => rssFeed(page, language) }],
  ];
}

function badges(page: StatusPage): readonly Named[] {
  const { badge, uptime } = pathsOf(page.languages);
  return [
    [badge(OVERALL), { type: SVG, paint: () => statusBadge(page, null) }],
    ...page.groups
      .flatMap(({ components }) => components)
      .flatMap((component): readonly Named[] => [
        [badge(component.id), { type: SVG, paint: () => statusBadge(page, component) }],
        [uptime(component.id), { type: SVG, paint: () => uptimeBadge(page, component) }],
      ]),
  ];
}

function iconOf({ headline }: StatusPage): string {
  const state = headlineState(headline);
  return icon(state, STATE_COLOURS[state]).markup;
}

function ownFiles({ ownCss, ownImage }: StatusPage, { css, image }: OwnFiles): readonly Named[] {
  return [
    ...(ownCss && css !== null ? [[OWN_STYLE_PATH, { type: CSS, paint: () => css }] as const] : []),
    ...(ownImage !== null && image !== null
      ? [[ownImagePath(ownImage), { type: IMAGE_TYPES[ownImage], paint: () => image }] as const]
      : []),
  ];
}
