/** No secret of the configuration is ever told: not to the log, the terminal, the window, the history, nor in the database. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { callServed } from '../../harness/caller.ts';
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { httpServer } from '../../harness/loopback.ts';
import { serve } from '../../harness/served.ts';
import { startSnppEmulator } from '../../harness/snpp-emulator.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { startTwilioEmulator } from '../../harness/twilio-emulator.ts';
import type { FileInput } from '../../harness/watch-story.ts';

const script = bundledCommandLine();

const SECRETS = {
  hook: 'whsec_c2VjcmV0LW9mLXRoZS1ob29r',
  hookKey: 'c2VjcmV0LW9mLXRoZS1ob29r',
  hookHeader: 'hook-header-4411',
  twilio: 'twilio-token-5522',
  snpp: 'pager-password-6633',
  beat: 'beat-token-77447744',
  address: 'url-password-8855',
  query: 'query-token-9966',
  header: 'bearer-token-1177',
  body: 'body-secret-2288',
  environment: 'from-the-environment-3399',
} as const;

/** Answers badly, and quotes everything that it was sent: the worst that a target or a receiver can do. */
const parrot = () =>
  httpServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () =>
      response
        .writeHead(500, JSON.stringify(request.url).slice(1, -1))
        .end(`${request.url} ${JSON.stringify(request.headers)} ${body}`),
    );
  });

function fileFor(ports: { parrot: number; twilio: string; snpp: number }): FileInput {
  const fast = { interval: '250ms', fastInterval: '100ms', timeout: '250ms', fall: 1, rise: 1 } as const;
  return {
    version: 1,
    settings: { pageAfter: 0, closeAfter: 0 },
    components: [
      {
        id: 'shop',
        checks: [
          {
            type: 'http',
            ...fast,
            url: `http://kim:${SECRETS.address}@127.0.0.1:${ports.parrot}/?token=${SECRETS.query}`,
            method: 'POST',
            headers: { authorization: `Bearer ${SECRETS.header}`, 'x-api-key': '$' + '{SHOP_KEY}' },
            body: `{"password":"$` + `{SHOP_BODY}"}`,
            expectBody: { contains: 'well' },
          },
          { type: 'heartbeat', ...fast, every: '1h', token: SECRETS.beat },
        ],
      },
    ],
    people: [{ id: 'kim', name: 'Kim', channels: ['hook', 'sms', 'pager'] }],
    channels: [
      {
        id: 'hook',
        type: 'webhook',
        url: `http://kim:${SECRETS.address}@127.0.0.1:${ports.parrot}/hook?key=${SECRETS.query}`,
        secret: SECRETS.hook,
        headers: { 'x-token': SECRETS.hookHeader },
      },
      {
        id: 'sms',
        type: 'twilio-sms',
        accountSid: 'AC1',
        authToken: SECRETS.twilio,
        from: '+15005550006',
        to: '+447700900123',
        baseUrl: ports.twilio,
      },
      {
        id: 'pager',
        type: 'snpp',
        host: '127.0.0.1',
        port: ports.snpp,
        pager: '5551212',
        login: { id: 'kim', password: SECRETS.snpp },
      },
    ],
    policies: [
      {
        id: 'p',
        steps: [{ targets: [{ channel: 'hook' }, { channel: 'sms' }, { channel: 'pager' }], delay: '1h' }],
        repeat: 0,
      },
    ],
  };
}

it('a night in which every target and receiver quotes what it was sent leaves no secret anywhere', async () => {
  const target = await parrot();
  const twilio = await startTwilioEmulator({ accountSid: 'AC1', authToken: 'another one' });
  const pager = await startSnppEmulator({ login: { id: 'kim', password: 'another one' } });
  onTestFinished(async () => void (await Promise.all([twilio.close(), pager.close()])));
  const folder = tempFolder();
  const env = { SHOP_KEY: SECRETS.environment, SHOP_BODY: SECRETS.body };
  const file = fileFor({ parrot: target.port, twilio: twilio.url, snpp: pager.port });
  const watchbell = await serve(script(), folder, file, env);
  const caller = await callServed(watchbell.address);

  const { incidents } = await caller.until(
    (now) => now.incidents[0]?.told.every(({ attempts }) => attempts > 0) && now.incidents[0]?.told.length === 3 && now,
  );
  expect(incidents[0]?.told.map(({ reason }) => reason !== null)).toEqual([true, true, true]);
  const test = await caller.ask('testPage', { person: 'kim' as never, channel: null });
  expect(test.hops).toHaveLength(3);
  await fetch(`${caller.origin}/beat/${SECRETS.beat}`, { method: 'POST', body: 'all well' });
  await fetch(`${caller.origin}/beat/${SECRETS.beat}/fail`, { method: 'POST', body: SECRETS.beat });
  watchbell.configure({ ...file, settings: { pageAfter: 'soon' } });
  await caller.until(({ config }) => config.problems.length > 0);

  const told = {
    snapshot: JSON.stringify(await caller.ask('snapshot', {})),
    events: JSON.stringify(await caller.ask('events', { limit: 500 })),
    selfCheck: JSON.stringify(await caller.ask('selfCheck', {})),
    test: JSON.stringify(test),
    series: JSON.stringify(await caller.ask('series', { checks: ['shop/http' as never], from: 0, to: Date.now() + 1 })),
  };
  expect(await watchbell.end()).toBe(0);
  const state = join(folder, 'state/watchbell');
  const files = Object.fromEntries(
    readdirSync(state)
      .filter((name) => !name.startsWith('last-good-')) // the user's own text as it stands, for the user alone
      .map((name) => [name, readFileSync(join(state, name), 'latin1')]),
  );
  expect(Object.keys(files)).toEqual(expect.arrayContaining(['watchbell.db', 'watchbell.log']));
  const check = await runCommand(script(), ['check', '--once', '--config', watchbell.config], { folder, env });
  const page = await runCommand(script(), ['page', '--test', 'kim', '--config', watchbell.config], { folder, env });
  const everything: Readonly<Record<string, string>> = {
    ...told,
    ...files,
    terminal: watchbell.command.out() + watchbell.command.err(),
    check: [...check.out, ...check.err].join('\n'),
    page: [...page.out, ...page.err].join('\n'),
  };
  const key = new URL(watchbell.address).searchParams.get('key') as string;
  const leaks = Object.entries(everything).flatMap(([where, text]) =>
    [...Object.entries(SECRETS), ['session', key] as const]
      .filter(([name, secret]) => text.includes(secret) && !(name === 'session' && where === 'terminal'))
      .map(([name]) => `${name} in ${where}`),
  );
  expect(leaks).toEqual([]);
  expect(told.events).toContain('•••'); // they were quoted, and were taken out
});
