/**
 * An SNPP gateway (RFC 1861; level 2 knows of the two-way commands what was recorded), speaking the sentences of
 * Debian's libnet-snpp-perl as they stand in test/fixtures/pager/snpp.json. Can be told to misbehave at any command.
 */
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { snppDialogue } from './snpp-dialogue.ts';
import { type TwoWayBook, twoWayBook } from './snpp-two-way.ts';

/** `greeting` stands for the moment in which a client has connected. */
export type SnppStage =
  | 'greeting'
  | 'LOGI'
  | '2WAY'
  | 'PAGE'
  | 'MESS'
  | 'DATA'
  | 'MCRE'
  | 'SEND'
  | 'MSTA'
  | 'KTAG'
  | 'QUIT';

export type SnppBehaviour =
  | { readonly kind: 'well' }
  /** Says this line instead of its own, and goes on; 421 hangs up, as the RFC wants. */
  | { readonly kind: 'say'; readonly at: SnppStage; readonly line: string }
  | { readonly kind: 'hang'; readonly at: SnppStage }
  | { readonly kind: 'close'; readonly at: SnppStage };

export interface SnppPage {
  readonly pager: string;
  readonly text: string;
}

export interface SnppEmulator {
  readonly host: string;
  readonly port: number;
  /** Pages that were sent, in order. */
  readonly received: readonly SnppPage[];
  /** What two-way pagers were sent, and the hands of their owners. */
  readonly twoWay: TwoWayBook;
  /** Every line that came, by session. */
  readonly sessions: ReadonlyArray<readonly string[]>;
  behave(behaviour: SnppBehaviour): void;
  /** Resolves when a client has come to this stage of any session from now on. */
  reached(stage: SnppStage): Promise<void>;
  /** Resolves when no client is connected. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export interface SnppEmulatorOptions {
  /** Which pager ids are known. Default: seven digits or more, as Net::SNPP::Server has it. */
  readonly knows?: (pager: string) => boolean;
  readonly login?: { readonly id: string; readonly password?: string };
  /** Level 1 gateways answer DATA with 500. Default: 2. */
  /** Level 3 gateways keep what two-way pagers were sent, and tell what became of it. */
  readonly level?: 1 | 2 | 3;
  readonly port?: number;
}

export async function startSnppEmulator(options: SnppEmulatorOptions = {}): Promise<SnppEmulator> {
  let behaviour: SnppBehaviour = { kind: 'well' };
  const received: SnppPage[] = [];
  const twoWay = twoWayBook();
  const sessions: string[][] = [];
  const sockets = new Set<Socket>();
  const reached = new Map<SnppStage, Array<() => void>>();
  let whenIdle: Array<() => void> = [];

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
    const dialogue = snppDialogue(options, (page) => received.push(page), twoWay);

    const react = (stage: SnppStage | null, own: () => string | null): void => {
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
      const reply = told?.kind === 'say' ? told.line : own();
      reply !== null && socket.write(`${reply}\r\n`);
      (reply?.startsWith('421') || reply?.startsWith('221')) && socket.end();
    };

    react('greeting', () => '220 SNPP Gateway Ready');
    let rest = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      const parts = `${rest}${text}`.split(/\r?\n/);
      rest = parts.pop() ?? '';
      for (const line of parts) {
        lines.push(line);
        react(dialogue.stageOf(line), () => dialogue.reply(line));
      }
    });
  });

  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve),
  );
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    received,
    twoWay,
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
