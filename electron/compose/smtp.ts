/** The mail gateway of the house: where the configuration wants it, and whom a mail calls there. */
import type { Config } from '../../shared/model/config.ts';
import type { SmtpGateway } from '../../shared/model/smtp-gateway.ts';
import { callOfMail, mailName, tellByMail } from '../../shared/rules/mail/call.ts';
import type { CallDesk } from '../engine/ports/calls.ts';
import type { MailReceiver } from '../server/smtp/receiver.ts';
import { createGatewayServing, type GatewayOptions, type GatewayServing } from './gateway.ts';

export interface SmtpOptions extends Pick<GatewayOptions<SmtpGateway>, 'clock' | 'log'> {
  readonly config: () => Config;
  /** In order: the first that knows a name has it. */
  readonly receivers: readonly MailReceiver[];
  /** False: there is more to do than can be done, or we are ending. */
  readonly mayEnter: () => boolean;
}

export function createSmtpServing({ clock, log, config, receivers, mayEnter }: SmtpOptions): GatewayServing {
  /** Addresses that we send from: what comes from them would answer ourselves. */
  const isOurs = (address: string): boolean =>
    [...config().channels.values()].some(
      (channel) => channel.type === 'smtp' && channel.from.toLowerCase() === address.toLowerCase(),
    );
  return createGatewayServing<SmtpGateway>({
    id: 'smtp',
    name: 'mail gateway',
    without: 'Nobody can call by mail',
    clock,
    log,
    wanted: () => config().settings.smtp,
    async start(place) {
      // Most have none: then it is not in memory either.
      const { startSmtpGateway } = await import('../server/smtp/gateway.ts');
      return startSmtpGateway({ place, receivers, mayEnter, isOurs, clock, log });
    },
  });
}

/** People with a card that names them to mails. */
export function peopleByMail(desk: Pick<CallDesk, 'knowsMail' | 'callByMail'>, config: () => Config): MailReceiver {
  return {
    knows: (name) => (desk.knowsMail(name) ? 'people' : null),
    async take(name, mail) {
      const channel = config().settings.smtp?.answerBy;
      const called = await desk.callByMail(name, callOfMail(mail), {
        // Every mail comes through the same server, so its sender stands for its address.
        key: `mail ${mail.returnPath.toLowerCase()}`,
        message: mailName(mail),
        tellBy: channel === undefined ? null : tellByMail(mail, channel),
      });
      return called.kind;
    },
  };
}
