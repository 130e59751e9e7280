/**
 * XML 1.0 from a stranger, read strictly: elements, attributes, text. A document type is stepped over and never fetched; one that
 * declares anything, an entity that XML itself does not know, or a mistake of form, and there is no document.
 */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own, without that of its children. */
  readonly text: string;
}

/** What services answer is flat; whatever is deeper or has more elements wants to hurt. */
const DEEPEST = 16;
const MOST_ELEMENTS = 2_000;

const NAME = '[A-Za-z_][A-Za-z0-9_.:-]*';
const LITERAL = `(?:"[^"]*"|'[^']*')`;
const DECLARATION = /\ufeff?(?:<\?xml(?:\s[^?<>]*)?\?>)?/y;
const COMMENT = /<!--(?:[^-]|-(?!-))*-->/y;
/** Without a `[` in it: no declarations of its own. */
const DOCTYPE = new RegExp(
  `<!DOCTYPE\\s+${NAME}(?:\\s+SYSTEM\\s+${LITERAL}|\\s+PUBLIC\\s+${LITERAL}\\s+${LITERAL})?\\s*>`,
  'y',
);
const CDATA = /<!\[CDATA\[((?:[^\]]|\](?!\]>))*)\]\]>/y;
const CLOSING = new RegExp(`</(${NAME})\\s*>`, 'y');
const OPENING = new RegExp(`<(${NAME})((?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`, 'y');
const ATTRIBUTE = new RegExp(`(${NAME})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'g');
const TEXT = /[^<]+/y;

interface Open {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

/** Null: it is no document, or one that we will not read. */
export function readXml(document: string): XmlElement | null {
  let at = 0;
  let elements = 0;
  let doctype = false;
  let root: XmlElement | null = null;
  const open: Open[] = [];

  function take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = at;
    const found = pattern.exec(document);
    at += found?.[0].length ?? 0;
    return found;
  }

  function step(): boolean {
    if (document.startsWith('<!--', at)) {
      return take(COMMENT) !== null;
    }
    if (document.startsWith('<![', at)) {
      return addText(take(CDATA)?.[1]);
    }
    if (document.startsWith('<!', at)) {
      const first = !doctype && root === null && open.length === 0;
      doctype = true;
      return first && take(DOCTYPE) !== null;
    }
    if (document.startsWith('</', at)) {
      return closeElement(take(CLOSING)?.[1]);
    }
    return document.startsWith('<', at) ? openElement(take(OPENING)) : addText(decoded(take(TEXT)?.[0] ?? ''));
  }

  function addText(text: string | null | undefined): boolean {
    const inside = open.at(-1);
    if (inside !== undefined && typeof text === 'string') {
      inside.text += text;
      return true;
    }
    return text?.trim() === ''; // between the prolog and the root, and after it
  }

  function openElement(tag: RegExpExecArray | null): boolean {
    const [, name = '', written = '', alone] = tag ?? [];
    const attributes = attributesIn(written);
    elements += 1;
    if (tag === null || attributes === null || elements > MOST_ELEMENTS || open.length >= DEEPEST) {
      return false;
    }
    open.push({ name, attributes, children: [], text: '' });
    return alone === '' || closeElement(name);
  }

  function closeElement(name: string | undefined): boolean {
    const ended = open.pop();
    const parent = open.at(-1);
    if (ended === undefined || ended.name !== name || (parent === undefined && root !== null)) {
      return false;
    }
    if (parent === undefined) {
      root = ended;
    } else {
      parent.children.push(ended);
    }
    return true;
  }

  take(DECLARATION);
  while (at < document.length) {
    if (!step()) {
      return null;
    }
  }
  return open.length === 0 ? root : null;
}

function attributesIn(written: string): ReadonlyMap<string, string> | null {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single = ''] of written.matchAll(ATTRIBUTE)) {
    const value = decoded(double ?? single);
    if (value === null || attributes.has(name)) {
      return null;
    }
    attributes.set(name, value);
  }
  return attributes;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Null: a reference that XML does not know by itself, or to a character that it does not have. */
function decoded(text: string): string | null {
  let known = !text.includes(']]>');
  const plain = text.replace(/&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|([a-z]+));|&/g, (_whole, decimal, hex, name) => {
    const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    const character = name === undefined ? characterOf(point) : ENTITIES[name];
    known &&= character !== undefined;
    return character ?? '';
  });
  return known ? plain : null;
}

function characterOf(point: number): string | undefined {
  const allowed =
    point === 9 ||
    point === 10 ||
    point === 13 ||
    (point >= 32 && point < 0xd800) ||
    (point > 0xdfff && point < 0xfffe) ||
    (point > 0xffff && point < 0x110000);
  return allowed ? String.fromCodePoint(point) : undefined;
}
