import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWctpChannel } from '../../../electron/paging/channels/wctp.ts';
import { readXml, type XmlElement } from '../../../electron/paging/channels/xml-read.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { PageId } from '../../../shared/model/ids.ts';
import type { Page } from '../../../shared/model/page.ts';
import { movableClock } from '../../harness/clock.ts';
import { noMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import { confirmation, failure, startWctpEmulator, type WctpEmulator, xml } from '../../harness/wctp-emulator.ts';

const SENDER = { senderId: 'pager@example.org', securityCode: 'secret-0123' };

let gateway: WctpEmulator;
let clock: ReturnType<typeof movableClock>;
let channel: ReturnType<typeof createWctpChannel>;

beforeEach(async () => {
  clock = movableClock();
  gateway = await startWctpEmulator(SENDER);
  channel = createWctpChannel();
});
afterEach(async () => {
  expect(clock.waiting).toBe(0);
  await channel.close?.();
  await gateway.close();
});

const settings = (more: object = {}) =>
  ChannelFile.parse({
    id: 'pager',
    type: 'wctp',
    url: gateway.url,
    ...SENDER,
    recipient: '5551212',
    ...more,
  }) as ChannelSettingsOf<'wctp'>;
const send = (page: Page = aPage(), more: object = {}, signal = new AbortController().signal) =>
  channel.send(page, settings(more), { signal, clock, memory: noMemory });
const who = () => `127.0.0.1:${gateway.port}`;

/** Names and attribute names: the shape of a request, without what it says. */
function shape({ name, attributes, children }: XmlElement): unknown {
  return [name, ...[...attributes.keys()].sort(), ...children.map(shape)];
}

describe('a page through a WCTP gateway', () => {
  it('is submitted in one operation, and the gateway’s words are kept', async () => {
    expect(await send()).toEqual({ status: 'accepted', reference: '200 Message accepted: Accepted' });
    expect(gateway.received).toEqual([
      {
        messageId: expect.stringMatching(/^[0-9a-f]{32}$/),
        transactionId: expect.stringMatching(/^[0-9a-f]{32}$/),
        recipient: '5551212',
        priority: 'HIGH',
        allowResponse: 'false',
        submitted: '2026-11-21T01:16:00',
        text: 'DOWN api-gateway: 503 Service Unavailable for 2 min, third failure, since 02:14',
      },
    ]);
  });

  it('has the form of a recorded one', async () => {
    await send(aPage(), { version: '1.1' });
    const recorded = readFileSync(new URL('../../fixtures/pager/wctp-submit.xml', import.meta.url), 'utf8');
    const known = readXml(recorded);
    const ours = readXml(gateway.requests[0]?.body ?? '');
    // It asks for being read too, which we do not: delivered is enough.
    expect(JSON.stringify(ours && shape(ours))).toBe(
      JSON.stringify(known && shape(known)).replace('"notifyWhenRead",', ''),
    );
    expect(ours?.attributes.get('wctpVersion')).toBe(known?.attributes.get('wctpVersion'));
  });

  it('is the same message on every try, and tells what belongs together', async () => {
    await send();
    await send();
    await send(aPage({ id: PageId.parse('inc-1/2'), kind: 'close' }));
    await send(aPage({ id: PageId.parse('inc-2/1'), dedupKey: 'inc-2' }));
    const [first, again, close, other] = gateway.received;
    expect(again?.messageId).toBe(first?.messageId);
    expect(close?.messageId).not.toBe(first?.messageId);
    expect(close?.transactionId).toBe(first?.transactionId);
    expect(other?.transactionId).not.toBe(first?.transactionId);
  });

  it.each<{ page: Partial<Page>; priority: string }>([
    { page: { severity: 'critical' }, priority: 'HIGH' },
    { page: { severity: 'high' }, priority: 'HIGH' },
    { page: { severity: 'low' }, priority: 'NORMAL' },
    { page: { kind: 'close' }, priority: 'LOW' },
    { page: { kind: 'test' }, priority: 'LOW' },
  ])('is as urgent as it should be: $page', async ({ page, priority }) => {
    await send(aPage(page));
    expect(gateway.received[0]?.priority).toBe(priority);
  });

  it('says what a server has said, and lets none of it become an element', async () => {
    await send(aPage({ text: '<wctp-Recipient recipientID="1"/> & "x" \u0000 größer' }), {
      securityCode: undefined,
      senderId: 'a"&<b',
    });
    expect(gateway.received).toEqual([]);
    expect(gateway.requests[0]?.body).toContain('senderID="a&quot;&amp;&lt;b"');
    await send(aPage({ text: '<wctp-Recipient recipientID="1"/> & "x" \u0000 größer' }));
    expect(gateway.received[0]?.text).toBe('DOWN api-gateway: <wctp-Recipient recipientID="1"/> & "x" groesser');
  });

  it('is never longer than a pager keeps', async () => {
    const page = aPage({ text: 'word '.repeat(400), runbook: 'https://wiki.example.org/api' });
    expect(await send(page)).toMatchObject({ status: 'accepted' });
  });

  it('is refused with the gateway’s own words when nobody knows the pager', async () => {
    expect(await send(aPage(), { recipient: '42' })).toEqual({
      status: 'refused',
      reason: `${who()} refused: error 403, Invalid recipientID: 5551212 is not known, check the recipient of this channel`,
    });
  });

  it('is refused when the security code is wrong, and says what to mend', async () => {
    expect(await send(aPage(), { securityCode: 'another' })).toEqual({
      status: 'refused',
      reason: `${who()} refused: error 402, Invalid securityCode, check the securityCode of this channel`,
    });
  });

  it.each([
    { code: 302, status: 'refused', said: 'error 302, x' },
    { code: 303, status: 'refused', said: 'error 303, x, set version to what the gateway understands' },
    { code: 304, status: 'try-later', said: 'error 304, x, something waits to be polled: set replies' },
    { code: 411, status: 'refused', said: 'error 411, x' },
    { code: 500, status: 'try-later', said: 'error 500, x' },
    { code: 604, status: 'try-later', said: 'error 604, x' },
  ])('is judged by the failure: $said', async ({ code, status, said }) => {
    gateway.behave({ kind: 'answer', ...xml(confirmation(failure(code, 'x'))) });
    expect(await send()).toEqual({ status, reason: `${who()} refused: ${said}` });
  });

  it.each([
    ['no element', xml('')],
    ['a page of HTML', { status: 200, body: '<html><title>Welcome, guest</title></html>' }],
    ['a success with another code', xml(confirmation('<wctp-Success successCode="300"/>'))],
    ['a success beside a failure', xml(confirmation('<wctp-Success successCode="200"/><wctp-Failure errorCode="x"/>'))],
    [
      'a success that confirms nothing',
      xml('<wctp-Operation wctpVersion="1"><wctp-Success successCode="200"/></wctp-Operation>'),
    ],
    [
      'a success after an entity',
      xml(
        '<!DOCTYPE a [<!ENTITY b "c">]><wctp-Operation><wctp-Confirmation><wctp-Success successCode="200"/></wctp-Confirmation></wctp-Operation>',
      ),
    ],
  ])('is not taken by %s', async (_story, answer) => {
    gateway.behave({ kind: 'answer', ...answer });
    expect(await send()).toMatchObject({ status: 'try-later', reason: expect.stringContaining('but not as') });
  });

  it.each([
    { answer: { status: 503 }, status: 'try-later', reason: 'answered 503' },
    { answer: { status: 401 }, status: 'refused', reason: 'answered 401' },
    {
      answer: { status: 302, headers: { location: 'http://hotel/' } },
      status: 'try-later',
      reason: 'redirects are not followed',
    },
  ])('is judged by HTTP too: $reason', async ({ answer, status, reason }) => {
    gateway.behave({ kind: 'answer', ...answer });
    expect(await send()).toMatchObject({ status, reason: expect.stringContaining(reason) });
  });

  it('may pass later when nobody answers', async () => {
    gateway.behave({ kind: 'hang' });
    const limit = new AbortController();
    const sending = send(aPage(), {}, limit.signal);
    await gateway.arrived(1);
    limit.abort();
    expect(await sending).toEqual({ status: 'try-later', reason: `${who()} did not answer in time` });
  });

  it.each([
    { more: { url: 'http://kim:pw@gateway/' }, problem: 'without a login' },
    { more: { securityCode: 'x'.repeat(17) }, problem: '16' },
    { more: { senderId: '' }, problem: '1' },
    { more: { version: '2.0' }, problem: '1.1' },
  ])('has settings that the protocol knows: $problem', ({ more, problem }) => {
    expect(() => settings(more)).toThrow(problem);
  });
});
