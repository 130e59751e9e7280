/**
 * Where mails come in, for people to be called by them. A gateway for what your mail server hands on, no mail server of its own.
 */
import { z } from 'zod';
import { filePath } from './checks/way.ts';
import { ChannelId } from './ids.ts';

const DomainName = z
  .string()
  .max(253)
  .regex(
    /^(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/,
    'a domain name like pager.example.org',
  );

export const SmtpGateway = z.strictObject({
  /** Anything but loopback is a deliberate choice. */
  host: z.string().default('127.0.0.1'),
  port: z.number().int().min(0).max(65_535).default(8_425),
  /** How it greets. Not this machine's own name: a mail server that reads its own name there believes in a loop, and bounces. */
  name: DomainName.default('watchbell.localhost'),
  /** Behind the `@`; mail for another domain is refused. Default: any, what stands before the `@` decides. */
  domains: z.array(DomainName).max(20).default([]),
  /** Then STARTTLS is offered. PEM files, absolute paths. */
  tls: z.strictObject({ cert: filePath, key: filePath }).optional(),
  /** The channel (smtp) by which callers are told what became of their call. Absent: they hear that the mail was taken, no more. */
  answerBy: ChannelId.optional(),
});
export type SmtpGateway = z.infer<typeof SmtpGateway>;
