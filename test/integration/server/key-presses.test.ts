/** A key pressed in a call, as Twilio tells it: the real server over the real engine. */
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, testEngine } from '../../harness/engine.ts';
import { fileOf, START } from '../../harness/watch-story.ts';
import { call, stage } from './stage.ts';

const PUBLIC = 'https://pager.example.org';

/** As it comes: `Digits` stands somewhere among thirty other things. */
function told(digits: string): string {
  const about = Array.from({ length: 30 }, (_, index) => [`Fact${index}`, 'x'.repeat(30)]);
  return new URLSearchParams([...about, ['Digits', digits], ['CallSid', 'CA1']] as string[][]).toString();
}

async function calledKim() {
  const clock = movableClock(START);
  const engine = await testEngine({
    clock,
    file: fileOf({
      settings: { pageAfter: 0, publicUrl: PUBLIC },
      components: [
        { id: 'api', name: 'API', checks: [{ type: 'tcp', host: '127.0.0.1', port: 1, interval: '10s', fall: 1 }] },
      ],
    }),
  });
  onTestFinished(() => engine.stop());
  await clock.advance(60_000);
  engine.target('api', DOWN);
  await clock.advance(20_000);
  const on = await stage({ answerLinks: engine.engine.answerLinks, clock, publicUrl: () => PUBLIC });
  const { pathname } = new URL(engine.sent[0]?.page.ackUrl ?? '');
  const press = (digits: string, more: object = {}, path = `${pathname}/key`) =>
    call(on.server, {
      method: 'POST',
      path,
      headers: { 'content-type': 'application/x-www-form-urlencoded', host: 'pager.example.org', ...more },
      body: told(digits),
    });
  const taken = () => engine.snapshot().incidents[0]?.acknowledgement?.by ?? null;
  return { press, taken };
}

describe('a key pressed in a call', () => {
  it('acknowledges with 1, once, and says so to whoever listens', async () => {
    const { press, taken } = await calledKim();
    const answer = await press('1');
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/xml; charset=utf-8']);
    expect(answer.text).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response><Say language="en-GB">Yours until it is fixed. Good luck.</Say></Response>',
    );
    expect(taken()).toBe('Kim by key from kim-hook');
    expect((await press('1')).text).toContain('Kim by key from kim-hook has it since 09:01, until it is fixed.');
  });

  it('does nothing with any other key, and says that too', async () => {
    const { press, taken } = await calledKim();
    await fc.assert(
      fc.asyncProperty(
        fc.string({ maxLength: 20 }).filter((text) => text !== '1'),
        async (digits) => {
          const { status, text } = await press(digits);
          expect([status, text.includes('Nobody has acknowledged')]).toEqual([200, true]);
        },
      ),
      { numRuns: 50 },
    );
    expect(taken()).toBeNull();
  });

  it('means nothing with a link that was never given out, and tells a stranger nothing', async () => {
    const { press, taken } = await calledKim();
    expect((await press('1', {}, '/ack/nonsense/key')).text).toContain('>Nothing was done.<');
    expect(taken()).toBeNull();
  });

  it.each<[string, Record<string, string>, number]>([
    ['under a foreign name', { host: 'evil.example' }, 421],
    ['from a foreign page', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
    ['as something else than a form', { 'content-type': 'application/json' }, 415],
  ])('is not taken %s', async (_, headers, status) => {
    const { press, taken } = await calledKim();
    expect((await press('1', headers)).status).toBe(status);
    expect(taken()).toBeNull();
  });
});
