/** A calendar's address and a calendar's file, from good ones to those that would never end. No reason quotes the address. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCalendarReader } from '../../../electron/links/calendars/fetch.ts';
import { closedPort, httpServer, tcpServer } from '../../harness/loopback.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const SECRET = 'private-4f1c';
const TEXT = 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n';
const BYTES = 1_048_576;
/** Long, for whoever is to be heard out: this process, which is the server as well, may stand still for a while. */
const PATIENT_MS = 25_000;

function reader(folder = tempFolder(), timeoutMs = PATIENT_MS) {
  const own = createCalendarReader(folder, { timeoutMs, bytes: BYTES });
  onTestFinished(() => own.close());
  return own;
}

const at = (port: number) => ({ url: `http://127.0.0.1:${port}/${SECRET}.ics`, path: undefined });

describe('an address', () => {
  it('gives its text, also packed, and says who asks for what', async () => {
    const heard: (string | undefined)[] = [];
    const { port } = await httpServer((request, response) => {
      heard.push(request.headers['user-agent'], request.headers.accept?.split(',')[0]);
      response.writeHead(200, { 'content-type': 'text/calendar', 'content-encoding': 'gzip' }).end(gzipSync(TEXT));
    });
    expect(await reader().fetch(at(port))).toEqual({ ok: true, text: TEXT });
    expect(heard).toEqual(['Watchbell', 'text/calendar']);
  });

  it('may have moved', async () => {
    const { port } = await httpServer((request, response) =>
      request.url === '/new.ics' ? response.end(TEXT) : response.writeHead(302, { location: '/new.ics' }).end(),
    );
    expect(await reader().fetch(at(port))).toEqual({ ok: true, text: TEXT });
  });

  it.each([
    [401, 'it answered 401: the address wants somebody to log in'],
    [404, 'it answered 404: the calendar is gone, or has another address now'],
    [410, 'it answered 410: the calendar is gone, or has another address now'],
    [503, 'it answered 503'],
  ])('that answers %i says why', async (status, reason) => {
    const { port } = await httpServer((_request, response) => response.writeHead(status).end('no'));
    expect(await reader().fetch(at(port))).toEqual({ ok: false, reason });
  });

  it.each([
    ['plain', false],
    ['packed', true],
  ])('that has fifty megabytes is let go of early, %s', async (_how, packed) => {
    let sent = 0;
    const large = packed ? gzipSync(Buffer.alloc(50 * 1_048_576, 'x')) : null;
    const { port } = await httpServer((_request, response) => {
      response.on('error', () => undefined);
      if (large !== null) {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(large);
        return;
      }
      const more = () => {
        while (sent < 50 * 1_048_576 && response.write('x'.repeat(65_536))) {
          sent += 65_536;
        }
      };
      response.on('drain', more);
      more();
    });
    expect(await reader().fetch(at(port))).toEqual({ ok: false, reason: 'it is larger than 1 MB, which is no roster' });
    expect(sent).toBeLessThan(20 * 1_048_576);
  });

  it.each<{ what: string; talk: Parameters<typeof tcpServer>[0] }>([
    { what: 'never answers', talk: () => undefined },
    {
      what: 'begins and never ends',
      talk: (socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nBEGIN:'),
    },
    {
      what: 'sends a byte now and then',
      talk(socket) {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n');
        const drip = setInterval(() => socket.write('x'), 100);
        socket.on('close', () => clearInterval(drip)).on('error', () => clearInterval(drip));
      },
    },
  ])('that $what is not waited for', async ({ talk }) => {
    const { port } = await tcpServer(talk);
    expect(await reader(undefined, 1_000).fetch(at(port))).toEqual({ ok: false, reason: 'no answer within 1 s' });
  });

  it('at which nobody is, or that is cut off, says so without the address', async () => {
    const nobody = await reader().fetch(at(await closedPort()));
    expect(nobody).toEqual({ ok: false, reason: 'the connection was refused' });
    const { port } = await tcpServer((socket) => socket.destroy());
    const cut = await reader().fetch(at(port));
    expect(cut.ok).toBe(false);
    expect(JSON.stringify(cut)).not.toContain(SECRET);
  });
});

describe('a file', () => {
  it('is found from the folder of the configuration on', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'oncall.ics'), TEXT);
    expect(await reader(folder).fetch({ url: undefined, path: 'oncall.ics' })).toEqual({ ok: true, text: TEXT });
  });

  it('that is not there, no file, or too large says so', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'folder.ics'));
    writeFileSync(join(folder, 'large.ics'), 'x'.repeat(BYTES + 1));
    const read = (path: string) => reader(folder).fetch({ url: undefined, path });
    expect(await read('nothing.ics')).toEqual({ ok: false, reason: 'there is no such file' });
    expect(await read('folder.ics')).toEqual({ ok: false, reason: 'it is no file' });
    expect(await read('large.ics')).toEqual({ ok: false, reason: 'it is larger than 1 MB, which is no roster' });
    expect(await read('/dev/zero')).toEqual({ ok: false, reason: 'it is no file' });
  });
});
