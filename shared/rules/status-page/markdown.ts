/**
 * Markdown of a small kind, as HTML: paragraphs, lists, emphasis, code, and links to the web. Everything else is shown as it stands.
 *
 * What comes out is made by `html` alone, so nothing that was written can become markup of its own. Time is linear in the text.
 */
import { type Html, html } from '../html.ts';

/** Longer is no emphasis and no link; it also bounds how far a mark without its end is looked for. */
const INLINE =
  /`([^`\n]{1,300})`|\*\*([^*\n]{1,300})\*\*|\*([^*\s][^*\n]{0,300})\*|(?<![\p{L}\p{N}_])_([^_\n]{1,300})_(?![\p{L}\p{N}_])|\[([^[\]\n]{1,200})\]\((https?:\/\/[\p{L}\p{N}[][^\s()<>"]{0,500})\)|(https?:\/\/[\p{L}\p{N}[][^\s()<>"'`*]{0,500})/gu;

const ITEM = /^\s{0,3}(?:[-*+]|(\d{1,3})[.)])\s+(.*)$/;

export function markdownHtml(text: string): Html {
  const blocks = text
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n/)
    .filter((block) => block.trim() !== '');
  return html`${blocks.map(blockHtml)}`;
}

function blockHtml(block: string): Html {
  const parts: Html[] = [];
  let lines: string[] = [];
  let items: Html[] = [];
  let ordered = false;
  const endLines = (): void => {
    if (lines.length > 0) {
      parts.push(html`<p>${inline(lines.join('\n'))}</p>\n`);
      lines = [];
    }
  };
  const endItems = (): void => {
    if (items.length > 0) {
      parts.push(ordered ? html`<ol>${items}</ol>\n` : html`<ul>${items}</ul>\n`);
      items = [];
    }
  };
  for (const line of block.split('\n')) {
    const item = ITEM.exec(line);
    if (item === null) {
      endItems();
      lines.push(line.trim());
      continue;
    }
    const counted = item[1] !== undefined;
    endLines();
    if (counted !== ordered) {
      endItems();
    }
    ordered = counted;
    items.push(html`<li>${inline(item[2] ?? '')}</li>`);
  }
  endLines();
  endItems();
  return html`${parts}`;
}

function inline(text: string): Html {
  const parts: Html[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    parts.push(html`${text.slice(end, match.index)}`, marked(match));
    end = match.index + match[0].length;
  }
  return html`${[...parts, html`${text.slice(end)}`]}`;
}

function marked([whole, code, strong, weak, under, label, url, bare]: RegExpMatchArray): Html {
  if (code !== undefined) {
    return html`<code>${code}</code>`;
  }
  if (strong !== undefined) {
    return html`<strong>${inline(strong)}</strong>`;
  }
  const soft = weak ?? under;
  if (soft !== undefined) {
    return html`<em>${inline(soft)}</em>`;
  }
  if (label !== undefined && url !== undefined) {
    return link(url, label);
  }
  // A sentence's own full stop is no part of the address.
  const address = (bare ?? whole).replace(/[.,;:!?]+$/, '');
  return html`${link(address, address)}${(bare ?? whole).slice(address.length)}`;
}

function link(url: string, label: string): Html {
  return html`<a href="${url}" rel="nofollow noopener noreferrer">${label}</a>`;
}
