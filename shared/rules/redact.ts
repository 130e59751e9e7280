/**
 * Takes secrets out of a text before it reaches a log, a feed or an export.
 *
 * The rule: after it no secret can be read in the text, not even by parts of two that overlapped.
 */

/** Stands for what was there; its length tells nothing. */
export const REDACTED = '•••';

/**
 * The text with every occurrence of every secret replaced. Longest first, and what overlaps or touches becomes one mark:
 * otherwise the tail of the longer one would survive the shorter one.
 */
export function redact(text: string, secrets: readonly string[]): string {
  const spans = mergeSpans(secrets.toSorted((a, b) => b.length - a.length).flatMap((secret) => spansOf(secret, text)));
  let result = '';
  let end = 0;
  for (const [from, to] of spans) {
    result += text.slice(end, from) + REDACTED;
    end = to;
  }
  return result + text.slice(end);
}

type Span = readonly [from: number, to: number];

/** All places of a secret, overlapping ones too: `aa` stands twice in `aaa`. */
function spansOf(secret: string, text: string): readonly Span[] {
  const spans: Span[] = [];
  if (secret === '') {
    return spans;
  }
  for (let from = text.indexOf(secret); from !== -1; from = text.indexOf(secret, from + 1)) {
    spans.push([from, from + secret.length]);
  }
  return spans;
}

function mergeSpans(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1]) {
      merged[merged.length - 1] = [last[0], Math.max(last[1], to)];
    } else {
      merged.push([from, to]);
    }
  }
  return merged;
}
