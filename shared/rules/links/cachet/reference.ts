/**
 * What a link keeps of a thing at a Cachet: its number there, or, just before it is made, after which number it must be looked for.
 */

export type Reference =
  /** `offset`: minutes by which the wall's clock is ahead of UTC, where that was found out. */
  | { readonly kind: 'number'; readonly number: number; readonly offset: number | null }
  /** It is about to be made, and will have a number above this one. `at`: epoch ms. */
  | { readonly kind: 'after'; readonly number: number; readonly at: number }
  | { readonly kind: 'none' };

const FORM = /^(\d{1,15})(?:@(-?\d{1,4}))?$|^after:(\d{1,15}):(\d{1,16})$/;

/** What cannot be read is none. */
export function readReference(text: string | null): Reference {
  const [, number, offset, after, at] = FORM.exec(text ?? '') ?? [];
  if (number !== undefined) {
    return { kind: 'number', number: Number(number), offset: offset === undefined ? null : Number(offset) };
  }
  return after === undefined ? { kind: 'none' } : { kind: 'after', number: Number(after), at: Number(at) };
}

export const numberText = (number: number, offset: number | null = null): string =>
  offset === null ? String(number) : `${number}@${offset}`;

export const afterText = (number: number, at: number): string => `after:${number}:${at}`;
