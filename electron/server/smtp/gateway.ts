/**
 * The mail gateway on its port: connections, and limits of size, number and time. The protocol is smtp-server's; what is taken and what
 * is refused stands in delivery.ts.
 *
 * No login, no relaying, no queue: what was answered with 250 is a call in the store.
 */
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { SmtpGateway } from '../../../shared/model/smtp-gateway.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import type { Log } from '../../engine/ports/log.ts';
import { callerKey } from '../caller-key.ts';
import { listenProblem } from '../listen-problem.ts';
import { createRefusalLog } from '../refusal-log.ts';
import { createDelivery, type DeliveryOptions, type Reply } from './delivery.ts';
import { type Identity, readIdentity } from './identity.ts';
import { readMail } from './read-mail.ts';

const MOST_CONNECTIONS = 32;
/** A page is made of a few lines; screenshots of somebody's phone fit as well. Bytes, said by SIZE (RFC 1870). */
const LARGEST_BYTES = 1_024 * 1_024;
const MOST_RECIPIENTS = 10;
/** RFC 5321, section 4.5.3.1.4 allows 512; addresses with parameters may be longer. Bytes. */
const LONGEST_COMMAND = 2_048;
/** ms without a byte, and in all. */
const IDLE_MS = 60_000;
const WHOLE_MS = 600_000;
/** Whoever is in the middle of something when we close has so long. */
const FAREWELL_MS = 1_000;
/** Renewed certificates are noticed this late, at most. */
const LOOK_AGAIN_MS = 60_000;

export interface SmtpGatewayOptions extends Omit<DeliveryOptions, 'domains'> {
  readonly place: SmtpGateway;
  readonly clock: Clock;
  readonly log: Log;
  /** False: there is more to do than can be done, or we are ending. */
  readonly mayEnter: () => boolean;
}

export type SmtpStarted =
  | { readonly kind: 'serving'; readonly port: number; close(): Promise<void> }
  | { readonly kind: 'refused'; readonly problem: string };

/** Starts listening. Never rejects. */
export async function startSmtpGateway(options: SmtpGatewayOptions): Promise<SmtpStarted> {
  const { place, clock, log } = options;
  const identity = place.tls === undefined ? null : await readIdentity(place.tls);
  if (identity?.ok === false) {
    return { kind: 'refused', problem: identity.problem };
  }
  const { server, close } = createServer(options, identity?.identity ?? null);
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ kind: 'refused', problem: listenProblem(error, place, 'The mail gateway', 'settings.smtp') }),
    );
    server.listen(place.port, place.host, () => {
      const address = server.server.address();
      const port = typeof address === 'object' && address !== null ? address.port : place.port;
      // From here on it is somebody's connection that failed.
      const failures = createRefusalLog(clock, log.info);
      server.on('error', (error: Error & { readonly remoteAddress?: string }) =>
        failures.tell(callerOf(error), 'connection', 'a connection to the mail gateway that failed', {
          err: error.message,
        }),
      );
      resolve({ kind: 'serving', port, close });
    });
  });
}

interface Running {
  readonly server: SMTPServer;
  /** Whoever is in the middle of something hears 421, and sends it again later. */
  close(): Promise<void>;
}

