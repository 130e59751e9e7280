/**
 * What a dry run takes for granted, and where it cannot be what was asked for: in sentences, so that nobody takes it for more.
 */
import { formatDuration } from '../../model/duration.ts';
import type { ChannelId, EpochMs } from '../../model/ids.ts';
import type { Page } from '../../model/page.ts';
import type { Severity } from '../../model/status.ts';
import type { ComponentWatch } from '../../model/watch.ts';
import { roundOf } from '../digest.ts';
import { openIncident, type Surroundings } from '../watch/turn.ts';
import { byHandWords } from '../watch/words.ts';
import { isByHand } from './stage.ts';

interface Notable {
  readonly around: Surroundings;
  /** As it is now. */
  readonly watch: ComponentWatch;
  /** Null: none was asked for. */
  readonly asked: Severity | null;
  /** Null: no incident came of it. */
  readonly severity: Severity | null;
  readonly at: EpochMs;
  readonly pages: readonly Page[];
}

export function notesOf({ around, watch, asked, severity, at, pages }: Notable): readonly string[] {
  const { component, parents, overrides, silences } = around;
  const words = silences.flatMap(({ match }) => match.text ?? []);
  const open = openIncident(watch);
  const { byHand } = watch;
  const notes: (string | null)[] = [
    open === null ? null : `It is in trouble already (incident ${open.id}); this is what a failure from well would do`,
    byHand === null || !isByHand(watch, at)
      ? null
      : `${byHandWords(byHand)}: what its checks see counts for nothing until that is over`,
    watch.checks.some(({ firstAt }) => firstAt !== null)
      ? null
      : 'Nobody has looked at it yet: it is taken as added at this moment, with its grace',
    asked === null || severity === null || asked === severity
      ? null
      : `A failure of severity ${asked} does not happen here: the configuration makes it ${severity}${component.severity === null ? '' : ', always'}`,
    parents.some((group) => group.length > 0) ? 'What it depends on is taken to stay as it is now' : null,
    words.length === 0
      ? null
      : `Silences that go by words (${words.join(', ')}) are for other failures than this made-up one`,
    overrides.some(({ to }) => to > at) ? 'Overrides are those that are known now' : null,
    ...digestNotes(pages, around),
  ];
  return notes.filter((note) => note !== null);
}

/** What stands as sent at its time may still wait for others to be told with. */
function digestNotes(pages: readonly Page[], { config }: Surroundings): readonly string[] {
  const longest = new Map<ChannelId, number>();
  for (const page of pages) {
    const settings = config.channels.get(page.channelId);
    const wait = settings === undefined ? 0 : roundOf(page, settings);
    longest.set(page.channelId, Math.max(wait, longest.get(page.channelId) ?? 0));
  }
  return [...longest].flatMap(([channelId, wait]) =>
    wait === 0
      ? []
      : [`${channelId} tells many pages as one: a page by it goes out up to ${formatDuration(wait)} later`],
  );
}
