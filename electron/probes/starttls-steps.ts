/**
 * What is said before TLS begins, by protocol: up to the step at which both sides shake hands, and not a word more.
 */
import type { StartTls } from '../../shared/model/checks/tls.ts';
import { assertNever } from '../../shared/model/never.ts';
import { readBind } from './tcp-ldap.ts';
import { bad, imapGreeting, imapTagged } from './tcp-lines.ts';
import { presetPlan } from './tcp-presets.ts';
import type { Reader, ScriptStep } from './tcp-script.ts';

/** RFC 4511 section 4.14: the extended request 1.3.6.1.4.1.1466.20037. */
const LDAP_START_TLS = Buffer.concat([
  Buffer.from('301d02010177188016', 'hex'),
  Buffer.from('1.3.6.1.4.1.1466.20037', 'latin1'),
]);

/** Answers that let a bind's sender live are refusals here: TLS does not begin. */
const ldapAgrees: Reader = (seen) => {
  const heard = readBind(seen);
  return heard.kind === 'well' && heard.readings !== undefined
    ? bad('said-failing', `does not begin TLS: ${String(heard.readings.said)}`)
    : heard;
};

const STARTTLS: ScriptStep = { kind: 'starttls', name: 'STARTTLS' };

const IMAP: readonly ScriptStep[] = [
  { kind: 'read', name: 'greeting', words: 'IMAP greeting', read: imapGreeting },
  { kind: 'send', name: 'STARTTLS', bytes: Buffer.from('w STARTTLS\r\n') },
  { kind: 'read', name: 'STARTTLS', words: 'answer to STARTTLS', read: imapTagged('w') },
  STARTTLS,
];
const LDAP: readonly ScriptStep[] = [
  { kind: 'send', name: 'StartTLS', bytes: LDAP_START_TLS },
  { kind: 'read', name: 'StartTLS', words: 'answer to StartTLS', read: ldapAgrees },
  STARTTLS,
];

/** The steps of `protocol`, the last of them `starttls`. */
export function startTlsSteps(protocol: StartTls): readonly ScriptStep[] {
  switch (protocol) {
    case 'imap':
      return IMAP;
    case 'ldap':
      return LDAP;
    case 'smtp':
      return upToTls(presetPlan('smtp-starttls', false).steps);
    case 'mysql':
    case 'postgres':
      return upToTls(presetPlan(protocol, true).steps);
    default:
      return assertNever(protocol, 'protocol with STARTTLS');
  }
}

const upToTls = (steps: readonly ScriptStep[]) =>
  steps.slice(0, steps.findIndex(({ kind }) => kind === 'starttls') + 1);
