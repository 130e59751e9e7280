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
  return { markup: literal.map((text, index) => text + markupOf(parts[index] ?? '')).join('') };
}

function markupOf(part: Part): string {
  if (typeof part === 'string' || typeof part === 'number') {
    return String(part).replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  }
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}

/** Where there is nothing to say. */
export const NOTHING: Html = { markup: '' };
