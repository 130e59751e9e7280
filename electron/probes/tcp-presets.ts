/**
 * The ready scripts: each proves that a service answers in its own protocol, and logs in nowhere.
 *
 * A refusal to let strangers in (a password wanted, an anonymous bind forbidden) is an answer too: the service lives, and the
 * readings say what it said.
 */
import type { TcpPreset } from '../../shared/model/checks/tcp.ts';
import { ANONYMOUS_BIND, readBind, UNBIND } from './tcp-ldap.ts';
import { imapGreeting, imapTagged, memcachedVersion, redisPong, smtpReply, sshBanner } from './tcp-lines.ts';
import { LOGIN_UNDER_TLS, LOGIN_WITHOUT_PASSWORD, readGreeting, readLogin, TLS_REQUEST } from './tcp-mysql.ts';
import { readSslAnswer, readStartup, SSL_REQUEST, STARTUP } from './tcp-postgres.ts';
import type { Plan, Reader, ScriptStep } from './tcp-script.ts';

/** The plan of a preset; `tls`: protected from the first byte on, or from where the protocol begins it. */
export function presetPlan(preset: TcpPreset, tls: boolean): Plan {
  const inBand = tls ? TLS_IN_BAND[preset] : undefined;
  return inBand ? { steps: inBand, tlsFirst: false } : { steps: PLAIN[preset], tlsFirst: tls };
}

const send = (name: string, bytes: string | Uint8Array): ScriptStep => ({
  kind: 'send',
  name,
  bytes: Buffer.from(bytes),
});
const read = (name: string, words: string, reader: Reader): ScriptStep => ({ kind: 'read', name, words, read: reader });
const starttls: ScriptStep = { kind: 'starttls', name: 'STARTTLS' };

const smtpHello = (offers?: string): readonly ScriptStep[] => [
  send('EHLO', 'EHLO watchbell\r\n'),
  read('EHLO', '250 reply', smtpReply('250', offers)),
];
const SMTP_GREETING = read('greeting', '220 greeting', smtpReply('220'));
/** RFC 5321 section 4.1.1.10: a client that just hangs up is noted as a fault in many logs. */
const SMTP_QUIT: readonly ScriptStep[] = [send('QUIT', 'QUIT\r\n'), read('QUIT', '221 reply', smtpReply('221'))];

const PLAIN: Readonly<Record<TcpPreset, readonly ScriptStep[]>> = {
  smtp: [SMTP_GREETING, ...smtpHello(), ...SMTP_QUIT],
  'smtp-starttls': [
    SMTP_GREETING,
    ...smtpHello('STARTTLS'),
    send('STARTTLS', 'STARTTLS\r\n'),
    read('STARTTLS', '220 reply', smtpReply('220')),
    starttls,
    ...smtpHello(),
    ...SMTP_QUIT,
  ],
  imap: [
    read('greeting', 'IMAP greeting', imapGreeting),
    send('LOGOUT', 'w LOGOUT\r\n'),
    read('LOGOUT', 'answer to LOGOUT', imapTagged('w')),
  ],
  redis: [send('PING', 'PING\r\n'), read('PING', '+PONG', redisPong)],
  memcached: [send('version', 'version\r\n'), read('version', 'VERSION', memcachedVersion)],
  mysql: [
    read('greeting', 'MySQL greeting', readGreeting(false)),
    send('login', LOGIN_WITHOUT_PASSWORD),
    read('login', 'answer to a login', readLogin),
  ],
  postgres: [send('start', STARTUP), read('start', 'answer of PostgreSQL', readStartup)],
  ldap: [send('bind', ANONYMOUS_BIND), read('bind', 'answer to an anonymous bind', readBind), send('unbind', UNBIND)],
  ssh: [read('banner', 'SSH-2.0 banner', sshBanner)],
};

const TLS_IN_BAND: Partial<Record<TcpPreset, readonly ScriptStep[]>> = {
  mysql: [
    read('greeting', 'MySQL greeting', readGreeting(true)),
    send('TLS', TLS_REQUEST),
    starttls,
    send('login', LOGIN_UNDER_TLS),
    read('login', 'answer to a login', readLogin),
  ],
  postgres: [send('TLS', SSL_REQUEST), read('TLS', 'answer of PostgreSQL', readSslAnswer), starttls, ...PLAIN.postgres],
};
