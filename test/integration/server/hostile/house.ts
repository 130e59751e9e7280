/**
 * A house with every door open, over the real engine, in the middle of an incident; and what must be the same after whatever was tried.
 *
 * Its clock stands still: what changes was changed by somebody who came in.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { serverStarter, smtpServing, snppServing } from '../../../../electron/compose/front.ts';
import { createPublishing } from '../../../../electron/compose/publishing.ts';
import type { LiveConfig } from '../../../../electron/config/live.ts';
import type { PortName } from '../../../../electron/server/health/messages.ts';
import { healthThread } from '../../../../electron/server/health/thread.ts';
import { Wish } from '../../../../shared/model/subscription.ts';
import type { Right } from '../../../../shared/model/token.ts';
import { type MovableClock, movableClock } from '../../../harness/clock.ts';
import { DOWN, type TestEngine, testEngine } from '../../../harness/engine.ts';
import { aBeat } from '../../../harness/health.ts';
import { admissionOf } from '../../../harness/nothing-served.ts';
import { tempFolder } from '../../../harness/temp-folder.ts';
import { configOf, type FileInput, START } from '../../../harness/watch-story.ts';
import { call, type Serving } from '../stage.ts';
import { BEAT, COUNT, houseFile } from './file.ts';

const RIGHTS = ['components', 'events', 'metrics'] as const satisfies readonly Right[];

/** What opens each door. */
export interface Keys {
  readonly cookie: string;
  readonly tokens: Readonly<Record<Right, string>>;
  readonly beat: string;
  readonly count: string;
  readonly calendar: string;
  readonly ack: string;
  /** Of a link to call somebody. */
  readonly card: string;
  readonly call: string;
  readonly confirm: string;
  readonly subscription: string;
}

export interface House {
  readonly on: TestEngine;
  readonly server: Serving;
  readonly keys: Keys;
  readonly snppPort: number;
  readonly smtpPort: number;
  readonly healthPort: number;
  readonly agentPort: number;
  /** What was refused, as the log has it. */
  refusals(): readonly string[];
  /** Nothing has changed, and whoever may can still acknowledge and beat. Once, at the end. */
  survives(): Promise<void>;
}

