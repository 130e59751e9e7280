import { z } from 'zod';
import { ChannelId } from '../ids.ts';
import { HttpUrl } from './parts.ts';

/** The server's own form of a topic (ntfy, server/server.go). */
const Topic = z.string().regex(/^[-_A-Za-z0-9]{1,64}$/, 'letters, digits, dash and underscore only, at most 64');

/** Whoever knows it can acknowledge: no shorter than what nobody guesses. */
const AnswersTopic = z
  .string()
  .regex(
    /^[-_A-Za-z0-9]{16,64}$/,
    'must be a name that nobody guesses: 16 to 64 letters, digits, dashes and underscores',
  );

/** A topic of an ntfy server (docs.ntfy.sh): pushes to the phones that follow it. */
export const NtfyChannel = z
  .strictObject({
    id: ChannelId,
    type: z.literal('ntfy'),
    baseUrl: HttpUrl.default('https://ntfy.sh'),
    topic: Topic,
    /** `tk_…`, an access token. */
    token: z.string().min(1).optional(),
    login: z.strictObject({ user: z.string().min(1), password: z.string().min(1) }).optional(),
    /** A topic of the same server that the phone's buttons write to and we read. Absent: no buttons. */
    answers: AnswersTopic.optional(),
    verifyTls: z.boolean().default(true),
  })
  .refine(({ token, login }) => token === undefined || login === undefined, {
    path: ['login'],
    error: 'has a token already; one of the two is enough',
  })
  .refine(({ topic, answers }) => topic !== answers, {
    path: ['answers'],
    error: 'must be another topic than the one that is paged',
  });
