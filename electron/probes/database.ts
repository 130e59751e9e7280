/**
 * The database check: a login to PostgreSQL and one question that can only read.
 *
 * The connection is ours (every address tried, the certificate judged in our words), and pg speaks on it. Passwords and questions
 * never get into words; what the server says of them does.
 */
import type { Socket } from 'node:net';
import { Client, Query } from 'pg';
import type { CheckOf } from '../../shared/model/check.ts';
import type { Probe } from '../engine/ports/probe.ts';
import { type Attempt, beginAttempt } from './attempt.ts';
import { type Answer, judgeRows, MOST_ROWS } from './database-judge.ts';
import { type Login, loginOf, openDatabase } from './database-login.ts';
import { createFrames } from './postgres-frames.ts';
import { stateFailure } from './sqlstate.ts';
import type { ProbeTools } from './tools.ts';
import { oneLine } from './words.ts';

/** An answer of this size is an export, not a check. */
const MOST_BYTES = 8 * 1024 * 1024;
/** How long a good-bye may take before the line is cut. */
const GOODBYE_MS = 1_000;

export function createDatabaseProbe(tools: ProbeTools): Probe<'database'> {
  return {
    type: 'database',
    run: (check, context) =>
      beginAttempt(
        { timeoutMs: check.timeout, timeouts: check.timeouts, context, secondLook: tools.secondLook },
        (attempt) => {
          const login = loginOf(check);
          openDatabase(login, check, attempt, tools, (socket) => ask(socket, login, check, attempt));
        },
      ),
  };
}

function ask(socket: Socket, login: Login, check: CheckOf<'database'>, attempt: Attempt): void {
  attempt.enter('headers');
  attempt.stop = () => socket.destroy();
  // Before pg hears of it: a message that never ends must not be waited for.
  socket.on('data', () => {
    if (socket.bytesRead > MOST_BYTES) {
      attempt.fail({ kind: 'too-large', detail: `the answer has more than ${MOST_BYTES} bytes; select less` });
    }
  });
  const strange = (what: string) => attempt.fail({ kind: 'protocol', detail: `not PostgreSQL: ${what}` });
  const client = new Client({
    stream: () => connected(socket, strange),
    user: login.user,
    database: login.database,
    // A function, so that nothing of our own environment is taken for it (PGPASSWORD, ~/.pgpass).
    password: () => login.password,
    ssl: false,
    application_name: 'watchbell',
    // As the server sends them: our own rules read them, strictly.
    types: { getTypeParser: () => (text: unknown) => text },
  });
  const broke = attempt.guarded((error: Error) => explain(error, attempt));
  client.on('error', broke);
  // Through a proxy it comes paused, and does not flow by a listener alone. The server says nothing before we do.
  socket.resume();

  const answer: { rows: number; first: Answer['first'] } = { rows: 0, first: undefined };
  // The extended protocol takes one statement only: nothing can end the transaction and go on writing.
  const query = new Query<unknown[]>({ text: check.query, rowMode: 'array', queryMode: 'extended' } as never);
  query.on('row', (row) => {
    answer.rows += 1;
    if (answer.rows === 1) {
      attempt.enter('body');
      const [value] = row as unknown as readonly (string | null | undefined)[];
      answer.first = value;
    } else if (answer.rows > MOST_ROWS) {
      attempt.fail({ kind: 'too-large', detail: `more than ${MOST_ROWS} rows came; let the query count them` });
    }
  });
  query.on('error', broke);
  query.on(
    'end',
    attempt.guarded(() => {
      if (attempt.over) {
        return;
      }
      attempt.stop = () => takeLeave(client, socket, attempt);
      Object.assign(attempt.readings, { rows: answer.rows });
      if (answer.first !== undefined) {
        attempt.readings.value = answer.first === null ? 'NULL' : oneLine(answer.first);
      }
      const failure = judgeRows(check, answer);
      if (failure === null) {
        attempt.pass();
      } else {
        attempt.fail(failure);
      }
    }),
  );

  client
    .connect()
    .then(() =>
      client.query(`BEGIN READ ONLY; SET LOCAL statement_timeout = ${Math.max(1, Math.round(check.timeout))}`),
    )
    .then(() => {
      if (!attempt.over) {
        client.query(query);
      }
    })
    .catch(broke);
}

type Listener = (chunk: Buffer) => void;

/**
 * pg wants to connect by itself; this line stands already. And it hears whole messages only, for its parser throws, out of the
 * socket's own handler, at what it does not understand: `strange` is told instead.
 */
function connected(socket: Socket, strange: (what: string) => void): Socket {
  const frames = createFrames();
  const listen = socket.on.bind(socket);
  const guarded = (hear: Listener) => (chunk: Buffer) => {
    const messages = frames.take(chunk);
    if (messages === null) {
      strange('its messages have no end');
    } else if (messages.length > 0) {
      try {
        hear(messages);
      } catch (error) {
        strange(oneLine(error instanceof Error ? error.message : String(error)));
      }
    }
  };
  return Object.assign(socket, {
    connect: () => {
      setImmediate(() => socket.emit('connect'));
      return socket;
    },
    on: (event: string, listener: Listener) => listen(event, event === 'data' ? guarded(listener) : listener),
  });
}

/** In the order of the protocol, so that the server's log shows an orderly end; and then in any case. */
function takeLeave(client: Client, socket: Socket, attempt: Attempt): void {
  const cancel = attempt.clock.after(GOODBYE_MS, () => socket.destroy());
  socket.once('close', cancel);
  client.end().catch(() => undefined);
}

/** What went wrong after the connection stood: the server's own words, the line, or words that are not PostgreSQL's. */
function explain(error: Error, attempt: Attempt): void {
  const { code } = error as { readonly code?: unknown };
  if ('severity' in error) {
    attempt.fail(stateFailure(oneLine(String(code ?? '')), error.message || 'an error without words'));
  } else if (/client password must be/.test(error.message)) {
    attempt.fail({ kind: 'said-failing', detail: 'the server wants a password, and the check has none' });
  } else if (/^Connection terminated/.test(error.message)) {
    attempt.fail({ kind: 'closed', detail: 'the server closed the connection' });
  } else if (code === undefined) {
    // Of the line and of the machine each has a code; what is left is what pg says of an answer that it did not expect.
    attempt.fail({ kind: 'protocol', detail: `not a login as PostgreSQL does it: ${oneLine(error.message)}` });
  } else {
    attempt.broke(error);
  }
}
