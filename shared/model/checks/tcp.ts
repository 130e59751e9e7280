/**
 * The TCP check: a connection, and the script that is played on it.
 */
import { z } from 'zod';
import { unescapeText } from '../escapes.ts';
import { Trouble } from '../status.ts';
import { hostName } from './address.ts';
import { port, regexText, timing } from './common.ts';
import { stages } from './stages.ts';
import { throughProxy, trusting } from './way.ts';

const hexText = z.string().regex(/^(?:[0-9a-fA-F]{2}\s*)+$/, 'pairs of hexadecimal digits, e.g. "0d 0a"');
/** Text with the escapes of `escapes.ts`. */
export const escapedText = z.string().superRefine((text, context) => {
  const unescaped = unescapeText(text);
  if (!unescaped.ok) {
    context.addIssue({ code: 'custom', message: unescaped.problem });
  }
});

/** What this step is for, put before the failure's words: "EHLO: no answer within 10 s". */
const stepName = z.string().min(1).max(60).optional();

/**
 * One line of a TCP script: send something, wait for something, or go on under TLS. As in HAProxy's tcp-check, an expectation
 * looks at all that has come since the last `send`, so several in a row look at the same bytes.
 */
const TcpStep = z.union([
  z.strictObject({ send: escapedText, name: stepName }),
  z.strictObject({ sendHex: hexText, name: stepName }),
  /** From here on under TLS: shakes hands, judges the certificate, and forgets what came unprotected. */
  z.strictObject({ starttls: z.literal(true), name: stepName }),
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
      /** What it amounts to when this one fails. Default: the check's `failureStatus`. */
      level: Trouble.optional(),
      name: stepName,
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

/**
 * The protocols whose whole script we know: each proves that the service answers in its protocol, and logs in nowhere.
 * Ports are those of IANA's registry; `tls` is null where a port for TLS from the first byte is not registered.
 */
const PRESET_PORTS = {
  smtp: { plain: 25, tls: 465 },
  'smtp-starttls': { plain: 587, tls: null },
  imap: { plain: 143, tls: 993 },
  redis: { plain: 6379, tls: null },
  memcached: { plain: 11211, tls: null },
  // MySQL and PostgreSQL turn to TLS inside their own protocol, on the same port.
  mysql: { plain: 3306, tls: 3306 },
  postgres: { plain: 5432, tls: 5432 },
  ldap: { plain: 389, tls: 636 },
  ssh: { plain: 22, tls: null },
} as const satisfies Record<string, { readonly plain: number; readonly tls: number | null }>;
export type TcpPreset = keyof typeof PRESET_PORTS;
const TCP_PRESETS = Object.keys(PRESET_PORTS) as [TcpPreset, ...TcpPreset[]];
/** Presets that begin under TLS only by their own way, or never. */
const NEVER_TLS_FIRST: readonly TcpPreset[] = ['smtp-starttls', 'ssh'];

export const TcpCheck = z
  .strictObject({
    type: z.literal('tcp'),
    ...timing,
    host: hostName,
    /** May be left out with a preset: then its registered port. */
    port: port.optional(),
    /** A ready script. Not together with `script`: one of them is the truth. */
    preset: z.enum(TCP_PRESETS).optional(),
    /** Empty: connecting is enough. `\r \n \t \\ \xHH` are understood in send and expect. */
    script: z.array(TcpStep).default([]),
    /** TLS from the first byte on (with `mysql` and `postgres`: as their protocol begins it). */
    tls: z.boolean().default(false),
    ...trusting,
    ...throughProxy,
    ...stages,
    /** The name to ask for (SNI) and to find in the certificate. Default: the host. */
    serverName: z.string().min(1).optional(),
    /** Bytes of the answer looked at, as HAProxy's buffer: 16 KiB. */
    maxBuffer: z
      .number()
      .int()
      .min(1)
      .max(1024 * 1024)
      .default(16 * 1024),
  })
  .superRefine((check, context) => {
    const complain = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    const { preset, tls, script } = check;
    if (check.port === undefined && (preset === undefined || tcpPort(check) === undefined)) {
      complain(
        'port',
        preset === undefined ? 'needed without a preset' : `${preset} has no registered port for TLS; say which`,
      );
    }
    if (preset !== undefined && script.length > 0) {
      complain('script', 'a preset is a whole script of its own; leave out one of both');
    }
    if (tls && preset !== undefined && NEVER_TLS_FIRST.includes(preset)) {
      complain('tls', `${preset} does not begin with TLS; leave it out`);
    }
    script.forEach((step, index) => {
      if ('minLength' in step && (step.minLength ?? 0) > check.maxBuffer) {
        const message = `more than is ever looked at (maxBuffer: ${check.maxBuffer}): it could only run into its time-out`;
        context.addIssue({ code: 'custom', path: ['script', index, 'minLength'], message });
      }
    });
    if ((tls && script.some(isStartTls)) || script.filter(isStartTls).length > 1) {
      complain('script', 'TLS can begin once only; leave out a starttls step or `tls: true`');
    }
  });

const isStartTls = (step: TcpStep) => 'starttls' in step;

/** The port to connect to; undefined only for a check that the schema refuses. */
export function tcpPort(check: {
  readonly port?: number | undefined;
  readonly preset?: TcpPreset | undefined;
  readonly tls: boolean;
}): number | undefined {
  const registered = check.preset === undefined ? undefined : PRESET_PORTS[check.preset];
  return check.port ?? (check.tls ? registered?.tls : registered?.plain) ?? undefined;
}
