/**
 * One message through a submission server (RFC 5321, RFC 6409): greeting, STARTTLS, AUTH, MAIL, RCPT, DATA, QUIT.
 *
 * The conversation is nodemailer's; the connection and the judgement are ours. The message is sent at most once in a session:
 * what was lost after it may have been taken, and is said so.
 */
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Delivery } from '../../../shared/model/page.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import {
  isReply,
  type SmtpError,
  type SmtpStage,
  smtpForeign,
  smtpTaken,
  smtpTooLate,
  smtpTrouble,
} from './smtp-verdict.ts';

export interface SmtpRequest {
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'none';
  readonly verifyTls: boolean;
  readonly login: { readonly user: string; readonly password: string } | null;
  readonly from: string;
  readonly to: readonly string[];
  readonly message: Buffer;
}

/** After QUIT the server may close in peace for this long. ms */
const FAREWELL_MS = 2_000;
/** A server that says more in one reply is not one. Bytes. */
const LONGEST_REPLY = 64 * 1_024;

/** Never throws; within the signal. */
export function smtpSession(request: SmtpRequest, signal: AbortSignal, clock: Clock): Promise<Delivery> {
  const { host, port, login, from, to, message } = request;
  const who = `${host}:${port}`;
  let stage: SmtpStage = 'greeting';

  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const server = new SMTPConnection({ ...security(request), host, connection: socket });
    const end = (delivery: Delivery) => {
      signal.removeEventListener('abort', giveUp);
      resolve(delivery);
    };
    const breakOff = (delivery: Delivery) => {
      end(delivery);
      server.close();
      socket.destroy(); // also one that TLS is wrapped around, or that has not connected yet
    };
    const giveUp = () => breakOff(smtpTooLate(stage, who));
    const broken = (error: SmtpError) => breakOff(smtpTrouble(error, stage, who));
    const refuse = (error: SmtpError) => {
      if (error.responseCode === undefined) {
        broken(error);
      } else {
        end(smtpTrouble(error, stage, who));
        sayGoodbye(server, clock);
      }
    };
    const send = () => {
      stage = 'envelope';
      const body = told(message, () => {
        stage = 'message';
      });
      server.send({ from, to: [...to], size: message.length }, body, (error, info) => {
        if (error) {
          refuse(error);
        } else if (isReply(info.response)) {
          end(smtpTaken(info));
          sayGoodbye(server, clock);
        } else {
          breakOff(smtpForeign(info.response, who));
        }
      });
    };
    const logIn = () => {
      if (login === null) {
        send();
        return;
      }
      stage = 'login';
      server.login({ user: login.user, pass: login.password }, (refusal) => (refusal ? refuse(refusal) : send()));
    };

    server.on('error', broken);
    server.connect((error) => (error ? broken(error) : logIn()));
    signal.aborted ? giveUp() : signal.addEventListener('abort', giveUp, { once: true });
  });
}

/** `starttls` is demanded, never merely hoped for; `none` does not take it even when it is offered. */
function security({ security: kind, verifyTls }: SmtpRequest) {
  return {
    secure: kind === 'tls',
    requireTLS: kind === 'starttls',
    ignoreTLS: kind === 'none',
    tls: { rejectUnauthorized: verifyTls },
    maxResponseSize: LONGEST_REPLY,
    socketCloseTimeout: 0,
  };
}

/** The message, and when its first byte is wanted. */
function told(message: Buffer, begun: () => void): Readable {
  return new Readable({
    read() {
      begun();
      this.push(message);
      this.push(null);
    },
  });
}

/** Says QUIT and leaves. Nobody waits for the answer. */
function sayGoodbye(server: SMTPConnection, clock: Clock): void {
  if (server.destroyed) {
    return; // after a 421 it is closed already
  }
  const cancel = clock.after(FAREWELL_MS, () => server.close());
  server.once('end', cancel);
  server.quit();
}
