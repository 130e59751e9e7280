/**
 * What a certificate and its chain amount to: facts for people, and what is wrong. Pure.
 *
 * Days are counted by the exact time and never rounded up: "1 day left" means at least 24 hours. Dates come before trust:
 * an ended certificate is said to have ended, whoever signed it.
 */
import { formatDuration } from '../../shared/model/duration.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import type { Failure, Readings } from '../../shared/model/observation.ts';
import type { Trouble } from '../../shared/model/status.ts';
import { type Certificate, chainOf, commonName, day, refusalWords } from './certificate.ts';
import { oneLine, short } from './words.ts';

const DAY_MS = 24 * 60 * 60_000;

export interface SeenChain {
  /** The leaf; its issuers hang on it. */
  readonly certificate: Certificate;
  /** Why it is not trusted, in OpenSSL's words (`X509_verify_cert`); null when it is. The name is not looked at in it. */
  readonly distrust: string | null;
  /** Names that it should carry and does not. */
  readonly wrongNames: readonly string[];
}

export interface TlsRules {
  readonly verifyTls: boolean;
  /** In falling order. */
  readonly warnDays: readonly number[];
}

type Objection = Omit<Failure, 'phase'>;

/** What is wrong, the gravest first; null: nothing. `step` is the number of the threshold that was passed. */
export function judgeChain(seen: SeenChain, rules: TlsRules, now: EpochMs): Objection | null {
  const { certificate, distrust, wrongNames } = seen;
  const refused = (code: string, name = ''): Objection => ({
    kind: 'certificate',
    level: 'major_outage',
    detail: refusalWords(code, certificate, name, now),
  });
  const links = neededLinks(seen, now);
  const dateless = links.find((link) => Number.isNaN(endOf(link)));
  if (dateless) {
    const detail = `nobody can read when the certificate ends (${commonName(dateless)}): "${day(dateless.valid_to)}"; replace it`;
    return { kind: 'certificate', level: 'major_outage', detail };
  }
  if (links.some((link) => endOf(link) <= now)) {
    return { ...refused('CERT_HAS_EXPIRED'), step: rules.warnDays.length + 1 };
  }
  if (links.some((link) => Date.parse(link.valid_from) > now)) {
    return refused('CERT_NOT_YET_VALID');
  }
  if (rules.verifyTls && distrust !== null) {
    return refused(distrust);
  }
  const [wrongName] = wrongNames;
  if (rules.verifyTls && wrongName !== undefined) {
    return refused('ERR_TLS_CERT_ALTNAME_INVALID', wrongName);
  }
  return endsSoon(links, rules.warnDays, now);
}

function endsSoon(links: readonly Certificate[], warnDays: readonly number[], now: EpochMs): Objection | null {
  const first = links.reduce((soonest, link) => (endOf(link) < endOf(soonest) ? link : soonest));
  const left = endOf(first) - now;
  const passed = warnDays.filter((days) => left < days * DAY_MS).length;
  if (passed === 0) {
    return null;
  }
  const whose = first === links[0] ? 'certificate' : 'certificate of the issuer';
  const detail = `${whose} ends in ${leftWords(left)} (${day(first.valid_to)}, ${commonName(first)}); renew it`;
  return { kind: 'certificate', detail, step: passed, level: levelOf(passed, warnDays.length) };
}

/** The last of several warnings is the grave one; a single one is an early one. */
const levelOf = (passed: number, all: number): Trouble =>
  passed === all && all > 1 ? 'partial_outage' : 'performance_issues';

/** Whole days, or hours and minutes on the last one. */
const leftWords = (ms: number): string =>
  ms >= DAY_MS ? days(Math.floor(ms / DAY_MS)) : formatDuration(Math.floor(ms / 60_000) * 60_000);
const days = (count: number) => `${count} ${count === 1 ? 'day' : 'days'}`;

/** Facts for people, also of a chain that is refused. */
export function chainReadings(seen: SeenChain, now: EpochMs): Readings {
  const { certificate } = seen;
  const chain = chainOf(certificate);
  const soonest = Math.min(...neededLinks(seen, now).map(endOf));
  return {
    subject: short(commonName(certificate)),
    issuer: short(oneLine(nameOf(certificate.issuer))),
    names: short(oneLine((certificate.subjectaltname ?? '').replaceAll(/(?:DNS|IP Address):/g, ''))),
    certificateEnds: isoOf(endOf(certificate)),
    // Never more than there are: a certificate that ended this morning has -1 day left.
    ...(Number.isFinite(soonest) && { daysLeft: Math.floor((soonest - now) / DAY_MS) }),
    chain: chain.map((link) => short(commonName(link))).join(' < '),
    chainLength: chain.length,
    ...(certificate.fingerprint256 !== undefined && { fingerprint: certificate.fingerprint256 }),
  };
}

/**
 * The leaf and its intermediates. A root is trusted by being known: its dates are for those who keep it (RFC 5280 section 6.1).
 * An ended intermediate of a chain that is trusted all the same is not needed: there is another way to a root (a cross-signed
 * one that servers go on sending).
 */
function neededLinks({ certificate, distrust }: SeenChain, now: EpochMs): readonly Certificate[] {
  const isNeeded = (link: Certificate) => link.issuerCertificate !== link && (distrust !== null || endOf(link) > now);
  return chainOf(certificate).filter((link, depth) => depth === 0 || isNeeded(link));
}

const endOf = (certificate: Certificate): number => Date.parse(certificate.valid_to);
const isoOf = (at: number): string => (Number.isNaN(at) ? '' : new Date(at).toISOString().replace('.000Z', 'Z'));
const nameOf = (who: Certificate['issuer'] | undefined): string => {
  const one = who?.CN ?? who?.O ?? 'unnamed';
  return Array.isArray(one) ? one.join(' ') : String(one);
};
