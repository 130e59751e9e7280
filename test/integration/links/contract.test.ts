/**
 * What every link owes the engine, whatever it speaks: an answer, never an exception, a clear refusal, no secret in any word, and the truth
 * about what it has told. A new link passes by having a rig here; without one this does not compile.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LinkSet } from '../../../electron/engine/ports/link.ts';
import { linkSet } from '../../../electron/links/registry.ts';
import { LinkFile, type LinkSettings } from '../../../shared/model/link.ts';
import { startCachet3 } from '../../harness/cachet3.ts';
import { movableClock } from '../../harness/clock.ts';
import { type HttpBehaviour, type Request, startHttpEmulator } from '../../harness/http-emulator.ts';
import { aComponent, anIncident, linkBook, realLinks } from '../../harness/link-book.ts';
import { START } from '../../harness/watch-story.ts';
import { startWebhookReceiver } from '../../harness/webhook-receiver.ts';

const SECRET = `whsec_${Buffer.from('a secret for the contract').toString('base64')}`;
const TOKEN = 'token-of-the-link-9876';
/** Quoted by a server, they may stand in no word of ours. */
const ECHO = `you said ${SECRET} ${TOKEN}`;

interface Rig {
  readonly settings: LinkSettings;
  behave(behaviour: HttpBehaviour): void;
  /** Resolves when the next request has come. */
  next(): Promise<void>;
  /** Changes that it has taken. */
  taken(): number;
  close(): Promise<void>;
}

/** The link to a book is told of experiments only: test/integration/links/practable/availability. */
const RIGS: { readonly [T in LinkFile['type']]: () => Promise<Rig> } = {
  webhook: async () => {
    const receiver = await startWebhookReceiver({ secret: SECRET, now: () => clock.now() });
    const headers = { 'x-token': TOKEN };
    return {
      settings: LinkFile.parse({ id: 'l', type: 'webhook', url: receiver.url, secret: SECRET, headers }),
      behave: receiver.behave,
      next: () => receiver.arrived(receiver.tries.length + 1),
      taken: () => receiver.received.length,
      close: receiver.close,
    };
  },
  github: async () => {
    const seen: Request[] = [];
    let count = 0;
    const server = await startHttpEmulator(
      () => {
        count += 1;
      },
      (request) => {
        if (request.headers.authorization !== `Bearer ${TOKEN}`) {
          return { status: 401, body: JSON.stringify({ message: 'Bad credentials' }) };
        }
        const { event_type, client_payload } = JSON.parse(request.body);
        const fits =
          request.path === '/repos/example/shop/dispatches' &&
          request.headers['user-agent'] !== undefined &&
          event_type === 'watchbell' &&
          Object.keys(client_payload).length <= 10;
        if (!fits) {
          return { status: 422, body: JSON.stringify({ message: 'Invalid request.' }) };
        }
        seen.push(request);
        return { status: 204 };
      },
    );
    const baseUrl = `http://127.0.0.1:${server.port}/`;
    return {
      settings: LinkFile.parse({ id: 'l', type: 'github', repository: 'example/shop', token: TOKEN, baseUrl }),
      behave: server.behave,
      next: () => server.arrived(count + 1),
      taken: () => seen.length,
      close: server.close,
    };
  },
  cachet: async () => {
    const cachet = await startCachet3({ token: TOKEN, now: () => clock.now() });
    cachet.addComponent('Stream 14', 5);
    return {
      settings: LinkFile.parse({ id: 'l', type: 'cachet', url: cachet.url, token: TOKEN }),
      behave: cachet.behave,
      next: () => cachet.arrived(cachet.asked.length + 1),
      taken: () => cachet.writes.length,
      close: cachet.close,
    };
  },
};

const clock = movableClock(START);

