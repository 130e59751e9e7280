/** What a service's first words mean: alive, starting, overloaded, failing, or another protocol. */
import { describe, expect, it } from 'vitest';
import { stateFailure } from '../../../../electron/probes/sqlstate.ts';
import { readBind } from '../../../../electron/probes/tcp-ldap.ts';
import { memcachedVersion, redisPong, smtpReply, sshBanner } from '../../../../electron/probes/tcp-lines.ts';
import { readGreeting, readLogin } from '../../../../electron/probes/tcp-mysql.ts';
import { readSslAnswer, readStartup } from '../../../../electron/probes/tcp-postgres.ts';
import type { Heard } from '../../../../electron/probes/tcp-script.ts';

const bytes = (hex: string) => Buffer.from(hex.replaceAll(/\s/g, ''), 'hex').toString('latin1');

/** `well`, `well: what was said`, `more`, or kind and words. */
function told(heard: Heard): string {
  switch (heard.kind) {
    case 'bad':
      return `${heard.failure.kind}: ${heard.failure.detail}`;
    case 'done':
    case 'well':
      return heard.readings === undefined ? heard.kind : `${heard.kind}: ${Object.values(heard.readings).join(' ')}`;
    case 'answer':
      return `answer ${Buffer.from(heard.bytes).toString('hex')}`;
    default:
      return heard.kind;
  }
}

const pgError = (code: string, message: string) => {
  const body = `SFATAL\0C${code}\0M${message}\0\0`;
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + 4);
  return `E${length.toString('latin1')}${body}`;
};
const mysqlError = (sequence: number, code: number, words: string) =>
  `${String.fromCharCode(words.length + 3)}\0\0${String.fromCharCode(sequence)}\xff${String.fromCharCode(code & 255, code >> 8)}${words}`;
const ldapResult = (tag: string, code: string, words = '') =>
  bytes(`30${hex(words.length + 12)} 020101 ${tag}${hex(words.length + 7)} 0a01${code} 0400 04${hex(words.length)}`) +
  words;
const hex = (length: number) => length.toString(16).padStart(2, '0');

