/**
 * The TCP check: a connection, and the script that is played on it.
 */
import { z } from 'zod';
import { unescapeText } from '../escapes.ts';
import { port, regexText, timing } from './common.ts';

const hexText = z.string().regex(/^(?:[0-9a-fA-F]{2}\s*)+$/, 'pairs of hexadecimal digits, e.g. "0d 0a"');
/** Text with the escapes of `escapes.ts`. */
export const escapedText = z.string().superRefine((text, context) => {
  const unescaped = unescapeText(text);
  if (!unescaped.ok) {
    context.addIssue({ code: 'custom', message: unescaped.problem });
  }
});

/**
 * One line of a TCP script: send something, or wait for something. As in HAProxy's tcp-check, an expectation looks at all
 * that has come since the last `send`, so several in a row look at the same bytes.
 */
const TcpStep = z.union([
  z.strictObject({ send: escapedText }),
  z.strictObject({ sendHex: hexText }),
  z
    .strictObject({
      expect: escapedText.min(1).optional(),
      /** Flag `s`; sees each byte as the character of that number (Latin-1). */
      expectRegex: regexText.optional(),
      expectHex: hexText.optional(),
      /** The expectation must NOT be found. Decided once `minLength` bytes have come (or the other side closed). */
      not: z.boolean().default(false),
      /** Nothing is decided before this many bytes have come (or the other side closed). */
      minLength: z.number().int().min(1).optional(),
    })
    .refine(
      (step) => [step.expect, step.expectRegex, step.expectHex].filter((rule) => rule !== undefined).length === 1,
      {
        error: 'exactly one of expect, expectRegex and expectHex',
      },
    )
    .refine((step) => !step.not || step.minLength !== undefined, {
      path: ['minLength'],
      error: 'needed with "not: true": without it nobody can say when enough has come to be sure',
    }),
]);
export type TcpStep = z.infer<typeof TcpStep>;

export const TcpCheck = z.strictObject({
  type: z.literal('tcp'),
  ...timing,
  host: z.string().min(1),
  port,
  /** Empty: connecting is enough. `\r \n \t \\ \xHH` are understood in send and expect. */
  script: z.array(TcpStep).default([]),
  /** Bytes of the answer looked at, as HAProxy's buffer: 16 KiB. */
  maxBuffer: z
    .number()
    .int()
    .min(1)
    .max(1024 * 1024)
    .default(16 * 1024),
});
