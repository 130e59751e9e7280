/**
 * kill -9 between deciding that an experiment cannot be booked and telling its book, again and again, on the real `watchbell serve` over
 * a system of real servers. After each restart book is right, nothing is told that is so already, and each change is in one mail.
 *
 * `WATCHBELL_KILLS=100` for a long night: `npx vitest run --config build/vitest.config.ts --project integration <this file>`.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bundleChild } from '../../harness/bundle-child.ts';
import { host, stream } from '../../harness/practable/messages.ts';
import { type SystemStandIn, startPractable } from '../../harness/practable/system.ts';
import { readMail } from '../../harness/read-mail.ts';
import { type Served, serve } from '../../harness/served.ts';
import { startSmtpEmulator } from '../../harness/smtp-emulator.ts';
import { mailer } from '../../harness/subscribers.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { type FileInput, fileOf } from '../../harness/watch-story.ts';

const KILLS = Number(process.env.WATCHBELL_KILLS ?? 9);
/** Report, transaction, GET, transaction, PUT and its recording take some ms here: a kill within this time hits any of them. */
const WITHIN_MS = 60;
const REPORT_EVERY_MS = 5_000;

/** Anywhere; as soon as book is read, so that it is not told yet; as soon as it was told, so that this is not written down yet. */
const INSTANTS = ['any', 'read', 'told'] as const;

describe('kill -9 between deciding and telling book', () => {
  let lab: SystemStandIn;
  let mails: Awaited<ReturnType<typeof startSmtpEmulator>>;
  let watchbell: Served | null = null;
  let report: () => void = () => undefined;
  let reporting: NodeJS.Timeout;

  beforeAll(async () => {
    mails = await startSmtpEmulator();
    lab = await startPractable({ 'r-aaaa00': { topic_stub: 'aaaa00', streams: ['st-data'] } });
    // As the real ones do: who says nothing for half a minute is silent, and that is news of its own.
    reporting = setInterval(() => report(), REPORT_EVERY_MS);
  });
  afterAll(async () => {
    clearInterval(reporting);
    await watchbell?.kill();
    await lab.close();
    await mails.idle();
    await mails.close();
  });

  function fileWith(set: 'in-book' | 'never'): FileInput {
    const availability = { set, perMinute: 600 };
    const mail = { by: 'mailer', to: 'a@x.example' };
    const file = fileOf();
    return {
      ...file,
      channels: [...(file.channels ?? []), { ...mailer, host: mails.host, port: mails.port }],
      practable: [lab.file({ grace: '0s', availability, mail }) as never],
    };
  }

  /** From now on the stream is there, or not. */
  function connected(isThere: boolean): void {
    const streams = isThere ? [stream('aaaa00-st-data')] : [];
    lab.relay.greet(streams);
    lab.jump.greet([host('aaaa00')]);
    report = () => {
      lab.relay.report(streams);
      lab.jump.report([host('aaaa00')]);
    };
    report();
  }

  async function instant(which: (typeof INSTANTS)[number], asked: number): Promise<void> {
    if (which === 'any') {
      await new Promise((resolve) => void setTimeout(resolve, Math.random() * WITHIN_MS));
      return;
    }
    const begin = which === 'read' ? 'GET r-aaaa00' : 'PUT r-aaaa00';
    await vi.waitUntil(() => lab.book.asked.slice(asked).some((line) => line.startsWith(begin)), {
      timeout: 60_000,
      interval: 1,
    });
  }

  /** What was told, by the id of the mail: one that went again is the same one. */
  function told(): readonly string[] {
    const byId = new Map<string, string>();
    for (const { text: raw } of mails.received) {
      const { headers, text } = readMail(raw);
      const id = headers['message-id'] ?? '';
      expect(byId.get(id) ?? text, 'the same id, another mail').toBe(text);
      byId.set(id, text);
    }
    return [...byId.values()].flatMap((text) => /ok\): \n([\s\S]*?)\n\n\n/.exec(text)?.[1]?.split('\n') ?? []);
  }

  const isAvailable = (): boolean => lab.book.availability.get('r-aaaa00')?.available ?? true;
  const becomes = (available: boolean) =>
    vi.waitUntil(() => isAvailable() === available, { timeout: 60_000, interval: 20 });

  it(`at ${KILLS} instants leaves book right, tells it nothing twice, and mails each change once`, {
    timeout: 120_000 + KILLS * 15_000,
  }, async () => {
    const folder = tempFolder();
    const script = await bundleChild('electron/cli.ts', folder);
    connected(true);
    watchbell = await serve(script, folder, fileWith('in-book'));
    await vi.waitUntil(() => told().length === 1, { timeout: 60_000, interval: 20 });

    for (let round = 0; round < KILLS; round += 1) {
      const available = round % 2 === 1;
      const asked = lab.book.asked.length;
      connected(available);
      await instant(INSTANTS[round % INSTANTS.length] ?? 'any', asked);
      await watchbell.kill();
      watchbell = await serve(script, folder, fileWith('in-book'));
      await becomes(available);
    }

    const puts = lab.book.asked.filter((line) => line.startsWith('PUT'));
    expect(puts.map((line) => line.includes('available=false'))).toEqual(
      Array.from({ length: KILLS }, (_, round) => round % 2 === 0),
    );

    await vi.waitUntil(() => told().length === KILLS + 1, { timeout: 60_000, interval: 50 });
    const missed = told().filter((line) => line.endsWith('[missing required aaaa00-st-data]'));
    expect(missed).toHaveLength(Math.ceil(KILLS / 2));

    connected(false);
    await becomes(false);
    watchbell.configure(fileWith('never'));
    await becomes(true);
    expect(lab.book.availability.get('r-aaaa00')?.reason).toBe('given back (Watchbell)');
    expect(await watchbell.end()).toBe(0);
    watchbell = null;
  });
});
