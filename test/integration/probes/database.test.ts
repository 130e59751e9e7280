/** The database check against a real PostgreSQL: what it reads, what it must not be able to do, and every way to be refused. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeAuthority, makeIdentity } from '../../harness/certificates.ts';
import { connectProxy } from '../../harness/connect-proxy.ts';
import { closedPort, tcpServer } from '../../harness/loopback.ts';
import { PG_PASSWORD, PG_USER, type Postgres, startPostgres } from '../../harness/postgres.ts';
import { aCheck, aContext, aProbeSet, failureOf, lookUntil, unhurriedClock } from '../../harness/probing.ts';
import { findProgram } from '../../harness/real-programs.ts';

const authority = makeAuthority('Database Test Root');
const identity = makeIdentity({ name: 'db.test', for: ['db.test'] }, authority);
const probes = () =>
  aProbeSet({ hosts: { 'db.test': ['127.0.0.1'], 'other.test': ['127.0.0.1'] }, trusted: [authority.cert] });

const database = (port: number, wishes: object = {}) =>
  aCheck({
    type: 'database',
    host: '127.0.0.1',
    port,
    user: PG_USER,
    password: PG_PASSWORD,
    database: 'postgres',
    ...wishes,
  });
/** A cluster made and started, on a machine that has other things to do. */
const START_MS = 120_000;
const look = (port: number, wishes: object = {}) => probes().run(database(port, wishes), aContext());

