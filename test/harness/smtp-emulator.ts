/**
 * A submission server on loopback: in the clear, with STARTTLS, or under TLS from the first byte. Can be told to misbehave at any
 * command; what it is told to say gets its line end here, and 421 hangs up, as the RFC wants.
 */
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Identity } from './certificates.ts';
import { smtpDialogue } from './smtp-dialogue.ts';
import { type React, type StagedServer, startStagedServer } from './staged-server.ts';

/** `greeting`: a client has connected. `message`: the dot that ends one has come. */
export type SmtpStage = 'greeting' | 'EHLO' | 'STARTTLS' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'message' | 'QUIT';

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came, without the dots that were stuffed in. Latin-1, one character a byte. */
  readonly text: string;
  /** It came under TLS. */
  readonly secure: boolean;
  readonly user: string | null;
}

export interface SmtpEmulatorOptions {
  readonly security?: 'tls' | 'starttls' | 'none';
  /** Needed with TLS. */
  readonly identity?: Identity;
  readonly login?: { readonly user: string; readonly password: string };
  /** Null: it takes mail for this address. Otherwise the reply that says why not. */
  readonly knows?: (address: string) => string | null;
  readonly offers?: readonly string[];
}

export interface SmtpEmulator extends StagedServer<SmtpStage> {
  readonly received: readonly Mail[];
  /** Every command that came, by session; a message is one line `(message)`. */
  readonly sessions: ReadonlyArray<readonly string[]>;
}

export async function startSmtpEmulator(options: SmtpEmulatorOptions = {}): Promise<SmtpEmulator> {
  const received: Mail[] = [];
  const sessions: string[][] = [];
  const take = (mail: Mail) => `250 2.0.0 Ok: queued as ${received.push(mail)}`;

  function serve(socket: Socket, react: React<SmtpStage>, secure: boolean, lines: string[]): void {
    const dialogue = smtpDialogue(options, secure, take);
    const hear = (stage: SmtpStage | null, own: () => string | null) =>
      react(stage, own, (reply, told) => {
        if (told) {
          dialogue.forget();
        }
        socket.write(`${reply}\r\n`);
        if (stage === 'STARTTLS' && reply.startsWith('220')) {
          socket.removeAllListeners('data');
          serve(underTls(socket), react, true, lines);
        } else if (reply.startsWith('421') || reply.startsWith('221')) {
          socket.end();
        }
      });
    // After STARTTLS the client speaks first.
    if (secure === (options.security === 'tls')) {
      hear('greeting', () => '220 mail.example.org ESMTP');
    }
    let rest = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      const parts = `${rest}${text}`.split('\r\n');
      rest = parts.pop() ?? '';
      for (const line of parts) {
        const stage = dialogue.stageOf(line);
        stage !== null && lines.push(stage === 'message' ? '(message)' : line);
        hear(stage, () => dialogue.reply(line));
      }
    });
  }

  function underTls(socket: Socket): TLSSocket {
    const { identity } = options;
    if (identity === undefined) {
      throw new Error('this emulator needs an identity for TLS');
    }
    return new TLSSocket(socket, { isServer: true, ...identity })
      .on('error', () => undefined)
      .once('end', () => socket.destroy());
  }

  const server = await startStagedServer<SmtpStage>((socket, react) => {
    const lines: string[] = [];
    sessions.push(lines);
    const secure = options.security === 'tls';
    serve(secure ? underTls(socket) : socket, react, secure, lines);
  });
  return { ...server, received, sessions };
}
