/**
 * Why a certificate was refused, in words that name it and say what to do.
 *
 * Pure: gets what OpenSSL said and what the certificate says of itself.
 */
import type { DetailedPeerCertificate } from 'node:tls';
import { oneLine, short } from './words.ts';

/** What is used of a certificate; `issuerCertificate` of a root is itself. */
export type Certificate = Pick<
  DetailedPeerCertificate,
  'subject' | 'issuer' | 'subjectaltname' | 'valid_from' | 'valid_to'
> & {
  readonly fingerprint256?: string;
  readonly issuerCertificate?: Certificate;
};

/**
 * One sentence without a full stop: "certificate expired 2026-11-20 (CN shop.example); renew it".
 * `code`: X509_verify_cert's names as Node gives them, or `ERR_TLS_CERT_ALTNAME_INVALID`. `now`: epoch ms, to find which
 * certificate of the chain is out of date.
 */
export function refusalWords(code: string, certificate: Certificate | null, host: string, now: number): string {
  if (!certificate?.subject) {
    return `certificate refused: ${readable(code)}`;
  }
  const who = commonName(certificate);
  switch (code) {
    case 'CERT_HAS_EXPIRED': {
      const expired = chainOf(certificate).find((link) => Date.parse(link.valid_to) < now) ?? certificate;
      const whose = expired === certificate ? 'certificate' : 'certificate of the issuer';
      return `${whose} expired ${day(expired.valid_to)} (${commonName(expired)}); renew it`;
    }
    case 'CERT_NOT_YET_VALID':
      return `certificate is valid only from ${day(certificate.valid_from)} (${who}); check the clocks of both machines`;
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return `self-signed certificate (${who}); name it in ca to trust it, or set verifyTls: false`;
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return `certificate (${who}) is signed by an authority unknown here (${rootName(certificate)}); ${TRUST_IT}`;
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return `certificate (${who}) is signed by an authority unknown here (CN ${one(certificate.issuer?.CN)}), or the server leaves out its intermediate certificate; ${TRUST_IT}`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `certificate is for ${namesOf(certificate)}, not for ${host}; get one that names ${host}`;
    case 'CERT_REVOKED':
      return `certificate was revoked (${who}); replace it`;
    default:
      return `certificate refused: ${readable(code)} (${who})`;
  }
}

const TRUST_IT = 'name its root in ca, or set verifyTls: false';

/** Enough for people; a certificate may name hundreds. */
const NAMES_SHOWN = 3;

function namesOf(certificate: Certificate): string {
  const names = (certificate.subjectaltname ?? '')
    .split(', ')
    .map((entry) => entry.replace(/^(?:DNS|IP Address):/, ''));
  if (names.every((entry) => entry === '')) {
    return commonName(certificate);
  }
  const more = names.length - NAMES_SHOWN;
  return names.slice(0, NAMES_SHOWN).map(plain).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** The certificate and its issuers, as far as they are known; a root comes once. */
export function chainOf(leaf: Certificate): readonly Certificate[] {
  const chain: Certificate[] = [];
  for (
    let link: Certificate | undefined = leaf;
    link?.subject && !chain.includes(link);
    link = link.issuerCertificate
  ) {
    chain.push(link);
  }
  return chain;
}

const rootName = (leaf: Certificate) => commonName(chainOf(leaf).at(-1) ?? leaf);
/** `CN shop.example` */
export const commonName = (certificate: Certificate) => `CN ${one(certificate.subject.CN)}`;
const one = (value: string | readonly string[] | undefined) =>
  plain((typeof value === 'string' ? value : (value?.join(' ') ?? '')) || 'unnamed');
/** Whoever made the certificate wrote it: no words of ours, and none that a terminal would obey. */
const plain = (text: string) => short(oneLine(text));
const readable = (code: string) => plain(code.toLowerCase().replaceAll('_', ' '));

/** `Nov 20 12:00:00 2026 GMT` to `2026-11-20`; what is no date (OpenSSL's "Bad time value") stays. */
export function day(date: string): string {
  const at = Date.parse(date);
  return Number.isNaN(at) ? plain(date) : new Date(at).toISOString().slice(0, 10);
}