describe.each(Object.entries(RIGS))('the link of type %s', (_type, start) => {
  let rig: Rig;
  let links: LinkSet;
  beforeEach(async () => {
    rig = await start();
    links = realLinks();
  });
  afterEach(async () => {
    await links.close();
    await rig.close();
  });
  const book = () => linkBook(links, rig.settings, clock);

  it('takes a component and an incident', async () => {
    const told = book();
    expect(await told.tell(aComponent())).toMatchObject({ status: 'accepted' });
    expect(await told.tell(anIncident())).toMatchObject({ status: 'accepted' });
    expect(await told.tell(anIncident({ stage: 'fixed' }))).toMatchObject({ status: 'accepted' });
    expect(rig.taken()).toBe(3);
  });

  it('says where it goes, and no secret with it', () => {
    expect(links.target(rig.settings)).toMatch(/^127\.0\.0\.1:\d+/);
    expect(links.target(rig.settings)).not.toContain(TOKEN);
  });

  it('has the same face for the same news, another for another', () => {
    const face = (state: Parameters<LinkSet['face']>[0]) => links.face(state, rig.settings);
    expect(face(aComponent())).toBe(face(aComponent({ since: 5 })));
    expect(face(aComponent())).not.toBe(face(aComponent({ status: 'major_outage' })));
    expect(face(anIncident())).not.toBe(face(anIncident({ stage: 'fixed' })));
  });

  it.each([
    ['answers 500', { kind: 'answer', status: 500, body: ECHO }],
    ['answers 503 with a page for people', { kind: 'answer', status: 503, body: `<html><p>${ECHO}</p></html>` }],
    ['does not let us in', { kind: 'answer', status: 401, body: ECHO }],
    [
      'leads elsewhere',
      { kind: 'answer', status: 301, headers: { location: `http://127.0.0.1:9/?${TOKEN}` }, body: ECHO },
    ],
    ['hangs up', { kind: 'drop' }],
  ] as const)('tries later when the other side %s, and quotes no secret', async (_, behaviour) => {
    rig.behave(behaviour);
    const answer = await book().tell(aComponent());
    expect(answer.status).toBe('try-later');
    // Each link knows its own.
    const own = [SECRET, SECRET.replace('whsec_', ''), TOKEN].filter((one) =>
      JSON.stringify(rig.settings).includes(one),
    );
    expect(own).toContain(TOKEN);
    for (const secret of own) {
      expect(JSON.stringify(answer)).not.toContain(secret);
    }
    expect(JSON.stringify(answer)).not.toContain('<');
  });

  it('comes again when it was asked to', async () => {
    rig.behave({ kind: 'answer', status: 429, headers: { 'retry-after': '90' } });
    expect(await book().tell(aComponent())).toMatchObject({ status: 'try-later', afterMs: 90_000 });
  });

  it('gives up when its time is over', async () => {
    rig.behave({ kind: 'hang' });
    await book().die(aComponent(), rig.next());
    expect(rig.taken()).toBe(0);
  });

  it('is told the same news under the same name, and another under another', async () => {
    const told = book();
    rig.behave({ kind: 'answer', status: 503 });
    await told.tell(aComponent());
    const { draft } = told.mark(aComponent());
    await told.tell(aComponent());
    expect(told.mark(aComponent()).draft).toEqual(draft);
    await told.tell(aComponent({ status: 'major_outage' }));
    expect(told.mark(aComponent()).draft?.id).not.toBe(draft?.id);
  });
});

it('a link that throws is a failure that may pass, and its words hold no secret', async () => {
  const bad = {
    target: () => 'x',
    secrets: () => [TOKEN],
    face: () => '',
    tell: () => Promise.reject(new Error(`boom ${TOKEN}`)),
  };
  const links = linkSet({
    webhook: { ...bad, type: 'webhook' },
    github: { ...bad, type: 'github' },
    cachet: { ...bad, type: 'cachet' },
    practable: { ...bad, type: 'practable' },
  });
  const settings = LinkFile.parse({ id: 'l', type: 'webhook', url: 'http://127.0.0.1:1/' });
  expect(await linkBook(links, settings, clock).tell(aComponent())).toEqual({
    status: 'try-later',
    reason: 'the webhook link failed: boom [secret]',
  });
});
