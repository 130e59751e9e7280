/**
 * The words of an HTML mail. Not a browser: marks end words or lines, what is not shown is left out, quotations are marked as in plain mails.
 *
 * In time proportional to the length, whatever it is given.
 */

/** Nothing between their marks is to be read. */
const UNSEEN = new Set(['head', 'style', 'script', 'title', 'template']);
/** Each begins a line. */
const BLOCKS = new Set(
  'address article blockquote body br center dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr html li ol p pre section table td th tr ul'.split(
    ' ',
  ),
);
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
  euro: '€',
  hellip: '…',
  ndash: '–',
  mdash: '—',
};
const HIGHEST_CODE_POINT = 0x10_ff_ff;

export function htmlText(html: string): string {
  const lines: string[] = [''];
  let unseen: string | null = null;
  let quotes = 0;

  const write = (text: string): void => {
    lines[lines.length - 1] += text;
  };
  const newLine = (): void => {
    lines[lines.length - 1] = (lines.at(-1) ?? '').replace(/\s+/g, ' ').trim();
    lines.push(quotes > 0 ? '> ' : '');
  };
  const mark = (name: string, closes: boolean): void => {
    if (UNSEEN.has(name)) {
      unseen = closes ? null : name;
    }
    if (name === 'blockquote') {
      quotes = Math.max(0, quotes + (closes ? -1 : 1));
    }
    if (BLOCKS.has(name)) {
      newLine();
    }
  };

  for (const piece of pieces(html)) {
    if (piece.kind === 'text') {
      write(unseen === null ? decoded(piece.text) : '');
    } else if (unseen === null || (piece.closes && piece.name === unseen)) {
      mark(piece.name, piece.closes);
    }
  }
  newLine();
  return lines.filter((line) => line !== '' && line !== '>').join('\n');
}

type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'mark'; readonly name: string; readonly closes: boolean };

function* pieces(html: string): Generator<Piece> {
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    yield { kind: 'text', text: html.slice(at, open < 0 ? html.length : open) };
    if (open < 0) {
      return;
    }
    const isComment = html.startsWith('<!--', open);
    const close = html.indexOf(isComment ? '-->' : '>', open + 1);
    if (close < 0) {
      yield isComment ? { kind: 'text', text: '' } : { kind: 'text', text: html.slice(open) };
      return;
    }
    const [, slash = '', name = ''] = /^<(\/?)([A-Za-z][A-Za-z0-9]*)/.exec(html.slice(open, open + 20)) ?? [];
    if (!isComment && name === '' && !/^<[!?/]/.test(html.slice(open, open + 2))) {
      yield { kind: 'text', text: '<' }; // "a < b", and no mark
      at = open + 1;
    } else {
      yield { kind: 'mark', name: name.toLowerCase(), closes: slash === '/' };
      at = close + (isComment ? 3 : 1);
    }
  }
}

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,8}));/g, (all, decimal, hex, name) => {
    if (name !== undefined) {
      return NAMED[name] ?? all;
    }
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return point > HIGHEST_CODE_POINT ? all : String.fromCodePoint(point);
  });
}
