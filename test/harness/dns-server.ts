/** A small real name server on loopback, over UDP and TCP, that answers what the test says. Closed when the test ends. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Answer, type DecodedPacket, decode, encode, type Question } from 'dns-packet';
import { onTestFinished } from 'vitest';
import { eventually } from './listening.ts';
import { closedPort } from './loopback.ts';

export interface DnsAnswer {
  /** 0 NOERROR, 2 SERVFAIL, 3 NXDOMAIN, 5 REFUSED. */
  readonly rcode?: number;
  readonly authoritative?: boolean;
  readonly truncated?: boolean;
  readonly answers?: readonly Answer[];
  /** Sent in place of the answer. */
  readonly raw?: Buffer;
  /** Added to the question's number: an answer to something else. */
  readonly idOff?: number;
  readonly questions?: readonly Question[];
}

/** What to say to a question; null says nothing, a list says several things in turn. */
export type DnsScript = (query: DecodedPacket, transport: 'udp' | 'tcp') => DnsAnswer | readonly DnsAnswer[] | null;

export interface DnsServer {
  readonly port: number;
  /** How it was asked, in order: `udp A shop.test`. */
  readonly asked: readonly string[];
  /** Resolves when so many datagrams have been sent back. */
  answered(count: number): Promise<void>;
}

/** `tcp: false`: over UDP only, as behind many a firewall. */
export async function dnsServer(script: DnsScript, { tcp: overTcp = true } = {}): Promise<DnsServer> {
  const asked: string[] = [];
  const answersTo = (message: Buffer, transport: 'udp' | 'tcp'): readonly Buffer[] => {
    const query = decode(message);
    const [question] = query.questions ?? [];
    asked.push(`${transport} ${question?.type} ${question?.name}`);
    const said = script(query, transport);
    return (said === null ? [] : Array.isArray(said) ? said : [said as DnsAnswer]).map((one) => written(query, one));
  };

  const tcp = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (bytes) => {
      for (const answer of answersTo(bytes.subarray(2), 'tcp')) {
        const length = Buffer.alloc(2);
        length.writeUInt16BE(answer.length);
        socket.write(Buffer.concat([length, answer]));
      }
    });
    onTestFinished(() => void socket.destroy());
  });
  // Nobody else is given it, neither over UDP nor where TCP is to be refused.
  const port = await closedPort();
  const udp = createSocket('udp4');
  let sent = 0;
  udp.on('message', (message, from) => {
    for (const answer of answersTo(message, 'udp')) {
      udp.send(answer, from.port, from.address, () => {
        sent += 1;
      });
    }
  });
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');
  onTestFinished(() => void udp.close());
  if (overTcp) {
    await once(tcp.listen(port, '127.0.0.1'), 'listening');
    onTestFinished(() => void tcp.close());
  }
  return { port, asked, answered: (count) => eventually(`${count} answers`, () => sent >= count) };
}

function written(query: DecodedPacket, { raw, ...said }: DnsAnswer): Buffer {
  const { rcode = 0, authoritative = false, truncated = false, answers = [], idOff = 0, questions } = said;
  return (
    raw ??
    encode({
      type: 'response',
      id: ((query.id ?? 0) + idOff) & 0xffff,
      flags: rcode | (authoritative ? 1 << 10 : 0) | (truncated ? 1 << 9 : 0),
      questions: [...(questions ?? query.questions ?? [])],
      answers: [...answers],
    })
  );
}
