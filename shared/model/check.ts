/**
 * What a check asks for, by type. The schemas are the configuration file's own; their output is what probes receive.
 *
 * A new check type is one schema here, one probe in electron/probes, one line in its registry.
 */
import { z } from 'zod';
import { Duration } from './duration.ts';
import { unescapeText } from './escapes.ts';
import { CheckId, type ComponentId } from './ids.ts';
import { FAILURE_KINDS } from './observation.ts';
import { Trouble } from './status.ts';

const seconds = (n: number) => n * 1_000;
const port = z.number().int().min(1).max(65_535);
const regexText = z.string().superRefine((text, context) => {
  try {
    new RegExp(text, 's');
  } catch (error) {
    context.addIssue({
      code: 'custom',
      message: `not a regular expression: ${error instanceof Error ? error.message : String(error)}`,
    });
  }
});
const hexText = z.string().regex(/^(?:[0-9a-fA-F]{2}\s*)+$/, 'pairs of hexadecimal digits, e.g. "0d 0a"');
/** Text with the escapes of `escapes.ts`. */
const escapedText = z.string().superRefine((text, context) => {
  const unescaped = unescapeText(text);
  if (!unescaped.ok) {
    context.addIssue({ code: 'custom', message: unescaped.problem });
  }
});
/** A token (RFC 9110 section 5.6.2). The rest of the list is the connection's own business, not the check's. */
const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'a header name: letters, digits and dashes')
  .regex(
    /^(?!(?:connection|keep-alive|transfer-encoding|upgrade|expect|content-length|te|trailer)$)/i,
    'set by the connection itself, leave it out',
  );
/** Printable Latin-1 and tabs (RFC 9110 section 5.5): a line break would begin another header. */
const headerValue = z
  .string()
  .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'a header value has no line breaks and no characters beyond Latin-1');

/** Settings every check has, whatever its type. Times in ms after parsing. */
const timing = {
  /** Defaults to `<component>/<type>` (`-2`, `-3` … when that is taken). */
  id: CheckId.optional(),
  name: z.string().optional(),
  interval: Duration.default(seconds(30)),
  /** While undecided. Default: a tenth of the interval, at least 1 s. */
  fastInterval: Duration.optional(),
  /** While settled down. Default: the interval. */
  downInterval: Duration.optional(),
  /** For the whole try; never above the interval. */
  timeout: Duration.default(seconds(10)),
  rise: z.number().int().min(1).max(100).default(2),
  fall: z.number().int().min(1).max(100).default(3),
  /** Above it a pass counts as slow. Absent: never slow. */
  latencyLimit: Duration.optional(),
  /** How long the target may say "starting" or "draining" before that counts as failing. */
  startingGrace: Duration.default(seconds(300)),
  /** What a settled failure makes of the component, by failure kind. Rest: `failureStatus`. */
  failureStatuses: z.partialRecord(z.enum(FAILURE_KINDS), Trouble).default({}),
  failureStatus: Trouble.default('major_outage'),
};

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
    }),
]);

const BodyRule = z.strictObject({
  /** Each that is given must hold; they are tried in this order. */
  contains: z.string().min(1).optional(),
  absent: z.string().min(1).optional(),
  regex: regexText.optional(),
});

const HttpCheck = z.strictObject({
  type: z.literal('http'),
  ...timing,
  url: z.url({ protocol: /^https?$/, error: 'an http:// or https:// address' }),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']).default('GET'),
  /** Values may hold ${ENV} and sealed secrets. */
  headers: z.record(headerName, headerValue).default({}),
  body: z.string().optional(),
  expectStatus: z
    .union([StatusRange.transform((range) => [range]), z.array(StatusRange).min(1)])
    .default([{ from: 200, to: 299 }]),
  expectBody: BodyRule.optional(),
  /** How many redirects to follow; 0 judges the redirect itself. */
  redirects: z.number().int().min(0).max(20).default(5),
  /** False accepts any certificate: shown with a warning wherever the check is shown. */
  verifyTls: z.boolean().default(true),
  /**
   * `fresh` proves that a newcomer gets in; `reused` is cheaper. POST and PATCH are always fresh: when a kept connection
   * breaks, nobody can tell whether they were carried out, and sending them twice is no check.
   */
  connection: z.enum(['fresh', 'reused']).default('fresh'),
  /** Bytes of the body to read at most. A larger body is a failure only if a body rule needs it. */
  maxBody: z
    .number()
    .int()
    .min(0)
    .max(64 * 1024 * 1024)
    .default(1024 * 1024),
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

const TcpCheck = z.strictObject({
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

const ZcMonitorCheck = z
  .strictObject({
    type: z.literal('zcmonitor'),
    ...timing,
    host: z.string().min(1).default('127.0.0.1'),
    /** The Zope instance's own HTTP port; the monitor listens on this + 80 (ftw.monitor). */
    instancePort: port.max(65_455).optional(),
    /** The monitor's port itself, when it is not instance + 80. */
    port: port.optional(),
  })
  .refine((check) => (check.instancePort === undefined) !== (check.port === undefined), {
    error: 'one of instancePort (the Zope instance, the monitor is 80 above it) and port (the monitor itself)',
  });

const HeartbeatCheck = z.strictObject({
  type: z.literal('heartbeat'),
  ...timing,
  /** A beat is expected this often. */
  every: Duration,
  /** Extra time before a missing beat counts. */
  grace: Duration.default(seconds(60)),
  /** The secret part of the address to call. Must be hard to guess: at least 16 characters. */
  token: z.string().min(16, 'at least 16 characters, or anyone may beat for it'),
});

/** A check as it stands in the file. */
export const CheckFile = z.discriminatedUnion('type', [HttpCheck, TcpCheck, ZcMonitorCheck, HeartbeatCheck]);

/** A check as the house uses it: with its id, its component, and every interval filled in (ms). */
export type Check = z.infer<typeof CheckFile> & {
  readonly id: CheckId;
  readonly componentId: ComponentId;
  readonly fastInterval: number;
  readonly downInterval: number;
};
export type CheckType = Check['type'];
export type CheckOf<T extends CheckType> = Extract<Check, { type: T }>;