function createServer(options: SmtpGatewayOptions, identity: Identity | null): Running {
  const { place, clock, log, mayEnter } = options;
  const delivery = createDelivery({ ...options, domains: () => place.domains.map((one) => one.toLowerCase()) });
  const refusals = createRefusalLog(clock, log.info);
  const ends = new Map<string, () => void>();
  let lookedAt = clock.monotonicMs();

  /** Certificates are renewed while we run. One that cannot be read changes nothing, and is said. */
  async function lookAgain(): Promise<void> {
    if (place.tls === undefined || clock.monotonicMs() - lookedAt < LOOK_AGAIN_MS) {
      return;
    }
    lookedAt = clock.monotonicMs();
    const read = await readIdentity(place.tls);
    if (read.ok) {
      server.updateSecureContext(read.identity);
    } else {
      log.warn({}, `${read.problem}; the certificate that was read before is used`);
    }
  }

  const server: SMTPServer = new SMTPServer({
    name: place.name,
    banner: 'Watchbell',
    size: LARGEST_BYTES,
    rejectOversized: true,
    maxClients: MOST_CONNECTIONS,
    maxRecipients: MOST_RECIPIENTS,
    maxCommandLength: LONGEST_COMMAND,
    socketTimeout: IDLE_MS,
    closeTimeout: FAREWELL_MS,
    disableReverseLookup: true,
    authOptional: true,
    // The last three are jokes of the library's.
    disabledCommands: ['AUTH', ...(identity === null ? ['STARTTLS'] : []), 'WIZ', 'SHELL', 'KILL'],
    logger: false,
    ...identity,
    onConnect(session, callback) {
      if (!mayEnter()) {
        callback(said({ code: 421, text: `${place.name} Busy, try again later` }));
        return;
      }
      ends.set(
        session.id,
        clock.after(WHOLE_MS, () => endSession(server, session)),
      );
      void lookAgain().then(() => callback());
    },
    onClose(session) {
      ends.get(session.id)?.();
      ends.delete(session.id);
    },
    onRcptTo({ address }, session, callback) {
      const returnPath = returnPathOf(session);
      const refusal = delivery.refusal(address, returnPath);
      if (refusal !== null && returnPath === '') {
        refusals.tell(callerOf(session), 'mail', MAIL_REFUSED, { answer: refusal.text });
      }
      callback(refusal === null ? null : said(refusal));
    },
    onData(stream, session, callback) {
      take(stream, session)
        .then((reply) => (reply.code < 300 ? callback(null, reply.text) : callback(said(reply))))
        .catch((error: unknown) => {
          log.error({ err: String(error) }, 'the mail gateway stumbled: a bug of ours');
          callback(said({ code: 451, text: '4.3.0 The gateway failed, try again later' }));
        });
    },
  });

  async function take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Reply> {
    const bytes = await collect(stream);
    if (bytes === null) {
      return { code: 552, text: `5.3.4 Too large: at most ${LARGEST_BYTES} bytes` };
    }
    const mail = await readMail(bytes, returnPathOf(session));
    const reply = await delivery.deliver(
      mail,
      session.envelope.rcptTo.map(({ address }) => address),
    );
    if (reply.code >= 500) {
      refusals.tell(callerOf(session), 'mail', MAIL_REFUSED, { from: mail.returnPath, answer: reply.text });
    }
    return reply;
  }

  function close(): Promise<void> {
    for (const cancel of ends.values()) {
      cancel();
    }
    ends.clear();
    return new Promise((resolve) => {
      server.close(() => resolve());
      for (const connection of server.connections) {
        connection.send(421, 'The gateway closes, try again later');
      }
    });
  }
  return { server, close };
}

function endSession(server: SMTPServer, { id }: SMTPServerSession): void {
  for (const connection of server.connections) {
    if (connection.id === id) {
      connection.send(421, 'That took too long, goodbye');
    }
  }
}

const MAIL_REFUSED = 'a mail to the gateway';

const callerOf = ({ remoteAddress = '' }: { readonly remoteAddress?: string }): string =>
  callerKey(remoteAddress, {}, false);

const returnPathOf = ({ envelope: { mailFrom } }: SMTPServerSession): string =>
  mailFrom === false ? '' : mailFrom.address;

/** As smtp-server wants to hear it. */
const said = ({ code, text }: Reply): Error => Object.assign(new Error(text), { responseCode: code });

/** All of it; null: it was more than may be. Rejects when the connection was lost before its end. */
async function collect(stream: SMTPServerDataStream): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (!stream.sizeExceeded && stream.byteLength <= LARGEST_BYTES) {
      chunks.push(chunk);
    } else {
      chunks.length = 0; // it is read to its end, and not kept
    }
  }
  return stream.sizeExceeded ? null : Buffer.concat(chunks);
}
