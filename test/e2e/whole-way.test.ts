/**
 * The main job of Watchbell, as its user lives it: a server stops; tray, notice, tone, webhook, pager and SMS say so once; one
 * gesture in the tray silences all of it; the server returns, and each who was told hears that once.
 *
 * The real app in the real Electron, on a screen with a real panel, notice daemon and sound card. Pictures stay in test-results/.
 */
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { panelPicture } from '../harness/desktop/pictures.ts';
import type { TrayItem } from '../harness/desktop/tray.ts';
import { until } from '../harness/desktop/until.ts';
import { type DesktopSession, openDesktopSession } from '../harness/desktop-session.ts';
import { askPort } from '../harness/dialled.ts';
import { freePort } from '../harness/ports.ts';
import { type SnppEmulator, startSnppEmulator } from '../harness/snpp-emulator.ts';
import { startTwilioEmulator, type TwilioEmulator } from '../harness/twilio-emulator.ts';
import type { FileInput } from '../harness/watch-story.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../harness/webhook-receiver.ts';

const SECOND = 1_000;
/** From the stop of the server to the page: three quick tries, `pageAfter` 0, and room for a slow machine. */
const DETECTION_MS = 30 * SECOND;
/** The second step of the policy: it must never fire, because somebody acknowledges before, pictures and all. */
const ESCALATION_MS = 25 * SECOND;
const SECRET = `whsec_${Buffer.from('the secret of this test').toString('base64')}`;
const ACCOUNT = { accountSid: 'AC00000000000000000000000000000001', authToken: 'not-a-real-token' };

let session: DesktopSession;
let app: ElectronApplication;
let tray: TrayItem;
let target: Server;
let up = true;
let health = 0;
let hook: WebhookReceiver;
let boss: WebhookReceiver;
let pager: SnppEmulator;
let sms: TwilioEmulator;

beforeAll(async () => {
  target = createServer((_request, response) => {
    response.statusCode = up ? 200 : 503;
    response.end();
  });
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  health = await freePort();
  hook = await startWebhookReceiver({ secret: SECRET });
  boss = await startWebhookReceiver({ secret: SECRET });
  pager = await startSnppEmulator();
  sms = await startTwilioEmulator(ACCOUNT);
  session = await openDesktopSession({ name: 'whole-way' });
  const config = join(session.folder, 'watchbell.yaml');
  writeFileSync(config, stringify(fleet()));
  app = await session.launch({ args: ['--config', config, '--port', '0'] });
  tray = await session.tray();
});

afterAll(async () => {
  await session?.close();
  target?.closeAllConnections();
  target?.close();
  await Promise.all([hook, boss, pager, sms].map((server) => server?.close()));
});