describe('the first words of', () => {
  it.each([
    { of: 'SMTP', heard: smtpReply('220')('220-mail.test\r\n', false), says: 'more' },
    { of: 'SMTP', heard: smtpReply('220')('220-mail.test\r\n220 ready\r\n', false), says: 'well: 220 ready' },
    { of: 'SMTP', heard: smtpReply('220')('220 ready', false), says: 'more' },
    { of: 'SMTP', heard: smtpReply('250')('250\r\n', false), says: 'well' },
    { of: 'SMTP', heard: smtpReply('250')('451 later\r\n', false), says: 'overloaded: 451 later' },
    { of: 'SMTP', heard: smtpReply('250', 'STARTTLS')('250-h\r\n250-starttls\r\n250 X\r\n', false), says: 'well' },
    { of: 'SMTP', heard: smtpReply('220')('SSH-2.0-x\r\n', false), says: 'protocol: not SMTP: "SSH-2.0-x\\r\\n"' },
    { of: 'Redis', heard: redisPong('+PONG\r', false), says: 'more' },
    { of: 'Redis', heard: redisPong('+PONG\r\n', false), says: 'well' },
    {
      of: 'Redis',
      heard: redisPong('-NOAUTH Authentication required.\r\n', false),
      says: 'well: NOAUTH Authentication required.',
    },
    { of: 'Redis', heard: redisPong('-LOADING dataset\r\n', false), says: 'starting: LOADING dataset' },
    { of: 'Redis', heard: redisPong('-BUSY a script runs\r\n', false), says: 'overloaded: BUSY a script runs' },
    { of: 'Redis', heard: redisPong('-MISCONF disk\r\n', false), says: 'said-failing: MISCONF disk' },
    { of: 'Redis', heard: redisPong('HTTP/1.1 400\r\n', false), says: 'protocol: not Redis: "HTTP/1.1 400"' },
    { of: 'memcached', heard: memcachedVersion('VERSION 1.6.18\r\n', false), says: 'well: 1.6.18' },
    {
      of: 'memcached',
      heard: memcachedVersion('SERVER_ERROR out of memory\r\n', false),
      says: 'said-failing: SERVER_ERROR out of memory',
    },
    {
      of: 'memcached',
      heard: memcachedVersion('ERROR Too many open connections\r\n', false),
      says: 'overloaded: ERROR Too many open connections',
    },
    { of: 'SSH', heard: sshBanner('welcome\r\nSSH-2.0-OpenSSH_9.2\r\n', false), says: 'well: SSH-2.0-OpenSSH_9.2' },
    {
      of: 'SSH',
      heard: sshBanner('SSH-1.5-old\r\n', false),
      says: 'protocol: an SSH version that we cannot speak: SSH-1.5-old',
    },
    { of: 'SSH', heard: sshBanner('Exceeded MaxStartups\r\n', false), says: 'overloaded: Exceeded MaxStartups' },
    { of: 'PostgreSQL', heard: readStartup('R'), says: 'more' },
    { of: 'PostgreSQL', heard: readStartup(bytes('52 00000008 00000005')), says: 'well' },
    {
      of: 'PostgreSQL',
      heard: readStartup(pgError('28000', 'role "watchbell" does not exist')),
      says: 'well: role "watchbell" does not exist',
    },
    {
      of: 'PostgreSQL',
      heard: readStartup(pgError('57P03', 'the database system is starting up')),
      says: 'starting: the database system is starting up (57P03)',
    },
    {
      of: 'PostgreSQL',
      heard: readStartup(pgError('53300', 'sorry, too many clients already')),
      says: 'overloaded: sorry, too many clients already (53300)',
    },
    { of: 'PostgreSQL', heard: readStartup('HTTP/1.1 400'), says: 'protocol: not PostgreSQL: "HTTP/1.1 400"' },
    { of: 'PostgreSQL', heard: readSslAnswer('S'), says: 'well' },
    { of: 'PostgreSQL', heard: readSslAnswer('Sx'), says: 'protocol: not PostgreSQL: "Sx"' },
    {
      of: 'MySQL',
      heard: readGreeting(false)(mysqlError(0, 1040, 'Too many connections'), false),
      says: 'overloaded: Too many connections (1040)',
    },
    {
      of: 'MySQL',
      heard: readGreeting(false)(mysqlError(0, 1129, "Host '10.0.0.1' is blocked"), false),
      says: "said-failing: Host '10.0.0.1' is blocked (1129)",
    },
    {
      of: 'MySQL',
      heard: readGreeting(false)(mysqlError(0, 1130, "Host 'h' is not allowed"), false),
      says: "done: Host 'h' is not allowed (1130)",
    },
    { of: 'MySQL', heard: readGreeting(false)('SSH-2.0-x\r\n', false), says: 'protocol: not MySQL: "SSH-2.0-x\\r\\n"' },
    { of: 'MySQL', heard: readLogin(bytes('01000002 fe')), says: 'answer 00000003' },
    { of: 'MySQL', heard: readLogin(mysqlError(2, 1045, '#28000Access denied')), says: 'well: Access denied (1045)' },
    {
      of: 'MySQL',
      heard: readLogin(mysqlError(2, 1053, '#08S01Server shutdown in progress')),
      says: 'draining: Server shutdown in progress (1053)',
    },
    { of: 'LDAP', heard: readBind(ldapResult('61', '00')), says: 'well' },
    { of: 'LDAP', heard: readBind(ldapResult('61', '00').slice(0, 9)), says: 'more' },
    { of: 'LDAP', heard: readBind(ldapResult('61', '33', 'later')), says: 'overloaded: busy: later' },
    { of: 'LDAP', heard: readBind(ldapResult('78', '34')), says: 'overloaded: unavailable' },
    { of: 'LDAP', heard: readBind(ldapResult('61', '30', 'no')), says: 'well: inappropriateAuthentication: no' },
    { of: 'LDAP', heard: readBind(ldapResult('61', '01')), says: 'said-failing: operationsError' },
    { of: 'LDAP', heard: readBind('HTTP/1.1 400'), says: 'protocol: not LDAP: "HTTP/1.1 400"' },
  ])('$of: $says', ({ heard, says }) => {
    expect(told(heard)).toBe(says);
  });
});

describe("PostgreSQL's error codes", () => {
  it.each([
    { code: '57P03', message: 'the database system is shutting down', kind: 'draining' },
    { code: '57P03', message: 'the database system is in recovery mode', kind: 'starting' },
    { code: '57P01', message: 'terminating connection due to administrator command', kind: 'draining' },
    { code: '57014', message: 'canceling statement due to statement timeout', kind: 'timeout' },
    { code: '53100', message: 'could not extend file: No space left on device', kind: 'said-failing' },
    { code: '53200', message: 'out of memory', kind: 'overloaded' },
    { code: '42P01', message: 'relation "x" does not exist', kind: 'said-failing' },
  ])('$code "$message" is $kind', ({ code, message, kind }) => {
    expect(stateFailure(code, message)).toEqual({ kind, detail: `${message} (${code})` });
  });
});
