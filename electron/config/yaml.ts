/**
 * Text to YAML nodes, with every syntax error at its place. The only file that knows the YAML library's parser.
 *
 * Bounded before the library composes anything: it recurses, and a megabyte of `[` makes V8 end the whole process
 * (measured with yaml 2.9.1 on Node 20: "RegExpCompiler Allocation failed"), which no `catch` stops.
 */
import { Composer, type CST, Lexer, LineCounter, type ParsedNode, Parser, type YAMLParseError } from 'yaml';
import type { Finding } from './problems.ts';

/** More than ten thousand components. */
export const MAX_TEXT_BYTES = 1024 * 1024;
/** The deepest value of a configuration is nine levels down. */
const MAX_DEPTH = 40;
/** Words, signs and blanks: a megabyte of ordinary configuration has 480,000; the densest is 14,000 components in 720 kB. */
const MAX_TOKENS = 600_000;

export interface YamlText {
  /** Null when there is nothing but blanks and comments, or only errors. */
  readonly root: ParsedNode | null;
  /** Syntax errors: when there is one, the nodes are not to be believed. */
  readonly findings: readonly Finding[];
  readonly place: (offset: number) => { readonly line: number; readonly col: number };
}

/** Reads one document of YAML 1.2, core schema. Never throws. */
export function readYaml(text: string): YamlText {
  const lines = new LineCounter();
  lines.addNewLine(0);
  const place = (offset: number) => lines.linePos(Math.min(offset, text.length));
  const failed = (findings: readonly Finding[]): YamlText => ({ root: null, findings, place });
  if (Buffer.byteLength(text) > MAX_TEXT_BYTES) {
    return failed([{ path: '', offset: null, message: 'longer than 1 MB; that is not a configuration' }]);
  }
  const read = boundedTokens(text, lines);
  if ('offset' in read) {
    return failed([read]);
  }
  const composer = new Composer({
    lineCounter: lines,
    prettyErrors: false,
    version: '1.2',
    schema: 'core',
    resolveKnownTags: false,
    strict: true,
    merge: false,
    stringKeys: false,
    uniqueKeys: false, // the library's own check is quadratic: ours is in document.ts
  });
  const [document, second] = [...composer.compose(read.tokens, true, text.length)];
  if (document === undefined) {
    return failed([]);
  }
  const findings = [
    ...readable([...document.errors, ...document.warnings], text, read.quotes, place),
    ...versionFinding(text, document.directives.yaml),
  ];
  if (second !== undefined) {
    findings.push({
      path: '',
      offset: second.range[0],
      message: 'a second document begins here; a configuration is one document',
    });
  }
  return { root: document.contents, findings, place };
}

interface Tokens {
  readonly tokens: readonly CST.Token[];
  /** Where each quoted text begins, by its end: an open quote is reported where it opens, not at the end of the file. */
  readonly quotes: ReadonlyMap<number, number>;
}

/** The parser's tokens, or why the text is refused. */
function boundedTokens(text: string, lines: LineCounter): Tokens | Finding {
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  const quotes = new Map<number, number>();
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (/^["']/.test(lexeme)) {
      quotes.set(parser.offset + lexeme.length, parser.offset);
    }
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
    }
    count += 1;
    if (parser.stack.length > MAX_DEPTH) {
      return {
        path: '',
        offset: parser.offset,
        message: `nested more than ${MAX_DEPTH} levels deep; is a bracket open?`,
      };
    }
    if (count > MAX_TOKENS) {
      return { path: '', offset: parser.offset, message: 'too many words for a configuration' };
    }
  }
  for (const token of parser.end()) {
    tokens.push(token);
  }
  return { tokens, quotes };
}

/** A document may ask for YAML 1.1, in which `no` is false and `0770` is octal. Ours may not. */
function versionFinding(text: string, { explicit, version }: { explicit?: boolean; version: string }): Finding[] {
  return explicit === true && version !== '1.2'
    ? [
        {
          path: '',
          offset: Math.max(0, text.indexOf('%YAML')),
          message: `YAML ${version} is not understood here; leave the %YAML line out`,
        },
      ]
    : [];
}

/**
 * The library's errors in our words. What only follows from an error before it is left out: after "something unexpected" the
 * rest of that line, and every word that no longer belongs to any node, are reported as unexpected too.
 */
function readable(
  errors: readonly SyntaxError[],
  text: string,
  quotes: ReadonlyMap<number, number>,
  place: YamlText['place'],
): Finding[] {
  const findings: Finding[] = [];
  let lostInLine: number | null = null;
  let last = -1;
  for (const { code, message, pos } of errors) {
    const opened = /closing .quote/.test(message) ? quotes.get(pos[0]) : undefined;
    const offset = opened ?? pos[0];
    const follows = lostInLine !== null && (message.includes(' in YAML stream') || place(offset).line === lostInLine);
    if (!follows && offset !== last) {
      findings.push({
        path: '',
        offset,
        message: opened === undefined ? wordsFor(code, message, text, offset) : 'this quote is never closed',
      });
    }
    last = offset;
    if (lostInLine === null && (code === 'UNEXPECTED_TOKEN' || opened !== undefined)) {
      lostInLine = place(offset).line;
    }
  }
  return findings;
}

type SyntaxError = Pick<YAMLParseError, 'code' | 'message' | 'pos'>;

function wordsFor(code: SyntaxError['code'], message: string, text: string, offset: number): string {
  if (code === 'UNEXPECTED_TOKEN' && text.startsWith('${', offset - 1)) {
    return 'inside { } and [ ] a text with `${…}` must stand in quotes';
  }
  if (message === 'Implicit map keys need to be followed by map values') {
    return 'a `:` is missing after this, or it does not belong here';
  }
  // The library quotes the text it stumbled over, and that may be a password.
  return WORDS[code] ?? message.replace(/: ".*$/s, '').replace(/\.$/, '');
}

const WORDS: Readonly<Partial<Record<YAMLParseError['code'], string>>> = {
  TAB_AS_INDENT: 'a tab as indentation; YAML wants spaces',
  BAD_INDENT: 'the indentation does not fit, or a bracket above is not closed',
  BLOCK_AS_IMPLICIT_KEY:
    'a field inside a value: quote a text that holds `: `, or check the indentation of the next line',
  BAD_SCALAR_START: 'a text cannot begin with this sign; put it in quotes',
  MULTILINE_IMPLICIT_KEY: 'a field name that goes over two lines; is a `:` or a quote missing?',
  TAG_RESOLVE_FAILED: 'tags (`!…`) mean nothing here; leave it out',
  RESOURCE_EXHAUSTION: 'nested too deeply',
};
