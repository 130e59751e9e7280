/**
 * "Send me a test page": the real channels, one after another, every hop shown. It opens no incident and wakes no rule.
 */
import type { Replies, TestHop } from '../../shared/contract/contract.ts';
import type { ChannelSettings } from '../../shared/model/channel.ts';
import { type ChannelId, PageId, type PersonId } from '../../shared/model/ids.ts';
import type { Page } from '../../shared/model/page.ts';
import { pageWords } from '../../shared/rules/words/page-text.ts';
import { loose } from './commands.ts';
import type { Core } from './core.ts';
import { tryOnce } from './one-try.ts';

const LIFE_MS = 60_000;

/** What sending a test page needs of the engine; the command line has it without one. */
export type TestBench = Pick<
  Core,
  'clock' | 'channels' | 'memoryOf' | 'config' | 'personName' | 'timeZone' | 'write' | 'touch'
> & {
  readonly state: Pick<Core['state'], 'deliveries'>;
};

/** The reply to `testPage`: to a person by all their channels, or by one channel. */
export function createTestPage(core: TestBench): Replies['testPage'] {
  return async ({ person, channel }, by) => {
    const found = wanted(core, person, channel);
    if (typeof found === 'string') {
      return { done: { accepted: false, text: found }, hops: [] };
    }
    const hops: TestHop[] = [];
    for (const settings of found) {
      hops.push(await hop(core, settings, person, by));
    }
    const good = hops.filter(
      ({ delivery }) => delivery.status === 'accepted' || delivery.status === 'delivered',
    ).length;
    core.touch(null);
    return { done: { accepted: good > 0, text: `${good} of ${hops.length} channels took the test page` }, hops };
  };
}

function wanted(
  core: TestBench,
  person: PersonId | null,
  channel: ChannelId | null,
): readonly ChannelSettings[] | string {
  const { people, channels } = core.config();
  if (channel !== null) {
    const settings = channels.get(channel);
    return settings === undefined ? `There is no channel ${channel} in the configuration` : [settings];
  }
  const somebody = person === null ? undefined : people.get(person);
  if (somebody === undefined) {
    return `There is nobody called ${person} in the configuration; it has ${[...people.keys()].join(', ') || 'nobody at all'}`;
  }
  return somebody.channels.flatMap((id) => channels.get(id) ?? []);
}

async function hop(core: TestBench, settings: ChannelSettings, person: PersonId | null, by: string): Promise<TestHop> {
  const at = core.clock.now();
  const page = testPage(core, settings.id, person, by, at);
  const { delivery } = await tryOnce(core, page, settings);
  const ended = core.clock.now();
  const reason = 'reason' in delivery ? delivery.reason : null;
  const state = delivery.status === 'try-later' ? 'refused' : delivery.status;
  core.state.deliveries.set(settings.id, { at: ended, state, reason });
  const text = `Test page by ${settings.id}, asked by ${by}: ${delivery.status}${reason === null ? '' : ` (${reason})`}`;
  await core.write({
    events: [
      {
        ...loose(ended, reason === null ? 'page-delivered' : 'page-failed', text),
        personId: person,
        channelId: settings.id,
      },
    ],
  });
  return { channelId: settings.id, page, delivery, tookMs: ended - at };
}

function testPage(core: TestBench, channelId: ChannelId, person: PersonId | null, by: string, at: number): Page {
  const zone = person === null ? undefined : core.config().people.get(person)?.timeZone;
  const words = pageWords({
    kind: 'test',
    componentName: person === null ? channelId : core.personName(person),
    status: null,
    cause: `asked by ${by}`,
    since: null,
    at,
    runbook: null,
    timeZone: zone ?? core.timeZone,
  });
  const id = PageId.parse(`test.${channelId}.${at.toString(36)}`);
  return {
    id,
    kind: 'test',
    dedupKey: id,
    incidentId: null,
    componentId: null,
    componentName: 'Watchbell',
    status: null,
    severity: 'low',
    personId: person,
    channelId,
    title: words.title,
    text: words.text,
    because: `test page, asked by ${by}`,
    runbook: null,
    createdAt: at,
    expiresAt: at + LIFE_MS,
  };
}
