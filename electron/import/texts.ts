/**
 * Small translations that every reader needs: names to ids, foreign texts and lengths of time to ours.
 */
import { goDurationMs } from '../../shared/model/go-duration.ts';

/** Characters of an id; the rest of the 120 is for the check's own part. */
const LONGEST_ID = 80;

/** Gives out ids: letters and digits of the name, `-2`, `-3` … when that is taken. Never one of `taken`. */
export function idMaker(taken: readonly string[] = []): (name: string) => string {
  const used = new Set(taken);
  const next = new Map<string, number>();
  return (name) => {
    const wanted = slug(name);
    let id = wanted;
    // Ten thousand things of one name are numbered in one pass, not in ten thousand.
    let number = next.get(wanted) ?? 2;
    for (; used.has(id); number++) {
      id = `${wanted}-${number}`;
    }
    next.set(wanted, number);
    used.add(id);
    return id;
  };
}

function slug(name: string): string {
  const id = name
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._]+/g, '-')
    .replaceAll(/^[-._]+/g, '')
    .slice(0, LONGEST_ID)
    .replaceAll(/[-._]+$/g, '');
  return id === '' ? 'unnamed' : id;
}

/** A word that components can share: `team web` is `team-web`. */
export const tagOf = (name: string): string => slug(name).slice(0, 60);

/** A text of the source as it must stand in our file to mean itself. */
export const literal = (text: string): string => text.replaceAll('${', () => '$${');

/** Our text that is found inside a regular expression as nothing but itself. */
export const escapeRegex = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** A length of time as Go or Prometheus writes it, in whole ms; null when it is none, or less than nothing. */
export function goDuration(text: string): number | null {
  const ms = goDurationMs(text);
  return ms === null || ms < 0 || !Number.isFinite(ms) ? null : Math.round(ms);
}

/** ms as our file writes them: `90s`, `2m`, `1h30m`, `1d`. */
export function durationText(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  if (whole === 0 || whole % 1_000 !== 0) {
    return whole === 0 ? '0s' : `${whole}ms`;
  }
  const parts: string[] = [];
  let rest = whole;
  for (const [unit, size] of [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1_000],
  ] as const) {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    if (amount > 0) {
      parts.push(`${amount}${unit}`);
    }
  }
  return parts.join('');
}

/** `host:port`, `[::1]:443`. Null when there is no such port. */
export function hostPort(text: string): { readonly host: string; readonly port: number } | null {
  const found = /^(?:\[([^\]]+)\]|([^:/?#\s]+)):(\d{1,5})$/.exec(text.trim());
  const port = Number(found?.[3]);
  return found === null || port < 1 || port > 65_535 ? null : { host: found[1] ?? found[2] ?? '', port };
}

/** Codes 100 to 599 as our ranges: `200`, `"200-299"`, or a list of them. */
export function statusRanges(codes: ReadonlySet<number>): number | string | (number | string)[] {
  const ranges: (number | string)[] = [];
  let from: number | null = null;
  for (let code = 100; code <= 600; code++) {
    if (code < 600 && codes.has(code)) {
      from ??= code;
    } else if (from !== null) {
      ranges.push(from === code - 1 ? from : `${from}-${code - 1}`);
      from = null;
    }
  }
  const [only] = ranges;
  return ranges.length === 1 && only !== undefined ? only : ranges;
}

/** Every code from the first to the last. */
export function codesBetween(first: number, last: number): Set<number> {
  const codes = new Set<number>();
  for (let code = Math.max(100, first); code <= Math.min(599, last); code++) {
    codes.add(code);
  }
  return codes;
}
