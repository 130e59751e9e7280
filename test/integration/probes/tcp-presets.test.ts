/** The ready scripts against the real servers of Debian, and their bad days. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TcpPreset } from '../../../shared/model/checks/tcp.ts';
import { type Identity, makeAuthority, makeIdentity } from '../../harness/certificates.ts';
import { until } from '../../harness/desktop/until.ts';
import { closedPort, tcpServer } from '../../harness/loopback.ts';
import { type PostgresWishes, startPostgres } from '../../harness/postgres.ts';
import { aCheck, aContext, aProbeSet, failureOf, lookUntil } from '../../harness/probing.ts';
import { isRoot, requireProgram, runTool, serverFolder, startPeer } from '../../harness/real-programs.ts';

const authority = makeAuthority('Preset Test Root');
const identity = makeIdentity({ name: 'peer.test', for: ['peer.test'] }, authority);

const look = (preset: TcpPreset, port: number, wishes: object = {}) =>
  aProbeSet({ trusted: [authority.cert] }).run(
    // Postfix and Dovecot start a process for whoever comes.
    aCheck({ type: 'tcp', host: '127.0.0.1', port, preset, timeout: '30s', ...wishes }),
    aContext(),
  );

/** A folder for a server, gone with the test. */
function folder(owner: 'us' | 'nobody' = 'us'): string {
  const made = serverFolder(owner);
  onTestFinished(made.remove);
  return made.path;
}

async function peer(program: string, args: readonly string[], port: number, as: 'us' | 'nobody' = 'us') {
  const started = await startPeer({ program, args, port, as });
  onTestFinished(started.stop);
  return started;
}

function withIdentity(place: string, { cert, key }: Identity) {
  writeFileSync(join(place, 'cert.pem'), cert);
  writeFileSync(join(place, 'key.pem'), key, { mode: 0o644 });
}

/** Holds a connection open until the test ends. Resolves to the first that is said on it, or to nothing when it is shown out. */
async function hold(port: number, hello = ''): Promise<string> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  socket.write(hello);
  return new Promise((resolve) => {
    socket.once('data', (said) => resolve(said.toString('latin1'))).once('close', () => resolve(''));
  });
}

