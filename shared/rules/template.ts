/**
 * A text with places for the fields of what is told (mostly a page), `{"msg": "{{title}}"}`: filled in so that a value can never break out of its place.
 *
 * Fields only: a template that could decide something would be a program, and there is a channel for these.
 */
import { assertNever } from '../model/never.ts';
import { Page } from '../model/page.ts';
import { didYouMean } from './nearest.ts';

/** How the text around the fields is read, and so what must be escaped in them. */
type Syntax = 'json' | 'form' | 'xml' | 'plain';

export interface Template {
  /** Literal text and names of fields, in turn. */
  readonly pieces: readonly Piece[];
  /** What is wrong, each a sentence without a full stop. Empty: it can be filled. */
  readonly problems: readonly string[];
}

type Piece = { readonly text: string } | { readonly field: string };

/** All of a page, and its times as people of other machines write them. */
const PAGE_FIELDS: ReadonlySet<string> = new Set([...Object.keys(Page.shape), 'createdAtIso', 'expiresAtIso']);

/** `application/json` and `…+json`, forms, XML; the rest is taken as it is. */
function syntaxOf(contentType: string): Syntax {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (/[/+]json$/.test(type)) {
    return 'json';
  }
  if (/[/+](?:xml|html)$/.test(type)) {
    return 'xml';
  }
  return type === 'application/x-www-form-urlencoded' ? 'form' : 'plain';
}

export function readTemplate(text: string, fields = PAGE_FIELDS): Template {
  const pieces: Piece[] = [];
  const problems: string[] = [];
  let at = 0;
  for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', at)) {
    const close = text.indexOf('}}', open);
    if (close < 0) {
      return { pieces, problems: [...problems, `the {{ at character ${open + 1} is never closed by }}`] };
    }
    const field = text.slice(open + 2, close).trim();
    if (!fields.has(field)) {
      problems.push(`unknown field \`${field}\`${didYouMean(field, fields)}`);
    }
    pieces.push({ text: text.slice(at, open) }, { field });
    at = close + 2;
  }
  return { pieces: [...pieces, { text: text.slice(at) }], problems };
}

/** What is wrong with a template of this content type; the fields first, then what the whole makes. */
export function templateProblems(text: string, contentType: string, fields = PAGE_FIELDS): readonly string[] {
  const { pieces, problems } = readTemplate(text, fields);
  if (problems.length > 0 || syntaxOf(contentType) !== 'json') {
    return problems;
  }
  const sample = pieces
    .map((piece) => ('text' in piece ? piece.text : /At$|^at$/.test(piece.field) ? '1' : 'x'))
    .join('');
  return isJson(sample) ? [] : ['it makes no JSON: look at its commas, and put quotes around fields that are text'];
}

/** The template with a page's values in it. A field that the page lacks is empty. */
export function fillTemplate(template: Template, page: Page, contentType: string): string {
  const values = {
    ...page,
    createdAtIso: new Date(page.createdAt).toISOString(),
    expiresAtIso: new Date(page.expiresAt).toISOString(),
  };
  return fillFields(template, values, contentType);
}

/** The same with any fields. */
export function fillFields(
  { pieces }: Template,
  values: Readonly<Record<string, string | number | null>>,
  contentType: string,
): string {
  const syntax = syntaxOf(contentType);
  return pieces
    .map((piece) => ('text' in piece ? piece.text : escaped(String(values[piece.field] ?? ''), syntax)))
    .join('');
}

function escaped(value: string, syntax: Syntax): string {
  switch (syntax) {
    case 'json':
      return JSON.stringify(value).slice(1, -1);
    case 'form':
      return encodeURIComponent(wellFormed(value));
    case 'xml':
      return wellFormed(value)
        .replace(NOT_IN_XML, ' ')
        .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
    case 'plain':
      return wellFormed(value);
    default:
      return assertNever(syntax, 'syntax');
  }
}

/** Extensible Markup Language 1.0, production [2]. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Half a character has no bytes: it would go out as something else than was signed. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
