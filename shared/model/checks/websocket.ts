/**
 * The WebSocket check: the handshake, and a message each way if that is asked for.
 */
import { z } from 'zod';
import { address } from './address.ts';
import { regexText, timing } from './common.ts';
import { anyHeaderName, HttpAuth, requestHeaders } from './http-target.ts';
import { stages } from './stages.ts';
import { throughProxy, trusting } from './way.ts';

export const WebSocketCheck = z.strictObject({
  type: z.literal('websocket'),
  ...timing,
  url: address(/^wss?$/, 'a ws:// or wss:// address'),
  headers: requestHeaders,
  auth: HttpAuth.optional(),
  ...throughProxy,
  ...stages,
  ...trusting,
  /** Must be accepted by the server (RFC 6455 section 1.9). */
  subprotocol: anyHeaderName.optional(),
  /** A text message, sent once the handshake is done. */
  send: z.string().optional(),
  /** Some message of the server must be like this. Those before it are looked at and let go: many servers greet first. */
  expect: z
    .strictObject({ contains: z.string().min(1).optional(), regex: regexText.optional() })
    .refine(({ contains, regex }) => (contains === undefined) !== (regex === undefined), {
      error: 'one of contains and regex',
    })
    .optional(),
  /** Bytes that one message may have at most. */
  maxMessage: z
    .number()
    .int()
    .min(1)
    .max(16 * 1024 * 1024)
    .default(1024 * 1024),
});
