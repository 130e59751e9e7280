/**
 * HTML as a value: literal text is markup, whatever is put into it is escaped, and nothing else makes it.
 */

/** HTML that is safe to put into HTML. Made by `html` and nobody else, but for constants of ours. */
export interface Html {
  readonly markup: string;
}

type Part = string | number | Html | readonly Html[];

/** Literal text is markup; whatever is put into it is escaped, unless it is such HTML itself. */
export function html(literal: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let markup = literal[0] ?? '';
  for (const [index, part] of parts.entries()) {
    markup += markupOf(part) + (literal[index + 1] ?? '');
  }
  return { markup };
}

const SIGNS = /[&<>"']/;
const ALL_SIGNS = /[&<>"']/g;

function markupOf(part: Part): string {
  if (typeof part === 'string' || typeof part === 'number') {
    const text = String(part);
    return SIGNS.test(text) ? text.replaceAll(ALL_SIGNS, (sign) => `&#${sign.charCodeAt(0)};`) : text;
  }
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}

/** Where there is nothing to say. */
export const NOTHING: Html = { markup: '' };