describe('preset redis', () => {
  const args = (port: number, ...more: string[]) => [
    ...['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder()],
    ...more,
  ];

  it('passes with the real server', async (test) => {
    const port = await closedPort();
    await peer(requireProgram(test, 'redis-server'), args(port), port);
    expect((await look('redis', port)).kind).toBe('pass');
  });

  it('counts a wanted password as alive, and says so', async (test) => {
    const port = await closedPort();
    await peer(requireProgram(test, 'redis-server'), args(port, '--requirepass', 'secret-word'), port);
    const outcome = await look('redis', port);
    expect(outcome).toMatchObject({ kind: 'pass', readings: { said: expect.stringMatching(/^NOAUTH /) } });
  });

  it('calls a full server overloaded', async (test) => {
    const port = await closedPort();
    await peer(requireProgram(test, 'redis-server'), args(port, '--maxclients', '1'), port);
    await until('we have the only place', async () => (await hold(port, 'PING\r\n')).startsWith('+PONG'));
    const failure = failureOf(await look('redis', port));
    expect(failure).toMatchObject({ kind: 'overloaded', detail: 'PING: ERR max number of clients reached' });
  });

  it('calls a server that reads its data starting', async () => {
    const { port } = await tcpServer((socket) =>
      socket.once('data', () => socket.write('-LOADING Redis is loading the dataset in memory\r\n')),
    );
    expect(failureOf(await look('redis', port))).toEqual({
      kind: 'starting',
      phase: 'body',
      detail: 'PING: LOADING Redis is loading the dataset in memory',
      step: 2,
    });
  });
});

it('preset memcached reads the real version', async (test) => {
  const port = await closedPort();
  const args = ['-l', '127.0.0.1', '-p', String(port), '-U', '0', '-u', 'nobody'];
  await peer(requireProgram(test, 'memcached'), args, port);
  expect(await look('memcached', port)).toMatchObject({
    kind: 'pass',
    readings: { version: expect.stringMatching(/^\d+\.\d+/) },
  });
});

/** Some of them make a whole database before they start, on a machine that has other things to do. */
const STARTS = { timeout: 120_000 };

describe('preset mysql', STARTS, () => {
  async function mariadb(test: Parameters<typeof requireProgram>[0], ...more: string[]): Promise<number> {
    const program = requireProgram(test, 'mariadbd');
    const place = folder('nobody');
    const port = await closedPort();
    const data = join(place, 'data');
    const setup = ['--no-defaults', `--datadir=${data}`, '--skip-test-db', '--auth-root-authentication-method=normal'];
    runTool(requireProgram(test, 'mariadb-install-db'), setup, 'nobody');
    const args = ['--no-defaults', `--datadir=${data}`, `--port=${port}`, '--bind-address=127.0.0.1', ...more];
    await peer(
      program,
      [...args, `--socket=${place}/s`, `--pid-file=${place}/pid`, '--skip-name-resolve'],
      port,
      'nobody',
    );
    return port;
  }

  it('reads the version of the real server, and is refused by name only', async (test) => {
    const outcome = await look('mysql', await mariadb(test));
    expect(outcome).toMatchObject({
      kind: 'pass',
      readings: { version: expect.stringContaining('MariaDB'), said: expect.stringMatching(/Access denied.*\(1045\)/) },
    });
  });

  it('calls a server that is full overloaded, in its words', async (test) => {
    const port = await mariadb(test, '--max-connections=10', '--connect-timeout=600');
    // Whoever knocked before us may still be leaving, and then there is room for one more.
    const full = await lookUntil(
      async () => {
        await hold(port);
        return look('mysql', port);
      },
      ({ kind }) => kind === 'fail',
    );
    expect(failureOf(full)).toMatchObject({
      kind: 'overloaded',
      detail: 'greeting: Too many connections (1040)',
      step: 1,
    });
  });

  it('goes on under TLS where the server offers it', async (test) => {
    requireProgram(test, 'mariadbd');
    const keys = folder();
    withIdentity(keys, identity);
    const port = await mariadb(test, `--ssl-cert=${keys}/cert.pem`, `--ssl-key=${keys}/key.pem`);
    expect(await look('mysql', port, { tls: true, serverName: 'peer.test' })).toMatchObject({
      kind: 'pass',
      readings: { certificateEnds: '2049-01-01' },
    });
    expect(failureOf(await look('mysql', port, { tls: true, serverName: 'other.test' }))).toMatchObject({
      kind: 'tls',
      detail: expect.stringContaining('peer.test'),
    });
  });

  it('says that a server does not offer TLS', async (test) => {
    expect(failureOf(await look('mysql', await mariadb(test, '--skip-ssl'), { tls: true }))).toMatchObject({
      kind: 'tls',
      detail: expect.stringContaining('greeting: the server does not offer TLS'),
    });
  });
});

describe('preset postgres', STARTS, () => {
  const postgres = async (test: Parameters<typeof startPostgres>[0], wishes: PostgresWishes = {}) => {
    const server = await startPostgres(test, wishes);
    onTestFinished(server.stop);
    return server.port;
  };

  it('is satisfied when the real server asks for a password, and says that it does not offer TLS', async (test) => {
    const port = await postgres(test);
    expect(await look('postgres', port)).toMatchObject({ kind: 'pass' });
    expect(failureOf(await look('postgres', port, { tls: true }))).toMatchObject({
      kind: 'tls',
      detail: 'TLS: the server does not offer TLS (ssl = off)',
    });
  });

  it('goes on under TLS where the server offers it', async (test) => {
    const port = await postgres(test, { identity });
    expect(await look('postgres', port, { tls: true, serverName: 'peer.test' })).toMatchObject({
      kind: 'pass',
      readings: { certificateEnds: '2049-01-01' },
    });
  });
});

describe('preset ldap', () => {
  async function slapd(test: Parameters<typeof requireProgram>[0], settings: string): Promise<number> {
    const program = requireProgram(test, 'slapd');
    const place = folder();
    const port = await closedPort();
    writeFileSync(join(place, 'slapd.conf'), `pidfile ${place}/pid\nargsfile ${place}/args\n${settings}\n`);
    await peer(program, ['-f', join(place, 'slapd.conf'), '-h', `ldap://127.0.0.1:${port}`, '-d', '0'], port);
    return port;
  }

  it('binds anonymously to the real server', async (test) => {
    expect((await look('ldap', await slapd(test, ''))).kind).toBe('pass');
  });

  it('counts a forbidden anonymous bind as alive, and says so', async (test) => {
    expect(await look('ldap', await slapd(test, 'disallow bind_anon'))).toMatchObject({
      kind: 'pass',
      readings: { said: 'inappropriateAuthentication: anonymous bind disallowed' },
    });
  });
});

it('preset ssh reads the banner of the real server', async (test) => {
  const program = requireProgram(test, 'sshd');
  const place = folder('nobody');
  const port = await closedPort();
  runTool(requireProgram(test, 'ssh-keygen'), ['-q', '-t', 'ed25519', '-N', '', '-f', join(place, 'key')], 'nobody');
  const settings = [
    '-o',
    'ListenAddress=127.0.0.1',
    '-o',
    `HostKey=${place}/key`,
    '-o',
    'PidFile=none',
    '-o',
    'UsePAM=no',
  ];
  await peer(program, ['-D', '-e', '-f', '/dev/null', '-p', String(port), ...settings], port, 'nobody');
  expect(await look('ssh', port)).toMatchObject({
    kind: 'pass',
    readings: { version: expect.stringMatching(/^SSH-2\.0-OpenSSH/) },
  });
});

describe('preset smtp', STARTS, () => {
  /** Postfix itself, with only the services that a greeting needs. */
  async function postfix(test: Pick<Parameters<typeof requireProgram>[0], 'skip'>): Promise<number> {
    const program = requireProgram(test, 'master');
    if (!isRoot) {
      test.skip('Postfix runs as root only');
    }
    const place = folder();
    const port = await closedPort();
    withIdentity(place, identity);
    for (const name of ['pid', 'private', 'public', 'active', 'incoming', 'deferred', 'maildrop']) {
      mkdirSync(join(place, 'queue', name), { recursive: true });
    }
    mkdirSync(join(place, 'data'));
    const settings = {
      compatibility_level: '3.6',
      queue_directory: join(place, 'queue'),
      data_directory: join(place, 'data'),
      mail_owner: 'postfix',
      maillog_file: join(place, 'log'),
      maillog_file_prefixes: '/tmp',
      myhostname: 'peer.test',
      inet_interfaces: '127.0.0.1',
      smtpd_peername_lookup: 'no',
      local_recipient_maps: '',
      smtpd_tls_security_level: 'may',
      smtpd_tls_cert_file: join(place, 'cert.pem'),
      smtpd_tls_key_file: join(place, 'key.pem'),
    };
    writeFileSync(join(place, 'main.cf'), lines(Object.entries(settings).map(([name, value]) => `${name} = ${value}`)));
    const services = [
      `127.0.0.1:${port} inet n - n - - smtpd`,
      'rewrite unix - - n - - trivial-rewrite',
      'anvil unix - - n - 1 anvil',
      'tlsmgr unix - - n 1000? 1 tlsmgr',
      'postlog unix-dgram n - n - 1 postlogd',
    ];
    writeFileSync(join(place, 'master.cf'), lines(services));
    runTool('chown', [
      '-R',
      'postfix',
      ...['private', 'public'].map((name) => join(place, 'queue', name)),
      join(place, 'data'),
    ]);
    await peer(program, ['-c', place, '-d'], port);
    return port;
  }
  const lines = (all: readonly string[]) => `${all.join('\n')}\n`;

  it('talks with the real Postfix, in the clear and after STARTTLS', async (test) => {
    const port = await postfix(test);
    expect(await look('smtp', port)).toMatchObject({
      kind: 'pass',
      readings: { said: expect.stringContaining('ESMTP Postfix') },
    });
    const safe = await look('smtp-starttls', port, { serverName: 'peer.test' });
    expect(safe).toMatchObject({ kind: 'pass', readings: { certificateEnds: '2049-01-01' } });
    expect(safe.kind === 'pass' && safe.timings.tlsMs).toBeGreaterThan(0);
    expect(failureOf(await look('smtp-starttls', port, { serverName: 'other.test' }))).toMatchObject({
      kind: 'tls',
      phase: 'tls',
      detail: expect.stringContaining('not for other.test'),
    });
  });

  it.each([
    {
      says: '421 4.3.2 too busy\r\n',
      failure: { kind: 'overloaded', detail: 'greeting: 421 4.3.2 too busy', step: 1 },
    },
    { says: '554 no\r\n', failure: { kind: 'said-failing', detail: 'greeting: 554 no, expected 220', step: 1 } },
    { says: '+OK POP3\r\n', failure: { kind: 'protocol', detail: 'greeting: not SMTP: "+OK POP3\\r\\n"', step: 1 } },
  ])('reads $says', async ({ says, failure }) => {
    const { port } = await tcpServer((socket) => socket.write(says));
    expect(failureOf(await look('smtp', port))).toMatchObject(failure);
  });

  it('fails when STARTTLS is not offered: the server would be asked for passwords in the clear', async () => {
    const { port } = await tcpServer((socket) => {
      socket.write('220 mail.test ESMTP\r\n');
      socket.once('data', () => socket.write('250-mail.test\r\n250 SIZE\r\n'));
    });
    expect(failureOf(await look('smtp-starttls', port))).toMatchObject({
      kind: 'said-failing',
      detail: 'EHLO: the server does not offer STARTTLS',
      step: 3,
    });
  });
});

describe('preset imap', STARTS, () => {
  async function dovecot(test: Parameters<typeof requireProgram>[0]): Promise<number> {
    const program = requireProgram(test, 'dovecot');
    if (!isRoot) {
      test.skip('Dovecot runs as root only');
    }
    const place = folder();
    const port = await closedPort();
    const settings = `
      protocols = imap
      listen = 127.0.0.1
      base_dir = ${place}/run
      log_path = ${place}/log
      ssl = no
      default_login_user = nobody
      default_internal_user = nobody
      default_internal_group = nogroup
      passdb {
        driver = static
        args = nopassword=y
      }
      userdb {
        driver = static
        args = uid=nobody gid=nogroup home=${place}
      }
      service imap-login {
        chroot =
        inet_listener imap {
          port = ${port}
        }
        inet_listener imaps {
          port = 0
        }
      }
      service anvil {
        chroot =
      }
      `;
    writeFileSync(join(place, 'dovecot.conf'), settings);
    await peer(program, ['-F', '-c', join(place, 'dovecot.conf')], port);
    return port;
  }

  it('is greeted by the real Dovecot and takes its leave', async (test) => {
    expect(await look('imap', await dovecot(test))).toMatchObject({
      kind: 'pass',
      readings: { said: expect.stringContaining('Dovecot (Debian) ready.') },
    });
  });

  it('fails when the server says good-bye at once', async () => {
    const { port } = await tcpServer((socket) => socket.end('* BYE Maximum number of connections exceeded.\r\n'));
    expect(failureOf(await look('imap', port))).toMatchObject({
      kind: 'said-failing',
      detail: 'greeting: * BYE Maximum number of connections exceeded.',
    });
  });
});