export async function hostileHouse(): Promise<House> {
  const clock = movableClock(START);
  const input = houseFile();
  const on = await testEngine({ clock, file: input });
  const { engine, log } = on;
  onTestFinished(() => on.stop());
  const live = liveConfig(input);
  const configPath = join(tempFolder(), 'watchbell.yaml');
  const publishing = createPublishing({ clock, log, configPath }, engine, live);
  const front = { clock, log, windowFolder: windowFolder(), hostNames: [], admission: admissionOf(clock) };
  const server = await serverStarter(front, engine, live, publishing.pages)({ host: '127.0.0.1', port: 0 });
  if (server.kind === 'refused') {
    throw new Error(server.problem);
  }
  onTestFinished(() => server.close());
  for (const gateway of [snppServing(front, engine, live), smtpServing(front, engine, live)]) {
    await gateway.settle();
    onTestFinished(() => gateway.close());
  }
  const keys = await keysOf(on, server);
  const health = await healthPorts(clock);
  const before = await stateOf(on);
  const ask = (name: string, body: object) =>
    call(server, {
      method: 'POST',
      path: `/api/ask/${name}`,
      headers: { cookie: keys.cookie, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const portOf = (name: string): number =>
    Number(log.lines.find(({ message }) => message === `the ${name} listens`)?.fields.port);

  return {
    on,
    server,
    keys,
    snppPort: portOf('SNPP gateway'),
    smtpPort: portOf('mail gateway'),
    healthPort: health.health,
    agentPort: health.agent,
    refusals: () => log.lines.filter(({ message }) => message.startsWith('refused: ')).map(({ message }) => message),
    async survives() {
      expect(await stateOf(on), 'something was changed').toEqual(before);
      expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
      const incident = on.snapshot().incidents.find(({ acknowledgement }) => acknowledgement === null)?.id;
      const taken = await ask('acknowledge', { incident, forMs: null, note: '' });
      expect(JSON.parse(taken.text)).toMatchObject({ accepted: true });
      expect((await call(server, { path: `/beat/${BEAT}` })).text).toBe('OK\n');
    },
  };
}

/** The health thread, told that all is well. */
async function healthPorts(clock: MovableClock): Promise<Readonly<Record<PortName, number>>> {
  const ports = { health: 0, agent: 0 };
  const say = healthThread({
    clock,
    tell: ({ port, state }) => {
      ports[port] = state.kind === 'listening' ? state.port : 0;
    },
  });
  onTestFinished(() => say({ kind: 'settings', settings: { health: null, agent: null } }));
  const place = { host: '127.0.0.1', port: 0 };
  const weights = { performance_issues: 50, partial_outage: 25 };
  await say({ kind: 'settings', settings: { health: place, agent: { ...place, forComponent: false, weights } } });
  await say({ kind: 'beat', beat: aBeat({ at: clock.now() }) });
  return { ...ports };
}

/** All that a caller could change. */
async function stateOf(on: TestEngine): Promise<object> {
  const [last] = await on.store.events({ limit: 1 });
  return {
    picture: JSON.parse(JSON.stringify(on.snapshot())) as unknown,
    event: last?.text,
    // That one was used is no change: it opens nothing else by it.
    tokens: (await on.engine.replies.tokens({}, 'Kim')).tokens.map(({ id }) => id),
    subscribers: on.engine.cachet.subscribers.all().length,
    pages: on.sent.length,
    mails: on.told.length,
  };
}

/** An incident with its link, a call with its page, a subscriber and one who has not agreed yet. */
async function keysOf(on: TestEngine, server: Serving): Promise<Keys> {
  const { engine, clock } = on;
  await clock.advance(60_000);
  on.target('api', DOWN);
  await clock.advance(5 * 60_000);
  const ack = on.sent[0]?.page.ackUrl?.split('/').at(-1);
  const opened = await call(server, { path: `/?key=${server.token}` });
  const tokens = await Promise.all(
    RIGHTS.map(async (right) => [
      right,
      (await engine.replies.addToken({ name: right, rights: [right] }, 'Kim')).secret,
    ]),
  );
  const link = await engine.replies.addPageLink({ card: 'person/kim' as never, name: 'Accounting' }, 'Kim');
  const [listed] = engine.callDesk.cards();
  const called = await engine.callDesk.call(listed?.place ?? '', { name: 'Ann', reach: '', words: 'Hello' }, 'ann');
  const calendar = await engine.replies.calendarLink({ schedule: null, person: null, action: 'show' }, 'Kim');
  const wish = (email: string) => Wish.parse({ email, components: null, language: 'en', pace: 'at-once' });
  const confirmOf = async (email: string): Promise<string> => {
    await engine.subscriptionDesk?.ask(wish(email), email);
    await clock.advance(5_000);
    return /\/status\/confirm\/(\S+)/.exec(on.told.at(-1)?.message.text ?? '')?.[1] ?? '';
  };
  const subscription = await engine.subscriptionDesk?.confirm(await confirmOf('ann@example.org'));
  const confirm = await confirmOf('bob@example.org');
  await clock.advance(5 * 60_000);
  const keys = {
    cookie: (opened.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '',
    tokens: Object.fromEntries(tokens) as Keys['tokens'],
    beat: BEAT,
    count: COUNT,
    calendar: calendar.url?.split('/').at(-1) ?? '',
    ack: ack ?? '',
    card: link.url?.split('/').at(-1) ?? '',
    call: called.kind === 'taken' ? called.token : '',
    confirm,
    subscription: subscription ?? '',
  };
  const missing = Object.entries(keys).filter(([, key]) => key === '');
  if (missing.length > 0) {
    throw new Error(`this house has no ${missing.map(([name]) => name).join(', ')}`);
  }
  return keys;
}

/** A configuration that stays as it is. */
function liveConfig(input: FileInput): LiveConfig {
  const config = configOf(input);
  const view = { path: 'watchbell.yaml', loadedAt: 0, problems: [] };
  return {
    state: () => ({ config, source: 'file', view, warnings: [], secrets: [] }),
    subscribe: () => () => undefined,
    leaveDemo: () => Promise.reject(new Error('there is no demo here')),
    stop: () => Promise.resolve(),
  };
}

/** A built window, and a secret beside it. */
function windowFolder(): string {
  const home = tempFolder();
  const folder = join(home, 'window');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Watchbell</title>');
  writeFileSync(join(folder, 'assets', 'main-abc123.js'), 'export {};');
  writeFileSync(join(folder, '.hidden'), SECRET_FILE);
  writeFileSync(join(home, 'secret.txt'), SECRET_FILE);
  return folder;
}

/** Stands in files that nobody may read. */
export const SECRET_FILE = 'what nobody may read';
