/**
 * Which of our channels is nearest to a way of telling people elsewhere. Channels are not carried over: who is woken, and how,
 * is a decision to be made again.
 */

const NEAREST: readonly (readonly [RegExp, string])[] = [
  [/^(?:vonage|nexmo)$/i, 'vonage-sms'],
  [/^(?:twilio|messagebird|plivo|clicksend|sms|.*sms.*|octopush|46elks|cellsynt|promosms|serwersms)$/i, 'twilio-sms'],
  [/^(?:voice|call|.*[-_]voice)$/i, 'twilio-voice'],
  [/^(?:e-?mail|smtp|mail|sendgrid|aws-?ses|resend|brevo)$/i, 'smtp'],
  [/^wctp$/i, 'wctp'],
  [/^tap$/i, 'tap'],
  [/^(?:pager|snpp)$/i, 'snpp'],
  [/^(?:command|script|exec)$/i, 'command'],
  [/^ntfy$/i, 'ntfy'],
  [/^(?:ms-?)?teams(?:-workflows)?$/i, 'teams'],
  [/^slack$/i, 'slack'],
  [/^pager-?duty$/i, 'pagerduty'],
  [/^pushover$/i, 'pushover'],
  [/^telegram$/i, 'telegram'],
  [/^(?:webhook|custom|n8n|zapier|ifttt|home-?assistant|apprise)$/i, 'webhook'],
];

/** One sentence: `not carried over; the nearest channel is webhook`. */
export function nearestChannel(type: string): string {
  const channel = NEAREST.find(([pattern]) => pattern.test(type))?.[1];
  return channel === undefined
    ? `"${type}" has no channel of its own here; the nearest is webhook, sent to whatever passes it on`
    : `channels are not carried over; the nearest to "${type}" is ${channel}`;
}
