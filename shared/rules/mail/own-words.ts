/**
 * What somebody wrote in a mail: without the signature, and without what they answer to.
 *
 * Where nothing is left (somebody forwards an alarm and writes nothing above it) what was quoted is what they mean.
 */

/** `-- ` (RFC 3676, section 4.3); many programs lose the blank. */
const SIGNATURE = /^-- ?$/;
const QUOTED = /^\s*>/;
/** Outlook's line above what it answers, in the languages that our users write. */
const ORIGINAL = /^-{3,}\s*(original message|ursprüngliche nachricht|message d'origine|mensaje original)\s*-{3,}$/i;
/** Newer Outlook: a rule, or nothing, and then the other mail's header. */
const HEADER_OF_OTHER = /^\*?(from|von|de):\*? .*$/i;
const MORE_OF_IT = /^\*?(sent|gesendet|envoyé|enviado|date|datum|fecha|to|an|à|para):\*? /i;
const RULE = /^_{10,}$/;
/** In the languages that our users write. */
const INTRODUCTION_BEGINS = /^(on|am|le|el|il|op|den) .*\d/i;
const INTRODUCTION_ENDS = /(@|wrote|writes|schrieb|écrit|escribió|scritto|schreef|skrev).*:$/i;
/** Lines of an introduction like "On Mon, 5 Jan 2026 at 09:30, Kim wrote:". */
const MOST_LINES_OF_INTRODUCTION = 3;

export function ownWords(text: string): string {
  const all = text.split(/\r?\n/).map((line) => line.trimEnd());
  const own = withoutQuotes(upTo(upTo(all, isSignature), isOther));
  const kept = isEmpty(own) ? upTo(all, isSignature) : own;
  return kept.join('\n').trim();
}

const isEmpty = (lines: readonly string[]): boolean => lines.every((line) => line.trim() === '');
const isSignature = (line: string): boolean => SIGNATURE.test(line);

function isOther(line: string, index: number, lines: readonly string[]): boolean {
  return ORIGINAL.test(line) || isHeader(lines, RULE.test(line) ? index + 1 : index);
}

/** Another mail's header: two of its lines, one after the other. */
function isHeader(lines: readonly string[], at: number): boolean {
  return HEADER_OF_OTHER.test(lines[at] ?? '') && MORE_OF_IT.test(lines[at + 1] ?? '');
}

function upTo(
  lines: readonly string[],
  ends: (line: string, index: number, lines: readonly string[]) => boolean,
): readonly string[] {
  const end = lines.findIndex(ends);
  return end < 0 ? lines : lines.slice(0, end);
}

/** Quoted lines go, and with them what introduces them. */
function withoutQuotes(lines: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (!QUOTED.test(line)) {
      kept.push(line);
    } else if (!QUOTED.test(lines[index - 1] ?? '')) {
      dropIntroduction(kept);
    }
  }
  return kept;
}

/** The line that ends in a colon above the quotation, with those before it that belong to it. */
function dropIntroduction(lines: string[]): void {
  while (lines.at(-1)?.trim() === '') {
    lines.pop();
  }
  if (!INTRODUCTION_ENDS.test(lines.at(-1) ?? '')) {
    return;
  }
  const from = Math.max(0, lines.length - MOST_LINES_OF_INTRODUCTION);
  const begin = lines.findLastIndex((line, index) => index >= from && INTRODUCTION_BEGINS.test(line));
  lines.length = begin < 0 ? lines.length - 1 : begin;
}
