/**
 * A submission server on loopback: in the clear, with STARTTLS, or under TLS from the first byte. Can be told to misbehave at any
 * command.
 */
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Identity } from './certificates.ts';
import { smtpDialogue } from './smtp-dialogue.ts';

/** `greeting`: a client has connected. `message`: the dot that ends one has come. */
export type SmtpStage = 'greeting' | 'EHLO' | 'STARTTLS' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'message' | 'QUIT';

export type SmtpBehaviour =
  | { readonly kind: 'well' }
  /** Says this instead of its own; 421 hangs up, as the RFC wants. */
  | { readonly kind: 'say'; readonly at: SmtpStage; readonly line: string }
  | { readonly kind: 'hang'; readonly at: SmtpStage }
  | { readonly kind: 'close'; readonly at: SmtpStage };

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

export interface SmtpEmulator {
  readonly host: string;
  readonly port: number;
  readonly received: readonly Mail[];
  /** Every line that came, by session; a message is one line `(message)`. */
  readonly sessions: ReadonlyArray<readonly string[]>;
  behave(behaviour: SmtpBehaviour): void;
  /** Resolves when a client has come to this stage of any session from now on. */
  reached(stage: SmtpStage): Promise<void>;
  /** Resolves when no client is connected. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export async function startSmtpEmulator(options: SmtpEmulatorOptions = {}): Promise<SmtpEmulator> {
  let behaviour: SmtpBehaviour = { kind: 'well' };
  const received: Mail[] = [];
  const sessions: string[][] = [];
  const sockets = new Set<Socket>();
  const reached = new Map<SmtpStage, Array<() => void>>();
  let whenIdle: Array<() => void> = [];

  const take = (mail: Mail) => `250 2.0.0 Ok: queued as ${received.push(mail)}`;

  function serve(socket: Socket, secure: boolean, lines: string[]): void {
    const dialogue = smtpDialogue(options, secure, take);
    const react = (stage: SmtpStage | null, own: () => string | null): void => {
      const told = stage !== null && behaviour.kind !== 'well' && behaviour.at === stage ? behaviour : null;
      for (const done of stage === null ? [] : (reached.get(stage)?.splice(0) ?? [])) {
        done();
      }
      if (told?.kind === 'hang') {
        return;
      }
      if (told?.kind === 'close') {
        socket.destroy();
        return;
      }
      if (told?.kind === 'say') {
        dialogue.forget();
      }
      const reply = told?.kind === 'say' ? told.line : own();
      if (reply === null) {
        return;
      }
      socket.write(`${reply}\r\n`);
      if (stage === 'STARTTLS' && reply.startsWith('220')) {
        socket.removeAllListeners('data');
        serve(underTls(socket), true, lines);
      } else if (reply.startsWith('421') || reply.startsWith('221')) {
        socket.end();
      }
    };
    // After STARTTLS the client speaks first.
    if (secure === (options.security === 'tls')) {
      react('greeting', () => '220 mail.example.org ESMTP');
    }
    let rest = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      const parts = `${rest}${text}`.split('\r\n');
      rest = parts.pop() ?? '';
      for (const line of parts) {
        const stage = dialogue.stageOf(line);
        stage !== null && lines.push(stage === 'message' ? '(message)' : line);
        react(stage, () => dialogue.reply(line));
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

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      sockets.delete(socket);
      for (const done of sockets.size === 0 ? whenIdle.splice(0) : []) {
        done();
      }
    });
    const lines: string[] = [];
    sessions.push(lines);
    options.security === 'tls' ? serve(underTls(socket), true, lines) : serve(socket, false, lines);
  });

  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    received,
    sessions,
    behave: (next) => {
      behaviour = next;
    },
    reached: (stage) => new Promise((done) => reached.set(stage, [...(reached.get(stage) ?? []), done])),
    idle: () => (sockets.size === 0 ? Promise.resolve() : new Promise((done) => (whenIdle = [...whenIdle, done]))),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) {
          socket.destroy();
        }
      }),
  };
}
