/** `watchbell page --test`: a real page by each of a person's channels, one line a hop, and no secret on the screen. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { writeConfig } from '../../harness/served.ts';
import { startSnppEmulator } from '../../harness/snpp-emulator.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { startTwilioEmulator } from '../../harness/twilio-emulator.ts';
import { startWebhookReceiver } from '../../harness/webhook-receiver.ts';

const script = bundledCommandLine();
const SECRET = `whsec_${Buffer.from('a secret for the test page').toString('base64')}`;
const SID = 'AC00000000000000000000000000000000';
const TOKEN = 'twilio-auth-token-0001';

/** Kim's three ways out of this machine, each a server that behaves well until told otherwise. */
async function stage() {
  const hook = await startWebhookReceiver({ secret: SECRET });
  const twilio = await startTwilioEmulator({ accountSid: SID, authToken: TOKEN });
  const pager = await startSnppEmulator();
  onTestFinished(async () => void (await Promise.all([hook.close(), twilio.close(), pager.close()])));
  const folder = tempFolder();
  const config = writeConfig(folder, {
    version: 1,
    people: [{ id: 'kim', name: 'Kim', channels: ['hook', 'sms', 'pager'] }],
    channels: [
      { id: 'hook', type: 'webhook', url: hook.url, secret: '$' + '{HOOK_SECRET}' },
      {
        id: 'sms',
        type: 'twilio-sms',
        accountSid: SID,
        authToken: TOKEN,
        from: '+15005550006',
        to: '+447700900123',
        baseUrl: twilio.url,
      },
      { id: 'pager', type: 'snpp', host: pager.host, port: pager.port, pager: '5551212' },
    ],
  });
  const page = (person: string) =>
    runCommand(script(), ['page', '--config', config, '--test', person], { folder, env: { HOOK_SECRET: SECRET } });
  return { hook, twilio, pager, page };
}

describe('page --test', () => {
  it('reaches every channel of the person, with a line for each, and ends with 0', async () => {
    const { hook, twilio, pager, page } = await stage();
    const { code, out, err } = await page('kim');
    expect(out).toEqual([
      expect.stringMatching(/^accepted {3}hook {2}\d+ ms(: .*)?$/),
      expect.stringMatching(/^accepted {3}sms {2}\d+ ms: SM/),
      expect.stringMatching(/^accepted {3}pager {2}\d+ ms: 250 Message Sent Successfully$/),
    ]);
    expect([code, err]).toEqual([0, ['3 of 3 channels took the test page']]);
    expect(hook.tries.map(({ problem }) => problem)).toEqual([null]);
    expect(hook.received[0]).toMatchObject({ type: 'page.test', data: { personId: 'kim', kind: 'test' } });
    expect(twilio.received).toEqual([
      { to: '+447700900123', from: '+15005550006', body: expect.stringMatching(/test/i) },
    ]);
    expect(pager.received).toEqual([{ pager: '5551212', text: expect.stringMatching(/test/i) }]);
  });

  it('goes on after a channel that fails, says why, and ends with 1', async () => {
    const { hook, twilio, pager, page } = await stage();
    hook.behave({ kind: 'answer', status: 503, body: 'down for the night' });
    twilio.behave({
      kind: 'answer',
      status: 401,
      headers: { 'content-type': 'application/json' },
      body: '{"code":20003,"message":"Authenticate"}',
    });
    const { code, out, err } = await page('kim');
    expect(out).toEqual([
      expect.stringMatching(/^try-later {2}hook {2}\d+ ms: 127\.0\.0\.1:\d+ answered 503: down for the night$/),
      expect.stringMatching(/^refused {4}sms {2}\d+ ms: Twilio refused: error 20003, Authenticate$/),
      expect.stringMatching(/^accepted {3}pager {2}\d+ ms: 250 Message Sent Successfully$/),
    ]);
    expect([code, err]).toEqual([1, ['1 of 3 channels took the test page']]);
    expect(pager.received).toHaveLength(1);
  });

  it('shows no secret, even when the receiver quotes it', async () => {
    const { hook, twilio, page } = await stage();
    hook.behave({ kind: 'answer', status: 400, body: `bad key ${SECRET}` });
    twilio.behave({ kind: 'answer', status: 400, body: `bad login ${TOKEN}` });
    const { out, err } = await page('kim');
    expect(out).toHaveLength(3);
    expect([...out, ...err].join('\n')).not.toMatch(new RegExp(`${SECRET.slice(6)}|${TOKEN}`));
  });

  it('does not know a stranger, and names whom it knows', async () => {
    const { hook, page } = await stage();
    expect(await page('kin')).toEqual({
      code: 2,
      out: [],
      err: [expect.stringMatching(/^There is nobody called "kin" in .*watchbell\.yaml; did you mean `kim`\?$/)],
    });
    expect(hook.tries).toEqual([]);
  });

  it('wants its secrets: a variable that is not set is a mistake of the configuration', async () => {
    const folder = tempFolder();
    const config = writeConfig(
      folder,
      'version: 1\nchannels: [{ id: h, type: webhook, url: "http://127.0.0.1:1/", secret: "$' + '{NOT_SET}" }]\n',
    );
    const { code, err } = await runCommand(script(), ['page', '--config', config, '--test', 'kim'], { folder });
    expect([code, err]).toEqual([2, [expect.stringContaining(`${config}:2:`)]]);
    expect(err[0]).toContain('the environment has no NOT_SET');
  });
});
