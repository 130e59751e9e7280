/**
 * Certificates made while a test runs, good and bad: nothing secret or perishable is kept in the repository.
 *
 * Just enough X.509 (RFC 5280) for a TLS server: P-256 keys, ECDSA with SHA-256, names, dates, basic constraints.
 */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export interface Authority {
  readonly name: string;
  /** PEM. */
  readonly cert: string;
  readonly key: KeyObject;
}

export interface Identity {
  /** PEM, as `https.createServer` takes them. */
  readonly cert: string;
  readonly key: string;
}

export interface CertificateWishes {
  /** Common name. */
  readonly name: string;
  /** Names and addresses it is for. */
  readonly for?: readonly string[];
  readonly from?: Date;
  readonly to?: Date;
}

const LONG_AGO = new Date('2020-01-01T00:00:00Z');
const FAR_AHEAD = new Date('2049-01-01T00:00:00Z');

/** An authority that signs itself. */
export function makeAuthority(name: string): Authority {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const cert = build({ name }, name, publicKey, privateKey, [basicConstraints(true)]);
  return { name, cert, key: privateKey };
}

/** A server's certificate, signed by `authority`, or by itself when there is none. */
export function makeIdentity(wishes: CertificateWishes, authority: Authority | null): Identity {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const extensions = [basicConstraints(false), ...(wishes.for ? [alternativeNames(wishes.for)] : [])];
  const cert = build(wishes, authority?.name ?? wishes.name, publicKey, authority?.key ?? privateKey, extensions);
  return { cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

let serial = 1;

function build(
  wishes: CertificateWishes,
  issuer: string,
  publicKey: KeyObject,
  signer: KeyObject,
  extensions: readonly Buffer[],
): string {
  const ecdsaWithSha256 = sequence(oid(1, 2, 840, 10045, 4, 3, 2));
  serial += 1;
  const toBeSigned = sequence(
    tagged(0xa0, der(0x02, Buffer.from([2]))), // version 3
    der(0x02, Buffer.from([0x10, serial >> 8, serial & 0xff])),
    ecdsaWithSha256,
    commonName(issuer),
    sequence(time(wishes.from ?? LONG_AGO), time(wishes.to ?? FAR_AHEAD)),
    commonName(wishes.name),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', toBeSigned, signer);
  const whole = sequence(toBeSigned, ecdsaWithSha256, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

const commonName = (name: string) => sequence(der(0x31, sequence(oid(2, 5, 4, 3), der(0x0c, Buffer.from(name)))));

const basicConstraints = (authority: boolean) =>
  extension(oid(2, 5, 29, 19), sequence(...(authority ? [der(0x01, Buffer.from([0xff]))] : [])));

const alternativeNames = (names: readonly string[]) =>
  extension(
    oid(2, 5, 29, 17),
    sequence(
      ...names.map((name) =>
        /^\d+(?:\.\d+){3}$/.test(name)
          ? der(0x87, Buffer.from(name.split('.').map(Number)))
          : der(0x82, Buffer.from(name)),
      ),
    ),
  );

const extension = (id: Buffer, value: Buffer) => sequence(id, der(0x04, value));

/** UTCTime: two digits for the year, good until 2049. */
const time = (date: Date) => der(0x17, Buffer.from(`${date.toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`));

const sequence = (...parts: readonly Buffer[]) => der(0x30, Buffer.concat(parts));
const tagged = (tag: number, content: Buffer) => der(tag, content);

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function oid(first: number, second: number, ...rest: readonly number[]): Buffer {
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const digits = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) {
      digits.unshift((left & 0x7f) | 0x80);
    }
    bytes.push(...digits);
  }
  return der(0x06, Buffer.from(bytes));
}
