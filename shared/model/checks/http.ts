/**
 * The HTTP check: one request, and what its answer must be.
 */
import { z } from 'zod';
import { timing } from './common.ts';
import { BodyRule, HeaderRule, JsonRule } from './expectations.ts';
import { httpTarget } from './http-target.ts';

/** One code (`200`) or a range (`"200-299"`). */
const StatusRange = z.union([
  z
    .number()
    .int()
    .min(100)
    .max(599)
    .transform((code) => ({ from: code, to: code })),
  z
    .string()
    .regex(/^[1-5]\d\d(?:-[1-5]\d\d)?$/, 'a status code or a range like "200-299"')
    .transform((text) => {
      const [from, to] = text.split('-').map(Number) as [number, number | undefined];
      return { from, to: to ?? from };
    })
    .refine(({ from, to }) => from <= to, { error: 'nothing is in that range: it ends before it begins' }),
]);

export const HttpCheck = z
  .strictObject({
    type: z.literal('http'),
    ...timing,
    ...httpTarget,
    method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']).default('GET'),
    body: z.string().optional(),
    expectStatus: z
      .union([StatusRange.transform((range) => [range]), z.array(StatusRange).min(1)])
      .default([{ from: 200, to: 299 }]),
    expectHeaders: z.array(HeaderRule).default([]),
    /** One rule, or several. */
    expectBody: z.union([BodyRule.transform((rule) => [rule]), z.array(BodyRule)]).default([]),
    expectJson: z.array(JsonRule).default([]),
    /**
     * How we get past caches, since a cached answer does not prove that the site is alive: by `Cache-Control: no-cache`, which
     * many caches do not heed, by a query that was never asked before, or not at all.
     */
    fresh: z.enum(['no-cache', 'unique-query', 'none']).default('no-cache'),
    /** An answer out of a cache is a failure. Without it a cached answer passes, and its readings say `cached`. */
    refuseCached: z.boolean().default(false),
    /**
     * `fresh` proves that a newcomer gets in; `reused` is cheaper. POST and PATCH are always fresh: when a kept connection
     * breaks, nobody can tell whether they were carried out, and sending them twice is no check.
     */
    connection: z.enum(['fresh', 'reused']).default('fresh'),
  })
  .refine(({ maxBody, expectBody, expectJson }) => maxBody > 0 || expectBody.length + expectJson.length === 0, {
    path: ['maxBody'],
    error: 'nothing of the body is read with 0, and a rule looks into it; leave one of both out',
  });
