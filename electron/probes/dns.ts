/**
 * The DNS check: one question to a name server, and its answer against the check's rules.
 *
 * A lost datagram is no outage: the question is asked again, at the next server if there are several. Whether a resolver that
 * gives no answer is a failure depends on whose it is: one that the check names is the target; this system's own is our trouble.
 */
import { randomInt } from 'node:crypto';
import { Resolver } from 'node:dns';
import type { CheckOf } from '../../shared/model/check.ts';
import { resolverParts } from '../../shared/model/checks/dns.ts';
import { hostAndPort } from '../../shared/rules/address.ts';
import type { Cancel } from '../engine/ports/clock.ts';
import type { Probe } from '../engine/ports/probe.ts';
import { type Attempt, beginAttempt } from './attempt.ts';
import { resolverGone } from './classify.ts';
import { askTcp, askUdp, type Server } from './dns-exchange.ts';
import { answersText, judgeReply } from './dns-judge.ts';
import { encodeQuestion, type Question, questionName, type Reply, readReply } from './dns-message.ts';
import { lookUp } from './look-up.ts';
import type { Answered } from './names.ts';
import type { ProbeTools } from './tools.ts';

/** No answer for so long, and a datagram may have been lost. Resolvers of systems wait 5 s; our whole try has 10. */
const ASK_AGAIN_MS = 2_000;
/** Answers after which a system asks its next resolver. */
const ASK_ANOTHER: ReadonlySet<string> = new Set(['SERVFAIL', 'REFUSED', 'NOTIMP']);

/** This system's resolvers, in its order; read anew each time, for we may be in another network now. */
export type SystemResolvers = () => readonly Server[];

export function createDnsProbe(
  { names, secondLook }: Pick<ProbeTools, 'names' | 'secondLook'>,
  systemResolvers: SystemResolvers = resolversOfThisSystem,
): Probe<'dns'> {
  return {
    type: 'dns',
    run: (check, context) =>
      beginAttempt({ timeoutMs: check.timeout, context, secondLook }, (attempt) => {
        const named = check.resolver === undefined ? null : resolverParts(check.resolver);
        if (named === null) {
          attempt.enter('dns');
          askInTurn(check, systemResolvers(), true, attempt);
        } else {
          const answered: Answered = (error, addresses) => {
            if (error) {
              attempt.broke(error);
            } else {
              const servers = addresses.map((address) => ({ address, port: named.port }));
              askInTurn(check, servers, false, attempt);
            }
          };
          lookUp(named.host, attempt, names, answered, { anew: true });
        }
      }),
  };
}

/** Asks until one answers. `ours`: these are this system's own resolvers. */
function askInTurn(check: CheckOf<'dns'>, servers: readonly Server[], ours: boolean, attempt: Attempt): void {
  const question: Question = {
    id: randomInt(0x1_0000),
    name: questionName(check.query, check.record),
    record: check.record,
    recursion: check.recursion,
  };
  const bytes = encodeQuestion(question);
  const open = new Set<Cancel>();
  let cancelAgain: Cancel = () => undefined;
  let asked = 0;
  let strangers = 0;

  /** With our own resolvers all of it is one phase: the resolving. */
  const enter: Attempt['enter'] = (phase) => {
    if (!ours) {
      attempt.enter(phase);
    }
  };

  function askNext(): void {
    cancelAgain();
    const server = servers[asked % servers.length];
    if (server === undefined) {
      attempt.cannotJudge(resolverGone());
      return;
    }
    asked += 1;
    ask(server, check.transport);
    if (check.transport === 'udp') {
      cancelAgain = attempt.clock.after(ASK_AGAIN_MS, attempt.guarded(askNext));
    }
  }

  function ask(server: Server, transport: 'udp' | 'tcp'): void {
    const { address, port } = server;
    attempt.readings.resolver = hostAndPort(address, port);
    enter(transport === 'udp' ? 'send' : 'connect');
    const by = transport === 'udp' ? askUdp : askTcp;
    const close = by(server, bytes, {
      sent: () => enter('headers'),
      received: attempt.guarded((message: Buffer) => heard(message, server, transport)),
      broke: attempt.guarded((error: Error) => {
        open.delete(close);
        // Errors of datagrams do not say who it was.
        broke(Object.assign(error, { address, port }));
      }),
    });
    open.add(close);
  }

  function heard(message: Buffer, server: Server, transport: 'udp' | 'tcp'): void {
    const reply = readReply(message, question);
    if (reply === 'stranger') {
      strangers += 1;
      return;
    }
    attempt.readings.resolver = hostAndPort(server.address, server.port); // another may have been asked meanwhile
    if (reply === 'broken') {
      attempt.fail({
        kind: 'protocol',
        detail: `the answer is no DNS message that can be read (${message.length} bytes)`,
      });
    } else if (reply.truncated && transport === 'udp') {
      hangUp(); // from here on only TCP counts: what is still open would hide that it is refused
      ask(server, 'tcp');
    } else if (ours && ASK_ANOTHER.has(reply.rcode) && asked < servers.length) {
      askNext();
    } else {
      conclude(check, reply, transport, ours, attempt);
    }
  }

  function broke(error: Error): void {
    if (asked < servers.length) {
      askNext();
    } else if (open.size === 0) {
      if (ours) {
        attempt.cannotJudge(resolverGone());
      } else {
        attempt.broke(error);
      }
    }
  }

  function hangUp(): void {
    cancelAgain();
    for (const close of open) {
      close();
    }
    open.clear();
  }

  attempt.stop = hangUp;
  attempt.timeoutWords = (within) => ({
    detail:
      `no answer from ${attempt.readings.resolver} within ${within}` +
      (asked > 1 ? `, asked ${asked} times` : '') +
      (strangers > 0
        ? `; ${strangers === 1 ? 'a message came that was' : `${strangers} messages came that were`} no answer to our question`
        : ''),
  });
  askNext();
}

function conclude(check: CheckOf<'dns'>, reply: Reply, transport: string, ours: boolean, attempt: Attempt): void {
  const { rcode, records, authoritative } = reply;
  Object.assign(attempt.readings, { rcode, authoritative, transport });
  if (records.length > 0) {
    attempt.readings.answers = answersText(records);
    attempt.readings.ttl = Math.min(...records.map(({ ttl }) => ttl));
  }
  const failure = judgeReply(check, reply);
  if (failure === null) {
    attempt.pass();
  } else if (ours && rcode === 'SERVFAIL') {
    // A stub resolver without an uplink says the same.
    attempt.conclude({
      kind: 'unclear',
      question: { ask: 'resolver-works' },
      ifTheirs: { ...failure, phase: 'dns' },
      ifOurs: resolverGone(check.query),
    });
  } else {
    attempt.fail(failure);
  }
}

function resolversOfThisSystem(): readonly Server[] {
  return new Resolver().getServers().flatMap((text) => {
    const parts = resolverParts(text);
    return parts === null ? [] : [{ address: parts.host, port: parts.port }];
  });
}
