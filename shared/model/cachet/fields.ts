/**
 * Fields as clients of a Cachet send them: JSON with nulls for what is to stay, or a form in which every number is a text.
 */
import { z } from 'zod';
import { plainWords } from '../page-me.ts';

/** Characters. */
const LONGEST_NAME = 200;
const LONGEST_TEXT = 10_000;

const fromText = (value: unknown): unknown =>
  typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value;

const FLAGS: Readonly<Record<string, boolean>> = {
  true: true,
  '1': true,
  on: true,
  false: false,
  '0': false,
  off: false,
};

export const whole = (min: number, max: number) => z.preprocess(fromText, z.number().int().min(min).max(max));
export const figure = z.preprocess(fromText, z.number());
/** Whether: true, 1, "1", "true" … */
export const flag = z.preprocess((value) => FLAGS[String(value).toLowerCase()] ?? value, z.boolean());
/** On one line: it stands in lists, pages and messages. */
export const name = z.string().transform(plainWords).pipe(z.string().min(1).max(LONGEST_NAME));
export const text = z.string().max(LONGEST_TEXT);
/** An order, or a number of ours. */
export const position = whole(0, 1_000_000);
/** As text: it is read by the clock of the server. */
export const date = z.string().max(40);
export const address = z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(500)]);
/** "EU West,Video", or a list of them. */
export const tags = z.union([z.string().max(2_000), z.array(z.string().max(LONGEST_NAME)).max(50)]);

/** Null means "leave it as it is", for everything. */
export function withoutNulls(body: unknown): unknown {
  return typeof body === 'object' && body !== null && !Array.isArray(body)
    ? Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))
    : body;
}
