/** Whose fault an error is: the target's, ours, or not to be told at once. */
import { describe, expect, it } from 'vitest';
import { AllAddressesFailed, CertificateRefused, classify, isStale } from '../../../../electron/probes/classify.ts';

const PLACE = { syscall: 'connect', address: '10.0.0.5', port: 443 };
const error = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...PLACE, ...more });

describe('an error', () => {
  it.each([
    { code: 'ECONNREFUSED', kind: 'refused', detail: 'connection refused by 10.0.0.5:443' },
    { code: 'EHOSTUNREACH', kind: 'no-route', detail: 'host unreachable to 10.0.0.5:443' },
    { code: 'ECONNRESET', kind: 'reset', detail: 'connection reset while connecting' },
    { code: 'ETIMEDOUT', kind: 'timeout', detail: 'timed out while connecting' },
    { code: 'EPIPE', kind: 'closed', detail: 'closed without an answer' },
  ])('$code is theirs', ({ code, kind, detail }) => {
    expect(classify(error(code), 'connect')).toEqual({ kind: 'theirs', failure: { kind, phase: 'connect', detail } });
  });

  it.each([
    { code: 'EMFILE', kind: 'no-sockets' },
    { code: 'ENFILE', kind: 'no-sockets' },
    { code: 'ENOBUFS', kind: 'no-sockets' },
    { code: 'ENOMEM', kind: 'no-sockets' },
    { code: 'EADDRNOTAVAIL', kind: 'no-sockets' },
    { code: 'EAGAIN', kind: 'no-sockets' },
    { code: 'ENETDOWN', kind: 'offline' },
    { code: 'EPERM', kind: 'offline' },
    { code: 'EAFNOSUPPORT', kind: 'offline' },
    { code: 'EAI_SYSTEM', kind: 'resolver-gone' },
    { code: 'UND_ERR_DESTROYED', kind: 'cancelled' },
    { code: 'UND_ERR_INVALID_ARG', kind: 'bug' },
    { code: 'ENEVERHEARDOF', kind: 'bug' },
  ])('$code is ours, and blames no target', ({ code, kind }) => {
    expect(classify(error(code), 'connect')).toMatchObject({ kind: 'ours', trouble: { kind } });
  });

  it.each([
    { code: 'ENOTFOUND', ask: 'resolver-reachable', theirs: 'dns', ours: 'resolver-gone' },
    { code: 'EAI_AGAIN', ask: 'resolver-works', theirs: 'dns', ours: 'resolver-gone' },
    { code: 'ENETUNREACH', ask: 'route', theirs: 'no-route', ours: 'offline' },
  ])('$code needs a second look: $ask', ({ code, ask, theirs, ours }) => {
    expect(classify(error(code), 'connect')).toMatchObject({
      kind: 'unclear',
      question: { ask },
      ifTheirs: { kind: theirs },
      ifOurs: { kind: ours },
    });
  });

  it('without a code is our own bug', () => {
    expect(classify(new TypeError('x is not a function'), 'body')).toEqual({
      kind: 'ours',
      trouble: { kind: 'bug', detail: 'TypeError: x is not a function' },
    });
    expect(classify('thrown text', 'body')).toMatchObject({ kind: 'ours', trouble: { kind: 'bug' } });
  });

  it('of a certificate speaks for itself', () => {
    expect(classify(new CertificateRefused('certificate expired'), 'tls')).toEqual({
      kind: 'theirs',
      failure: { kind: 'tls', phase: 'tls', detail: 'certificate expired' },
    });
  });

  it("of the handshake is told in OpenSSL's words", () => {
    const alert = error('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', { reason: 'tlsv1 alert protocol version' });
    expect(classify(alert, 'tls')).toMatchObject({
      failure: { kind: 'tls', detail: 'TLS handshake failed: tlsv1 alert protocol version' },
    });
  });
});

describe('the errors of several addresses', () => {
  it.each([
    { causes: ['ENETUNREACH', 'ECONNREFUSED'], says: 'theirs' },
    { causes: ['EADDRNOTAVAIL', 'ENETUNREACH'], says: 'unclear' },
    { causes: ['EADDRNOTAVAIL', 'EMFILE'], says: 'ours' },
    { causes: [], says: 'theirs' },
  ])('$causes are $says: one address that really failed says the most', ({ causes, says }) => {
    expect(classify(new AllAddressesFailed(causes.map((code) => error(code))), 'connect').kind).toBe(says);
  });
});

it('a kept connection is stale only when the network says so', () => {
  expect(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].map((code) => isStale(error(code)))).toEqual([true, true, true]);
  expect([error('ECONNREFUSED'), new TypeError('x'), 'text'].map(isStale)).toEqual([false, false, false]);
});
