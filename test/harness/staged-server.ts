/**
 * What the emulated conversations share: a TCP server on loopback that can be told to misbehave at a stage of its protocol, and
 * says when a client has come that far.
 */
import { type AddressInfo, createServer, type Socket } from 'node:net';

export type StagedBehaviour<Stage> =
  | { readonly kind: 'well' }
  /** Says this instead of its own; `times`: only so often, then it behaves well. */
  | { readonly kind: 'say'; readonly at: Stage; readonly text: string; readonly times?: number }
  | { readonly kind: 'hang'; readonly at: Stage }
  /** Does what it is asked, and its answer never comes. */
  | { readonly kind: 'lose'; readonly at: Stage }
  | { readonly kind: 'close'; readonly at: Stage };

export interface StagedServer<Stage> {
  readonly host: string;
  readonly port: number;
  behave(behaviour: StagedBehaviour<Stage>): void;
  /** Resolves when a client has come to this stage of any session from now on. */
  reached(stage: Stage): Promise<void>;
  /** Resolves when no client is connected. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** A client has come to a stage (null: none that can be told to misbehave). `say` gets what is to be said, if anything. */
export type React<Stage> = (
  stage: Stage | null,
  own: () => string | null,
  say: (text: string, told: boolean) => void,
) => void;

export async function startStagedServer<Stage extends string>(
  serve: (socket: Socket, react: React<Stage>) => void,
): Promise<StagedServer<Stage>> {
  let behaviour: StagedBehaviour<Stage> = { kind: 'well' };
  const sockets = new Set<Socket>();
  const reached = new Map<Stage, Array<() => void>>();
  let whenIdle: Array<() => void> = [];

  function reactOn(socket: Socket): React<Stage> {
    return (stage, own, say) => {
      const told = stage !== null && behaviour.kind !== 'well' && behaviour.at === stage ? behaviour : null;
      for (const done of stage === null ? [] : (reached.get(stage)?.splice(0) ?? [])) {
        done();
      }
      switch (told?.kind) {
        case 'hang':
          return;
        case 'lose':
          own();
          return;
        case 'close':
          socket.destroy();
          return;
        case 'say': {
          const left = (told.times ?? Number.POSITIVE_INFINITY) - 1;
          behaviour = left > 0 ? { ...told, times: left } : { kind: 'well' };
          say(told.text, true);
          return;
        }
        case undefined: {
          const text = own();
          text !== null && say(text, false);
        }
      }
    };
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
    serve(socket, reactOn(socket));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
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
