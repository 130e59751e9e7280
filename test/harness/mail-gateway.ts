/** The mail gateway on loopback, closed when the test ends, with a desk that remembers what it was given. */
import { onTestFinished } from 'vitest';
import { startSmtpGateway } from '../../electron/server/smtp/gateway.ts';
import type { MailFate, MailReceiver } from '../../electron/server/smtp/receiver.ts';
import type { ReceivedMail } from '../../shared/model/mail.ts';
import { SmtpGateway } from '../../shared/model/smtp-gateway.ts';
import { type MovableClock, movableClock } from './clock.ts';
import { rememberingLog } from './log.ts';
import { START } from './watch-story.ts';

export interface MailGatewayOptions {
  readonly settings?: object;
  readonly receivers?: readonly MailReceiver[];
  readonly clock?: MovableClock;
  readonly mayEnter?: () => boolean;
}

/** `kim` and `sam` can be called; `fate` says what becomes of it. */
export async function mailGateway(
  fate: (name: string, mail: ReceivedMail) => MailFate | Promise<MailFate> = () => 'taken',
  { settings = {}, receivers, clock = movableClock(START), mayEnter = () => true }: MailGatewayOptions = {},
) {
  const log = rememberingLog();
  const taken: { readonly name: string; readonly mail: ReceivedMail }[] = [];
  const people: MailReceiver = {
    knows: (name) => (['kim', 'sam'].includes(name.toLowerCase()) ? 'people' : null),
    take: async (name, mail) => {
      taken.push({ name, mail });
      return fate(name, mail);
    },
  };
  const started = await startSmtpGateway({
    place: SmtpGateway.parse({ port: 0, ...settings }),
    receivers: receivers ?? [people],
    isOurs: () => false,
    mayEnter,
    clock,
    log,
  });
  if (started.kind === 'refused') {
    throw new Error(started.problem);
  }
  onTestFinished(() => started.close());
  return { clock, log, taken, port: started.port, close: started.close };
}
