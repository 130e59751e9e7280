/**
 * How long trouble must have lasted before it pages, for each severity: the component's own word, else the settings', else 45 s.
 */
import type { PageAfter, PageAfterFile } from '../../model/page-after.ts';

/** Three quick tries are one opinion: less, and a blip of 20 seconds wakes people. */
const BREATH_MS = 45_000;

export function alwaysAfter(ms: number): PageAfter {
  return { low: ms, high: ms, critical: ms };
}

/** @param beneath what a severity has that is not named; absent: as if nothing were written anywhere */
export function pageAfterOf(file: PageAfterFile | undefined, beneath: PageAfter = alwaysAfter(BREATH_MS)): PageAfter {
  if (file === undefined) {
    return beneath;
  }
  if (typeof file === 'number') {
    return alwaysAfter(file);
  }
  const { default: rest, ...own } = file;
  return { ...beneath, ...(rest !== undefined && alwaysAfter(rest)), ...own };
}
