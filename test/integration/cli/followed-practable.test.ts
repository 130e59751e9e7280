/** A practable system that the real `watchbell` follows: from outside, through a kill, and in one look of `check`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callServed } from '../../harness/caller.ts';
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { host, stream } from '../../harness/practable/messages.ts';
import { SECRETS, type SystemStandIn, startPractable } from '../../harness/practable/system.ts';
import { serve, writeConfig } from '../../harness/served.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import type { FileInput } from '../../harness/watch-story.ts';

const script = bundledCommandLine();

let lab: SystemStandIn;
beforeEach(async () => {
  lab = await startPractable({ 'r-aaaa00': { topic_stub: 'aaaa00', streams: ['st-data', 'st-video'] } });
  lab.relay.greet([stream('aaaa00-st-data'), stream('aaaa00-st-video')]);
  lab.jump.greet([host('aaaa00')]);
});
afterEach(() => lab.close());

const file = (more: object = {}): FileInput =>
  ({ version: 1, practable: [lab.file({ grace: '0', ...more })] }) as never;

describe('serve', () => {
  it('shows an experiment as it is, without a word of its secrets; after a kill it is there before book answers', async () => {
    const folder = tempFolder();
    const watch = await serve(script(), folder, file());
    const caller = await callServed(watch.address);
    const statusOf = (id: string, wanted: string) =>
      caller.until(({ components }) => components.find((one) => one.id === id && one.status === wanted));
    await statusOf('practable/lab', 'operational');
    await statusOf('practable/lab/x/aaaa00', 'operational');
    lab.relay.report([stream('aaaa00-st-data', 'Never'), stream('aaaa00-st-video')]);
    const shown = await statusOf('practable/lab/x/aaaa00', 'major_outage');
    expect(shown.because).toBe('unhealthy aaaa00-st-data: it is connected and has never sent');
    await watch.kill();
    await Promise.all([lab.book.goAway(), lab.jump.goAway(), lab.relay.goAway()]);
    const again = await serve(script(), folder, file());
    const { components } = await (await callServed(again.address)).ask('snapshot', {});
    expect(components.map(({ id }) => id)).toEqual(['practable/lab', 'practable/lab/x/aaaa00']);
    await again.kill();
    const said =
      readFileSync(join(folder, 'state/watchbell/watchbell.log'), 'utf8') + again.command.out() + again.command.err();
    for (const secret of [...Object.values(SECRETS), 'eyJ', 'code=']) {
      expect(said).not.toContain(secret);
    }
    await Promise.all([lab.book.comeBack(), lab.jump.comeBack(), lab.relay.comeBack()]);
  });
});

describe('check', () => {
  const check = (more: object = {}) => {
    const folder = tempFolder();
    return runCommand(script(), ['check', '--config', writeConfig(folder, file(more)), '--once'], { folder });
  };
  const short = (lines: readonly string[]) =>
    lines.map((line) => line.replace(/ {2,}\d+ ms$/, '').replaceAll(/ +/g, ' ')).toSorted();

  it('looks at every service, stream and jump of a system once', async () => {
    lab.relay.greet([stream('aaaa00-st-data')]);
    const { code, out, err } = await check();
    expect(short(out)).toEqual([
      'failed practable/lab/x/aaaa00/stream/st-video what relay of Lab says of aaaa00-st-video missing required aaaa00-st-video',
      `ok practable/lab/book book ${lab.book.url}/api/v1`,
      `ok practable/lab/jump jump ${lab.jump.url}/api/v1`,
      `ok practable/lab/relay relay ${lab.relay.url}`,
      'ok practable/lab/x/aaaa00/jump what jump of Lab says of aaaa00',
      'ok practable/lab/x/aaaa00/stream/st-data what relay of Lab says of aaaa00-st-data',
    ]);
    expect([code, err]).toEqual([1, ['1 of 6 checks not well']]);
  });

  it('says what a service answered, and the likely cause', async () => {
    const { code, out } = await check({ relay: { url: lab.relay.url, secret: 'another-secret' } });
    expect(code).toBe(1);
    expect(short(out).find((line) => line.startsWith('failed'))).toBe(
      `failed practable/lab/relay relay ${lab.relay.url} relay answered 500 "token invalid"; likely the secret of relay`,
    );
  });
});