describe.skipIf(findProgram('postgres') === null)(
  'a database check of the real PostgreSQL (skipped where it is not installed)',
  () => {
    let server: Postgres;
    beforeAll(async () => {
      server = await startPostgres(
        {
          skip: () => {
            throw new Error('initdb is missing beside postgres');
          },
        },
        {
          identity,
          settings: ['max_connections=12', 'superuser_reserved_connections=1'],
          sql: "CREATE TABLE orders (id int, paid boolean);\n\nINSERT INTO orders VALUES (1, true), (2, false), (3, true);\n\nCREATE ROLE guest LOGIN PASSWORD 'guest-password';\n\n",
        },
      );
    }, START_MS);
    afterAll(() => server?.stop());

    it('logs in, asks, and reads the value', async () => {
      const outcome = await look(server.port, {
        query: 'SELECT count(*) FROM orders',
        expectValue: { equals: 3, above: 2, below: 4 },
      });
      expect(outcome).toMatchObject({ kind: 'pass', readings: { rows: 1, value: '3', address: '127.0.0.1' } });
      const timings = outcome.kind === 'pass' ? outcome.timings : null;
      expect(timings?.connectMs).toBeGreaterThan(0);
      expect(timings?.tlsMs).toBeGreaterThan(0);
      expect(timings?.firstByteMs).toBeGreaterThan(0);
    });

    it.each(['disable', 'prefer', 'verify'])('gets through a proxy, with tls: %s', async (tls) => {
      const proxy = await connectProxy();
      const check = { host: 'db.test', tls, proxy: `http://127.0.0.1:${proxy.port}` };
      expect((await look(server.port, check)).kind).toBe('pass');
      expect(proxy.asked).toEqual([`db.test:${server.port}`]);
    });

    it('takes an address in one piece', async () => {
      const url = `postgres://${PG_USER}:${encodeURIComponent(PG_PASSWORD)}@127.0.0.1:${server.port}/postgres`;
      const check = aCheck({
        type: 'database',
        url,
        query: 'SELECT paid FROM orders ORDER BY id',
        expectValue: { equals: true },
        expectRows: { atLeast: 3 },
      });
      expect(await probes().run(check, aContext())).toMatchObject({ kind: 'pass', readings: { rows: 3, value: 't' } });
    });

    it.each([
      {
        query: 'SELECT 17',
        rule: { expectValue: { below: 10 } },
        failure: { kind: 'threshold', detail: 'the value is 17, expected below 10', step: 2 },
      },
      {
        query: 'SELECT NULL',
        rule: { expectValue: { below: 10 } },
        failure: { kind: 'wrong-content', detail: 'the value is NULL' },
      },
      {
        query: "SELECT 'many'",
        rule: { expectValue: { below: 10 } },
        failure: { kind: 'wrong-content', detail: 'the value is "many", which is no number' },
      },
      { query: "SELECT 'NaN'::float", rule: { expectValue: { above: 0 } }, failure: { kind: 'wrong-content' } },
      {
        query: 'SELECT 1 WHERE false',
        rule: { expectValue: { equals: 0 } },
        failure: { kind: 'wrong-content', detail: 'no row came, so there is no value to look at' },
      },
      {
        query: 'SELECT id FROM orders',
        rule: { expectRows: { atMost: 2 } },
        failure: { kind: 'threshold', detail: '3 rows, expected at most 2', step: 1 },
      },
      {
        query: 'SELECT id FROM nothing',
        rule: {},
        failure: { kind: 'said-failing', detail: 'relation "nothing" does not exist (42P01)' },
      },
      {
        query: 'SELECT * FROM generate_series(1, 20000)',
        rule: {},
        failure: { kind: 'too-large', detail: 'more than 10000 rows came; let the query count them' },
      },
      { query: "SELECT repeat('x', 20000000)", rule: {}, failure: { kind: 'too-large' } },
    ])('fails for $query with $rule', async ({ query, rule, failure }) => {
      expect(failureOf(await look(server.port, { query, ...rule }))).toMatchObject(failure);
    });

    it.each([
      { query: 'DELETE FROM orders', says: 'cannot execute DELETE in a read-only transaction (25006)' },
      {
        query: 'COMMIT; DELETE FROM orders',
        says: 'cannot insert multiple commands into a prepared statement (42601)',
      },
      { query: 'CREATE TABLE more (id int)', says: 'cannot execute CREATE TABLE in a read-only transaction (25006)' },
    ])('cannot write: $query', async ({ query, says }) => {
      expect(failureOf(await look(server.port, { query }))).toMatchObject({ kind: 'said-failing', detail: says });
      expect(await look(server.port, { query: 'SELECT count(*) FROM orders' })).toMatchObject({
        readings: { value: '3' },
      });
    });

    it.each([
      {
        story: 'a wrong password',
        wishes: { password: 'not-the-S3cret' },
        says: 'password authentication failed for user "owner" (28P01)',
      },
      {
        story: 'no password',
        wishes: { password: undefined },
        says: 'the server wants a password, and the check has none',
      },
      { story: 'an unknown database', wishes: { database: 'shop' }, says: 'database "shop" does not exist (3D000)' },
    ])('is told what the server says of $story, and shows no secret', async ({ wishes, says }) => {
      const outcome = await look(server.port, wishes);
      expect(failureOf(outcome)).toMatchObject({ kind: 'said-failing', detail: says });
      expect(JSON.stringify(outcome)).not.toContain('S3cret');
    });

    it('takes no password out of our own environment', async () => {
      process.env.PGPASSWORD = PG_PASSWORD;
      onTestFinished(() => {
        delete process.env.PGPASSWORD;
      });
      expect(failureOf(await look(server.port, { password: undefined })).kind).toBe('said-failing');
    });

    it('ends a query that takes too long, and tells the server so beforehand', async () => {
      const check = database(server.port, { query: 'SELECT pg_sleep(60)', timeout: '1s' });
      const failure = failureOf(await probes().run(check, aContext({ clock: unhurriedClock })));
      expect(failure.kind).toBe('timeout');
      const left = {
        query: "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'",
      };
      let waiting = await look(server.port, left);
      while (waiting.kind === 'pass' && waiting.readings?.value !== '0') {
        waiting = await look(server.port, left);
      }
      expect(waiting.kind).toBe('pass');
    });

    it('calls a server without a free connection overloaded', async () => {
      // A startup message holds a place until the login is through.
      const startup = Buffer.concat([Buffer.from([0, 0, 0, 20, 0, 3, 0, 0]), Buffer.from('user\0owner\0\0')]);
      const crowd: Socket[] = [];
      const oneMore = async () => {
        const socket = connect(server.port, '127.0.0.1').on('error', () => undefined);
        crowd.push(socket);
        await once(socket, 'connect');
        socket.write(startup);
        await Promise.race([once(socket, 'data'), once(socket, 'close')]);
      };
      // Those of the tests before may still be leaving, and then there is room for more.
      const full = await lookUntil(
        async () => {
          await Promise.all(Array.from({ length: 14 }, oneMore));
          return look(server.port);
        },
        ({ kind }) => kind === 'fail',
      );
      expect(failureOf(full)).toMatchObject({ kind: 'overloaded', detail: expect.stringMatching(/\(53300\)$/) });
      for (const socket of crowd) {
        socket.destroy();
      }
      const calm = await lookUntil(
        () => look(server.port),
        ({ kind }) => kind === 'pass',
      );
      expect(calm.kind).toBe('pass');
    });

    it.each([
      { tls: 'verify', host: 'db.test', kind: 'pass' },
      { tls: 'verify', host: 'other.test', kind: 'fail' },
      { tls: 'require', host: 'other.test', kind: 'pass' },
      { tls: 'prefer', host: 'other.test', kind: 'pass' },
      { tls: 'disable', host: 'other.test', kind: 'pass' },
    ])('with tls: $tls at $host: $kind', async ({ tls, host, kind }) => {
      const outcome = await look(server.port, { tls, host });
      expect(outcome.kind).toBe(kind);
      if (outcome.kind === 'fail') {
        expect(outcome.failure).toMatchObject({
          kind: 'tls',
          phase: 'tls',
          detail: expect.stringContaining('not for other.test'),
        });
      } else {
        expect(outcome.kind === 'pass' && outcome.timings.tlsMs !== undefined).toBe(tls !== 'disable');
      }
    });
  },
);

