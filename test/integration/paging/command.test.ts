/** The command channel with real programs: good ones, refusing ones, hanging ones, and ones that do not listen. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCommandChannel } from '../../../electron/paging/channels/command.ts';
import { createPrograms } from '../../../electron/probes/child.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import type { Page } from '../../../shared/model/page.ts';
import { movableClock } from '../../harness/clock.ts';
import { until } from '../../harness/desktop/until.ts';
import { FUZZ_RUNS, near } from '../../harness/fuzz.ts';
import { noMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

let clock: ReturnType<typeof movableClock>;
let channel: ReturnType<typeof createCommandChannel>;

beforeEach(() => {
  clock = movableClock();
  channel = createCommandChannel(createPrograms());
});
afterEach(() => channel.close?.());

const settings = (command: readonly string[], more: object = {}) =>
  ChannelFile.parse({ id: 'own', type: 'command', command, ...more }) as ChannelSettingsOf<'command'>;
const send = (
  command: readonly string[],
  more: object = {},
  page: Page = aPage(),
  signal = new AbortController().signal,
) => channel.send(page, settings(command, more), { signal, clock, memory: noMemory });
const sh = (script: string, more: object = {}, page: Page = aPage()) => send(['/bin/sh', '-c', script], more, page);

describe('a page handed to a program', () => {
  it('stands on its standard input as JSON, whole', async () => {
    const cwd = tempFolder();
    const page = aPage({ text: 'ünïcode "quoted"\n支払い', runbook: 'https://wiki.example.org/api' });
    expect(await sh('cat > page.json; echo queued as 17', { cwd }, page)).toEqual({
      status: 'accepted',
      reference: 'queued as 17',
    });
    expect(JSON.parse(readFileSync(join(cwd, 'page.json'), 'utf8'))).toEqual(page);
    expect(clock.waiting).toBe(0);
  });

  it('stands in its environment, beside PATH and what is named, and nothing else does', async () => {
    const cwd = tempFolder();
    process.env.WATCHBELL_TEST_SECRET = 'not for commands';
    await sh('env > variables', { cwd, env: { ZONE: 'north', WATCHBELL_TITLE: 'forged' } }, aPage({ text: 'a\nb' }));
    delete process.env.WATCHBELL_TEST_SECRET;
    const shells = ['_', 'PWD', 'SHLVL', 'OLDPWD'];
    const lines = readFileSync(join(cwd, 'variables'), 'utf8').trim().split('\n');
    const variables = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
    for (const name of shells) {
      delete variables[name];
    }
    expect(variables).toEqual({
      PATH: process.env.PATH,
      ZONE: 'north',
      WATCHBELL_PAGE_ID: 'inc-1/1',
      WATCHBELL_KIND: 'trigger',
      WATCHBELL_TITLE: 'DOWN api-gateway',
      WATCHBELL_TEXT: 'a b',
      WATCHBELL_ACK_URL: '',
      WATCHBELL_BECAUSE: 'step 1 of 2 of policy default, on call by schedule primary',
      WATCHBELL_SEVERITY: 'critical',
      WATCHBELL_STATUS: 'major_outage',
      WATCHBELL_COMPONENT: 'api',
      WATCHBELL_COMPONENT_NAME: 'api-gateway',
      WATCHBELL_INCIDENT: 'inc-1',
      WATCHBELL_DEDUP_KEY: 'inc-1',
      WATCHBELL_PERSON: 'kim',
      WATCHBELL_RUNBOOK: '',
      WATCHBELL_CREATED_AT: '2026-11-21T01:16:00.000Z',
    });
  });

  it('gives it arguments as they are: nobody splits or expands them', async () => {
    expect(await send(['/bin/sh', '-c', 'echo "$# $1"', 'sh', 'a b; echo $HOME *'])).toMatchObject({
      reference: '1 a b; echo $HOME *',
    });
  });

  it.each([
    { script: 'exit 0', delivery: { status: 'accepted' } },
    {
      script: 'echo "\nmodem is busy\nsecond line" >&2; exit 75',
      delivery: { status: 'try-later', reason: 'sh asks to try later: modem is busy' },
    },
    {
      script: 'echo "no such pager" >&2; exit 1',
      delivery: { status: 'refused', reason: 'sh ended with code 1: no such pager' },
    },
    { script: 'exit 64', delivery: { status: 'refused', reason: 'sh ended with code 64' } },
    {
      script: 'echo half >&2; kill -SEGV $$',
      delivery: { status: 'try-later', reason: 'sh was ended by SIGSEGV: half' },
    },
  ])('is judged by how the program ends: $script', async ({ script, delivery }) => {
    expect(await sh(script)).toEqual(delivery);
  });

  it('is taken by a program that reads none of it, however long it is', async () => {
    expect(await sh('exit 0', {}, aPage({ text: 'x'.repeat(1_000_000) }))).toEqual({ status: 'accepted' });
  });

  it('is judged by a program that talks without end, of which a line is kept', async () => {
    const delivery = await sh('yes "a long line of output" | head -c 5000000 >&2; exit 1');
    expect(delivery).toEqual({ status: 'refused', reason: 'sh ended with code 1: a long line of output' });
  });

  it('has words on one line, whatever the program says', async () => {
    const cwd = tempFolder();
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      near('smsd: modem 1: +CME ERROR: 30\nretry').map(Buffer.from),
    );
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 0, max: 255 }), async (said, code) => {
        writeFileSync(join(cwd, 'said'), said);
        const delivery = await sh(`cat said; cat said >&2; exit ${code}`, { cwd });
        expect(delivery.status).toBe(code === 0 ? 'accepted' : code === 75 ? 'try-later' : 'refused');
        const words = Object.values(delivery).join(' ');
        expect(words).not.toMatch(/\p{Cc}/u);
        expect(words.length).toBeLessThan(1_000);
      }),
      { numRuns: Math.ceil(FUZZ_RUNS / 50) },
    );
  });

  it.each([
    { command: ['/nowhere/page-kim'], says: 'there is no program /nowhere/page-kim on this machine' },
    { command: ['/bin/true'], cwd: '/nowhere', says: 'there is no folder /nowhere to run it in (cwd)' },
  ])('is refused when $says', async ({ command, says, ...more }) => {
    expect(await send(command, more)).toEqual({ status: 'refused', reason: says });
  });

  it('is refused when the program cannot be run', async () => {
    const path = join(tempFolder(), 'page-kim');
    writeFileSync(path, '#!/bin/sh\n', { mode: 0o644 });
    expect(await send([path])).toEqual({
      status: 'refused',
      reason: `${path} cannot be run (EACCES); is it executable, and does it begin with #!`,
    });
  });

  it('shows of the program its name only, and hides what stands in its environment', () => {
    const own = settings(['/opt/pagers/page-kim', '--to', '555'], { env: { TOKEN: 'tok-1' } });
    expect(channel.target(own)).toBe('page-kim …');
    expect(channel.secrets(own)).toEqual(['tok-1']);
  });
});

describe('a program that hangs', () => {
  /** Starts another; both are deaf to SIGTERM, and write their numbers down. */
  const DEAF = `trap "" TERM; echo $$ > self; (trap "" TERM; sh -c 'echo $PPID > other; sleep 60') & wait; sleep 60`;
  const pidIn = (folder: string, name: string) => Number(readFileSync(join(folder, name), 'utf8'));
  const lives = (pid: number) => {
    try {
      process.kill(pid, 0);
      // A zombie waits for its parent and is dead all the same.
      return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch {
      return false;
    }
  };
  async function hanging(): Promise<string> {
    const cwd = tempFolder();
    writeFileSync(join(cwd, 'other'), '');
    return cwd;
  }

  it('is ended at its time limit, with all that it has started, at first politely', async () => {
    const cwd = await hanging();
    const sending = sh(DEAF, { cwd, timeout: '5s' });
    await until('both run', () => pidIn(cwd, 'other') > 0);
    await clock.advance(5_000);
    expect(await sending).toEqual({ status: 'try-later', reason: 'sh did not end within 5 s, ended by us' });
    const all = [pidIn(cwd, 'self'), pidIn(cwd, 'other')];
    expect(all.map(lives)).toEqual([true, true]); // deaf to the polite way
    await clock.advance(2_000);
    await until('the group is gone', () => !all.some(lives));
  });

  it('is ended when the try has taken too long', async () => {
    const cwd = await hanging();
    const limit = new AbortController();
    const sending = send(['/bin/sh', '-c', 'echo 1 > other; sleep 60'], { cwd }, aPage(), limit.signal);
    await until('it runs', () => pidIn(cwd, 'other') > 0);
    limit.abort();
    expect(await sending).toEqual({ status: 'try-later', reason: 'sh did not end in time, ended by us' });
  });

  it('is gone when the channels are closed', async () => {
    const cwd = await hanging();
    const limit = new AbortController();
    const sending = send(['/bin/sh', '-c', DEAF], { cwd }, aPage(), limit.signal);
    await until('both run', () => pidIn(cwd, 'other') > 0);
    await channel.close?.();
    const all = [pidIn(cwd, 'self'), pidIn(cwd, 'other')];
    await until('the group is gone', () => !all.some(lives));
    expect(await sending).toMatchObject({ status: 'try-later', reason: expect.stringContaining('SIGKILL') });
  });
});

describe('the settings of a command channel', () => {
  it.each([
    { more: { command: 'page-kim' }, says: /^command/ },
    { more: { command: [] }, says: /^command/ },
    { more: { timeout: '20s' }, says: /^timeout must be more than 0 and at most 14s$/ },
    { more: { env: { 'A B': '1' } }, says: /^env/ },
  ])('refuse $more', ({ more, says }) => {
    const parsed = ChannelFile.safeParse({ id: 'own', type: 'command', command: ['/bin/true'], ...more });
    expect(parsed.error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`)[0]).toMatch(says);
  });
});