describe('a server stops and returns', () => {
  it('is watched, and load balancers hear that from a thread of the app', async () => {
    await until('a healthy app', async () => (await askPort(health, 'health_check')) === 'OK\n');
    expect(await askPort(health, 'oncall')).toMatch(/^Primary: Kim/);
  });

  it('is seen, said by every channel once, taken from the tray, and closed by every channel once', {
    timeout: 300_000,
  }, async () => {
    await until('a calm tray', async () => (await tray.tooltip()).startsWith('All 1 operational'));
    const calm = await panelPicture(session, '1-calm');
    await session.screenshot('1-calm-desktop');
    const page = await session.ears().listen('page');

    up = false;
    const stoppedAt = performance.now();
    await until('a tray that says down', async () => (await tray.tooltip()).startsWith('1 down'), DETECTION_MS);
    await Promise.all([hook.arrived(1), sms.arrived(1), until('the pager', () => pager.received.length === 1)]);
    const pagedAt = performance.now();
    expect(pagedAt - stoppedAt).toBeLessThan(DETECTION_MS);
    const down = await panelPicture(session, '2-down', calm);
    await session.screenshot('2-down-desktop');
    await until('the notice and the tone', async () => {
      const told = await toldStates();
      return told.screen === 'accepted' && told.tone === 'accepted';
    });

    await tray.choose(/API/, /^Acknowledge/);
    await until('a tray that says acknowledged', async () => (await tray.tooltip()).startsWith('1 acknowledged'));
    const heard = await page.stop();
    expect(heard.rms, 'the tone was heard').toBeGreaterThan(0.005);
    const silence = await session.ears().listen('silence');
    const acknowledged = await panelPicture(session, '3-acknowledged', down);
    await session.screenshot('3-acknowledged-desktop');

    await until(
      'the time of the second step to pass',
      () => performance.now() - pagedAt > ESCALATION_MS + 2 * SECOND,
      60_000,
    );
    expect(boss.tries).toEqual([]);
    expect((await silence.stop()).rms, 'silent after the acknowledgement').toBeLessThan(0.001);

    up = true;
    await until('a calm tray again', async () => (await tray.tooltip()).startsWith('All 1 operational'));
    await Promise.all([hook.arrived(2), sms.arrived(2), until('the pager', () => pager.received.length === 2)]);
    await until('the closing notice', async () => (await incident())?.state === 'resolved');
    await session.screenshot('4-closed-desktop');

    expect(hook.received.map(({ type, data }) => [type, data.title])).toEqual([
      ['page.trigger', 'DOWN API'],
      ['page.close', 'UP API'],
    ]);
    expect(hook.tries.filter(({ problem }) => problem !== null)).toEqual([]);
    expect(pager.received.map(({ text }) => text.split(/[\s:]/)[0])).toEqual(['DOWN', 'UP']);
    expect(sms.received.map(({ body }) => body.split(/[\s:]/)[0])).toEqual(['DOWN', 'UP']);
    expect(boss.tries).toEqual([]);
    expect(new Set([calm, down, acknowledged]).size).toBe(3);
  });
});

/** The window's own view of the latest incident, asked through its bridge. */
async function incident(): Promise<{ state: string; told: { channelId: string; state: string }[] } | undefined> {
  const window = await app.firstWindow();
  return window.evaluate(async () => {
    const { watchbell } = window as unknown as {
      watchbell: { ask(name: string, ask: object): Promise<{ incidents: never[] }> };
    };
    return (await watchbell.ask('snapshot', {})).incidents[0];
  });
}

async function toldStates(): Promise<Record<string, string>> {
  return Object.fromEntries(((await incident())?.told ?? []).map(({ channelId, state }) => [channelId, state]));
}

function fleet(): FileInput {
  const { port } = target.address() as AddressInfo;
  const channels = ['screen', 'tone', 'hook', 'pager', 'sms'];
  return {
    version: 1,
    settings: { pageAfter: 0, closeAfter: '2s', health: { port: health } },
    components: [
      {
        id: 'api',
        name: 'API',
        checks: [{ type: 'http', url: `http://127.0.0.1:${port}/`, interval: '2s', fastInterval: '1s' }],
      },
    ],
    channels: [
      { id: 'screen', type: 'native' },
      { id: 'tone', type: 'sound' },
      { id: 'hook', type: 'webhook', url: hook.url, secret: SECRET },
      { id: 'boss', type: 'webhook', url: boss.url, secret: SECRET },
      { id: 'pager', type: 'snpp', host: pager.host, port: pager.port, pager: '5551212' },
      { id: 'sms', type: 'twilio-sms', ...ACCOUNT, from: '+447700900999', to: '+447700900123', baseUrl: sms.url },
    ],
    people: [{ id: 'kim', name: 'Kim', channels, rules: { critical: channels.map((channel) => ({ channel })) } }],
    schedules: [
      {
        id: 'primary',
        name: 'Primary',
        timeZone: 'Europe/Berlin',
        rotation: { turn: 'weekly', start: '2026-01-05T09:00', people: ['kim'] },
      },
    ],
    policies: [
      {
        id: 'default',
        steps: [
          { targets: [{ schedule: 'primary' }], delay: `${ESCALATION_MS / SECOND}s` },
          { targets: [{ channel: 'boss' }], delay: '1h' },
        ],
        repeat: 0,
      },
    ],
  };
}
