/** What a service's refusal likely means: the recorded answers of the real programs, and what stands in front of them. */
import { describe, expect, it } from 'vitest';
import { likelyCause, type Refusal, refusalWords } from '../../../../../shared/rules/practable/likely-cause.ts';

const NOON = Date.UTC(2026, 10, 21, 12);

const refusal = (more: Partial<Refusal>): Refusal => ({
  service: 'book',
  status: 500,
  body: '',
  contentType: 'application/json',
  serverTime: NOON,
  ourTime: NOON,
  audience: 'http://us',
  ...more,
});
const json = (message: string): string => JSON.stringify({ code: 500, message });

describe('the likely cause', () => {
  it.each<{ what: string; more: Partial<Refusal>; cause: RegExp }>([
    {
      what: 'a wrong secret at book',
      more: { body: json('error parsing claims was signature is invalid') },
      cause: /secret of book/,
    },
    {
      what: 'a wrong secret at relay',
      more: { service: 'relay', body: json('token invalid') },
      cause: /secret of relay/,
    },
    {
      what: 'a wrong secret at jump',
      more: { service: 'jump', body: json('error reading token was signature is invalid') },
      cause: /secret of jump/,
    },
    {
      what: 'the audience of another server',
      more: { body: json('aud [http://other] does not match this host http://127.0.0.1:4000') },
      cause: /audience: we say http:\/\/us/,
    },
    {
      what: 'a proxy that adds Bearer',
      more: { body: json("error parsing claims was tokenstring should not contain 'bearer '") },
      cause: /proxy that puts "Bearer"/,
    },
    { what: 'scopes', more: { status: 401, body: json('no scope booking:admin') }, cause: /scopes/ },
    {
      what: 'a header that did not arrive',
      more: { status: 401, body: json('unauthenticated for invalid credentials') },
      cause: /Authorization header/,
    },
    {
      what: 'another base path',
      more: { status: 404, contentType: 'text/html', body: '<h1>404</h1>' },
      cause: /base path: no book answers there/,
    },
    {
      what: 'another base path, in JSON',
      more: { status: 404, body: json('path /x was not found') },
      cause: /base path of book/,
    },
    {
      what: 'a proxy with nobody behind',
      more: { status: 502, contentType: 'text/html', body: '<html>' },
      cause: /proxy in front of book/,
    },
    { what: 'a clock, where the answer says so', more: { body: json('Token is expired') }, cause: /the clock/ },
    {
      what: 'a clock, by the Date header',
      more: { service: 'relay', body: json('token invalid'), ourTime: NOON + 60_000 },
      cause: /ours is 1 min ahead of the server's/,
    },
    {
      what: 'a clock that is behind',
      more: { status: 401, body: '', ourTime: NOON - 7_200_000 },
      cause: /ours is 2 h behind/,
    },
  ])('is $what', ({ more, cause }) => {
    expect(likelyCause(refusal(more))).toMatch(cause);
  });

  it('of a bad signature is the secret, also where clocks differ', () => {
    const more = { body: json('error parsing claims was signature is invalid'), ourTime: NOON + 60_000 };
    expect(likelyCause(refusal(more))).toMatch(/secret/);
  });

  it('is not made up', () => {
    expect(likelyCause(refusal({ status: 503, body: json('busy') }))).toBeNull();
    expect(refusalWords(refusal({ status: 503, body: json('busy') }))).toBe('book answered 503 "busy"');
  });

  it('comes with the status and the words of the server, in one line and not too long', () => {
    const words = refusalWords(refusal({ body: `${json('token\n invalid')}` }));
    expect(words).toBe('book answered 500 "token invalid"; likely the secret of book');
    expect(refusalWords(refusal({ body: 'x'.repeat(5_000) })).length).toBeLessThan(250);
  });
});