describe('a database check of what is not there', () => {
  it('is refused where nobody listens', async () => {
    expect(failureOf(await look(await closedPort()))).toMatchObject({ kind: 'refused', phase: 'connect' });
  });

  const server = (...answers: readonly (string | Buffer)[]) =>
    tcpServer((socket) => {
      const left = [...answers];
      socket.on('data', () => {
        const next = left.shift();
        if (next === undefined) {
          socket.end();
        } else {
          socket.write(next);
        }
      });
    });
  /** ASCII only. */
  const message = (type: string, body: string) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length + 4);
    return `${type}${length.toString('latin1')}${body}`;
  };
  const error = (code: string, words: string) => message('E', `SFATAL\0VFATAL\0C${code}\0M${words}\0\0`);

  it.each([
    {
      story: 'a server that starts',
      answers: ['N', error('57P03', 'the database system is starting up')],
      failure: { kind: 'starting', detail: 'the database system is starting up (57P03)' },
    },
    {
      story: 'a server that goes',
      answers: ['N', error('57P03', 'the database system is shutting down')],
      failure: { kind: 'draining' },
    },
    {
      story: 'a server that hangs up',
      answers: ['N'],
      failure: { kind: 'closed', detail: 'the server closed the connection' },
    },
    { story: 'one that hangs up at once', answers: [], failure: { kind: 'closed' } },
    { story: 'another protocol', answers: ['HTTP/1.1 400 Bad Request\r\n\r\n'], failure: { kind: 'protocol' } },
    {
      story: 'another protocol behind the first letter',
      answers: ['N', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
      failure: { kind: 'protocol', detail: 'not PostgreSQL: its messages have no end' },
    },
    {
      story: 'an error whose last field has no end, which pg would read for ever',
      answers: ['N', message('E', 'SFATAL\0VFATAL\0C53300\0Msorry')],
      failure: { kind: 'protocol', detail: 'not PostgreSQL: its messages have no end' },
    },
    {
      story: 'a way to log in that nobody knows, at which pg throws',
      answers: ['N', message('R', '\0\0\0\x63')],
      failure: { kind: 'protocol', detail: 'not PostgreSQL: Unknown authenticationOk message type 99' },
    },
    {
      story: 'a message that is shorter than what it holds',
      answers: ['N', message('R', '')],
      failure: { kind: 'protocol' },
    },
    {
      story: 'an answer to what nobody asked',
      answers: ['N', message('R', '\0\0\0\0') + message('D', '\0\0')],
      failure: { kind: 'protocol' },
    },
    {
      story: 'an error with a code that is none',
      answers: ['N', error('-1', 'sorry, too many clients already')],
      failure: { kind: 'said-failing', detail: 'sorry, too many clients already (-1)' },
    },
  ])('tells $story', async ({ answers, failure }) => {
    const { port } = await server(...answers);
    const outcome = await probes().run(database(port), aContext({ clock: unhurriedClock }));
    expect(failureOf(outcome)).toMatchObject(failure);
  });

  it.each(['require', 'verify'])('fails without TLS where the check wants it: %s', async (tls) => {
    const { port } = await server('N');
    expect(failureOf(await look(port, { tls }))).toMatchObject({
      kind: 'tls',
      detail: `the server does not offer TLS, and the check wants it (tls: ${tls})`,
    });
  });
});
