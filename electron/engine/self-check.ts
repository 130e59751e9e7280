/**
 * Would a page get through? Each row is green, amber or red, with the fix. The host (desktop or server) adds its own rows.
 */
import type { Replies, SelfCheckRow } from '../../shared/contract/contract.ts';
import type { ConfigView, WatcherView } from '../../shared/contract/view.ts';
import { formatDuration } from '../../shared/model/duration.ts';
import type { ChannelId } from '../../shared/model/ids.ts';
import type { Core } from './core.ts';
import type { OurselvesView } from './ourselves/ourselves.ts';
import { ownRows } from './ourselves/rows.ts';
import { scheduleRows } from './schedule-rows.ts';
import { row } from './self-check-row.ts';

/** A channel nobody has used for so long may have stopped working unnoticed. */
const STALE_DELIVERY_MS = 30 * 86_400_000;

export interface SelfCheckOptions {
  readonly core: Core;
  readonly config: () => ConfigView;
  readonly watcher: () => WatcherView;
  readonly ourselves: () => OurselvesView;
  /** Why answers by a channel are not heard; null: they are, or none can come. */
  readonly deaf: (channelId: ChannelId) => string | null;
  /** Shared calendars: how old what is known of each is. */
  readonly calendars: () => readonly SelfCheckRow[];
  /** Those who are told by mail or webhook: whether it reaches them. */
  readonly subscribers: () => readonly SelfCheckRow[];
  /** practable systems: whether each can be followed. */
  readonly practable: () => readonly SelfCheckRow[];
  /** Other systems that are told how things are. */
  readonly links: () => readonly SelfCheckRow[];
  /** Rows that only the host knows: tray, notice daemon, sound device, secrets store. */
  readonly host: () => Promise<readonly SelfCheckRow[]>;
}

export function createSelfCheck({
  core,
  config,
  watcher,
  ourselves,
  deaf,
  calendars,
  subscribers,
  practable,
  links,
  host,
}: SelfCheckOptions): Replies['selfCheck'] {
  return async () => [
    watching(watcher()),
    ...ownRows(ourselves(), core.clock.now()),
    configuration(config()),
    await storeRow(core),
    ...paging(core),
    ...scheduleRows(core),
    ...calendars(),
    ...practable(),
    ...links(),
    ...channels(core),
    ...answers(core, deaf),
    ...subscribers(),
    ...(await host()),
  ];
}

function watching({ state, because }: WatcherView): SelfCheckRow {
  return state === 'watching'
    ? row('watching', 'Watching', 'green', 'Checks are running')
    : row(
        'watching',
        'Watching',
        'red',
        because,
        'If this lasts longer than a minute, look at the network of this machine and at the log',
      );
}

function configuration({ path, problems }: ConfigView): SelfCheckRow {
  const first = problems[0];
  if (first === undefined) {
    return row('config', 'Configuration', 'green', path ?? 'The demo fleet');
  }
  const place = first.line === null ? '' : `line ${first.line}: `;
  return row(
    'config',
    'Configuration',
    'red',
    `${problems.length} problem(s); the last good one is running`,
    `${place}${first.message}`,
  );
}

async function storeRow({ store, state }: Core): Promise<SelfCheckRow> {
  const { ok, detail, bytes, place } = await store.health();
  if (state.storeTrouble !== null) {
    return row(
      'store',
      'History on disk',
      'red',
      `The store refuses to write: ${state.storeTrouble}`,
      'Make room if the disk is full, else start again: a damaged file is set aside. Pages go out meanwhile, and nothing is dropped',
    );
  }
  return ok
    ? row('store', 'History on disk', 'green', `${place}, ${(bytes / 1_048_576).toFixed(1)} MB`)
    : row(
        'store',
        'History on disk',
        'red',
        detail,
        'Stop Watchbell, keep a copy of the file, and start again: a damaged file is set aside by itself',
      );
}

function paging(core: Core): readonly SelfCheckRow[] {
  const { components } = core.config();
  const mute = [...components.values()].filter(({ policy }) => policy === null);
  if (components.size === 0) {
    return [
      row('paging', 'Paging', 'amber', 'Nothing is watched yet', 'Add a component with a check to the configuration'),
    ];
  }
  return mute.length === 0
    ? [row('paging', 'Paging', 'green', `All ${components.size} components have an escalation policy`)]
    : [
        row(
          'paging',
          'Paging',
          'red',
          `Nobody is paged for ${mute
            .map(({ name }) => name)
            .slice(0, 5)
            .join(', ')}${mute.length > 5 ? ` and ${mute.length - 5} more` : ''}`,
          'Add a policy to the configuration (policies:), the first one is the default',
        ),
      ];
}

function channels(core: Core): readonly SelfCheckRow[] {
  const now = core.clock.now();
  return [...core.config().channels.values()].map(({ id, type }) => {
    const last = core.state.deliveries.get(id);
    const name = `Channel ${id} (${type})`;
    if (last === undefined) {
      return row(`channel:${id}`, name, 'amber', 'Never used', 'Send a test page from the Channels view');
    }
    const ago = formatDuration(now - last.at);
    if (last.state === 'accepted' || last.state === 'delivered') {
      return now - last.at > STALE_DELIVERY_MS
        ? row(`channel:${id}`, name, 'amber', `Last delivery ${ago} ago`, 'Send a test page from the Channels view')
        : row(`channel:${id}`, name, 'green', `${last.state} ${ago} ago`);
    }
    return row(
      `channel:${id}`,
      name,
      'red',
      `${last.state} ${ago} ago: ${last.reason ?? 'no reason given'}`,
      'Mend what the reason says, then send a test page',
    );
  });
}

/** Somebody who answers and is not heard believes that it is theirs, and is paged on. */
function answers(core: Core, deaf: SelfCheckOptions['deaf']): readonly SelfCheckRow[] {
  return [...core.config().channels.keys()].flatMap((id) => {
    const reason = deaf(id);
    return reason === null
      ? []
      : [
          row(
            `answers:${id}`,
            `Answers by ${id}`,
            'red',
            `Not heard: ${reason}`,
            'Mend what the reason says; acknowledge in the window until then',
          ),
        ];
  });
}
