/** Any program hears each change as JSON of one form, or as its own template says; over TLS only whoever is trusted is told. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LinkFile } from '../../../shared/model/link.ts';
import { makeAuthority, makeIdentity } from '../../harness/certificates.ts';
import { movableClock } from '../../harness/clock.ts';
import { aComponent, anIncident, linkBook, realLinks, someWork } from '../../harness/link-book.ts';
import { httpServer, httpsServer } from '../../harness/loopback.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { START } from '../../harness/watch-story.ts';

const clock = movableClock(START);

/** What it was sent: type and body. */
async function receiver(): Promise<{
  url: string;
  got: { type: string | undefined; body: string; signed: boolean }[];
}> {
  const got: { type: string | undefined; body: string; signed: boolean }[] = [];
  const server = await httpServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const { 'content-type': type, 'webhook-signature': signature } = request.headers;
    got.push({ type, body: Buffer.concat(chunks).toString('utf8'), signed: signature !== undefined });
    response.writeHead(204).end();
  });
  return { url: `http://127.0.0.1:${server.port}/state`, got };
}

function bookOf(settings: object) {
  const links = realLinks();
  onTestFinished(() => links.close());
  return linkBook(links, LinkFile.parse({ id: 'ops', type: 'webhook', ...settings }), clock);
}

describe('a program', () => {
  it('hears each change with what was before, times as texts', async () => {
    const { url, got } = await receiver();
    const book = bookOf({ url });
    await book.tell(aComponent({ since: START }));
    await book.tell(aComponent({ since: START, status: 'major_outage' }));
    await book.tell(anIncident({ openedAt: START }));
    await book.tell(someWork());

    const bodies = got.map(({ body }) => JSON.parse(body));
    expect(bodies.map(({ type }) => type)).toEqual([
      'state.component',
      'state.component',
      'state.incident-opened',
      'state.maintenance-planned',
    ]);
    expect(bodies[1]).toMatchObject({
      version: 1,
      id: 'ops-component:stream14-2',
      timestamp: '2026-01-05T09:00:00.000Z',
      data: { kind: 'component', id: 'stream14', status: 'major_outage', since: '2026-01-05T09:00:00.000Z' },
      before: { status: 'operational' },
    });
    expect(bodies[2]).toMatchObject({ data: { openedAt: '2026-01-05T09:00:00.000Z', resolvedAt: null }, before: null });
    expect(bodies[3]).toMatchObject({ data: { name: 'New disks, ask Kim', from: '2026-01-06T22:00:00.000Z' } });
    expect(got.every(({ signed }) => !signed)).toBe(true);
  });

  it('gets a body of its own template, with nothing that breaks out of its place', async () => {
    const { url, got } = await receiver();
    const template = '{"text": "{{name}}: {{status}} (was {{before}})", "at": {{at}}}';
    await bookOf({ url, template }).tell(aComponent({ name: 'A "quoted" name', status: 'major_outage' }));
    expect(got[0]?.type).toBe('application/json');
    expect(JSON.parse(got[0]?.body ?? '')).toEqual({ text: 'A "quoted" name: major_outage (was )', at: START });
  });

  it('with a certificate that nobody signed is told only when it is trusted', async () => {
    const server = await httpsServer(
      makeIdentity({ name: 'status.example', for: ['127.0.0.1'] }, null),
      (request, response) => void request.resume().on('end', () => response.writeHead(204).end()),
    );
    const url = `https://127.0.0.1:${server.port}/`;
    expect(await bookOf({ url }).tell(aComponent())).toMatchObject({
      status: 'try-later',
      reason: expect.stringContaining('self-signed certificate'),
    });
    expect(await bookOf({ url, verifyTls: false }).tell(aComponent())).toEqual({ status: 'accepted' });
  });
});

describe('a Cachet behind a certificate of the house', () => {
  it.each(['text', 'path'])('is trusted by its authority in `ca`, given as %s, and by nobody else', async (form) => {
    const authority = makeAuthority('Our house');
    const server = await httpsServer(
      makeIdentity({ name: 'status', for: ['127.0.0.1'] }, authority),
      (request, response) => void request.resume().on('end', () => response.writeHead(503).end()),
    );
    const path = join(tempFolder(), 'ca.pem');
    writeFileSync(path, authority.cert);
    const told = async (settings: object): Promise<string> => {
      const links = realLinks();
      onTestFinished(() => links.close());
      const url = `https://127.0.0.1:${server.port}/`;
      const file = LinkFile.parse({ id: 'status', type: 'cachet', url, token: 'abcdefgh', ...settings });
      return JSON.stringify(await linkBook(links, file, clock).tell(aComponent()));
    };
    expect(await told({})).toContain('certificate');
    expect(await told({ ca: form === 'text' ? authority.cert : path })).toContain('answered 503');
    expect(await told({ ca: makeAuthority('Another house').cert })).toContain('certificate');
    expect(await told({ ca: '/nowhere/ca.pem' })).toContain('the certificate in ca cannot be read: ENOENT');
  });
});
