/**
 * Comparisons of values in JSON, as other programs write them, in our words.
 *
 * They compare texts: `== 1` fits the number and the text there, so it does here. Ours takes no missing value for anything.
 */
import type { z } from 'zod';
import type { JsonRule } from '../../shared/model/checks/expectations.ts';
import { parseJsonPath } from '../../shared/model/json-path.ts';
import { literal } from './texts.ts';

type JsonRuleDraft = z.input<typeof JsonRule>;
type Scalar = string | number | boolean;

/** `$.status`; null when ours has no words for the way. */
export const jsonPathText = (path: string): string | null => (parseJsonPath(path).ok ? literal(path) : null);

/** The text, and the number or truth value that it may have been. */
export function readings(text: string): readonly Scalar[] {
  const bare = text.replace(/^(["'])(.*)\1$/s, '$2');
  if (/^-?\d+(?:\.\d+)?$/.test(bare) && Number.isFinite(Number(bare))) {
    return [Number(bare), bare];
  }
  return bare === 'true' || bare === 'false' ? [bare === 'true', bare] : [literal(bare)];
}

/** `==`, `!=`, `<` … against a text; null when ours cannot say it. */
export function jsonRule(path: string, operator: string, right: string): JsonRuleDraft | null {
  const [first, ...others] = readings(right);
  const number = typeof first === 'number' ? first : null;
  switch (operator) {
    case '==':
      return others.length === 0 ? { path, equals: first ?? '' } : { path, oneOf: [first ?? '', ...others] };
    case '!=':
      return { path, notEquals: first ?? '' };
    case '<':
      return number === null ? null : { path, below: number };
    case '<=':
      return number === null ? null : { path, atMost: number };
    case '>':
      return number === null ? null : { path, above: number };
    case '>=':
      return number === null ? null : { path, atLeast: number };
    default:
      return null;
  }
}
