/**
 * Silences that people begin, lengthen and end by hand, their ends by themselves, and a word before. What they mean for messages is
 * decided by the rules.
 */
import type { Done, Replies } from '../../shared/contract/contract.ts';
import type { SilenceView } from '../../shared/contract/view.ts';
import type { ComponentSettings } from '../../shared/model/config.ts';
import { formatDuration } from '../../shared/model/duration.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import { type Silence, SilenceId, type StoredSilence } from '../../shared/model/silence.ts';
import { matchesIncident, matchWords, mayMatch, silenceByHand } from '../../shared/rules/silences.ts';
import { loose, openIncidents } from './commands.ts';
import type { Core } from './core.ts';
import type { Cancel } from './ports/clock.ts';
import { type EngineState, SILENCES_KEY } from './state.ts';

/** The wall clock may be set while we wait; looking again this often bounds the harm. */
const LONGEST_WAIT_MS = 15_000;
/** Before the end, so that whoever still works on it can make it longer. */
export const WARN_MS = 15 * 60_000;
const LONGEST_MS = 31 * 86_400_000;

/** All silences that may be about a component: those of the file, and those by hand. */
export function createSilencesOf(state: Pick<EngineState, 'silences'>) {
  let known: readonly StoredSilence[] = [];
  let byHand: readonly Silence[] = [];
  return (component: ComponentSettings): readonly Silence[] => {
    if (known !== state.silences) {
      known = state.silences;
      byHand = known.map(silenceByHand);
    }
    const own = byHand.filter(({ match }) => mayMatch(match, component));
    return own.length === 0 ? component.silences : [...component.silences, ...own];
  };
}

/** Those by hand, for people to see. */
export function silenceViews(core: Core): readonly SilenceView[] {
  const now = core.clock.now();
  const open = openIncidents(core);
  return core.state.silences
    .filter(({ until }) => until > now)
    .map((silence) => ({
      id: silence.id,
      what: matchWords(silence.match, (id) => nameIn(core, id)),
      reason: silence.reason,
      by: silence.by,
      from: silence.from,
      until: silence.until,
      untilWell: silence.untilWell,
      endsSoon: silence.from <= now && silence.until - now <= WARN_MS,
      incidents: open.filter((incident) => covers(core, silence, incident)).length,
    }));
}

type SilenceCommands = Pick<Replies, 'addSilence' | 'lengthenSilence' | 'endSilence'>;

export function createSilenceCommands(core: Core): SilenceCommands {
  const { clock, state } = core;

  const refuse = (text: string): Done => ({ accepted: false, text });

  return {
    async addSilence({ match, from, forMs, untilWell, reason }, by) {
      const now = clock.now();
      const unknown = match.components.find((id) => !core.config().components.has(id));
      if (unknown !== undefined) {
        return refuse(`There is no component ${unknown}`);
      }
      const silence: StoredSilence = {
        id: SilenceId.parse(`by-hand-${now.toString(36)}-${state.silences.length}`),
        match,
        from: from ?? now,
        until: (from ?? now) + (forMs ?? LONGEST_MS),
        untilWell,
        reason,
        by,
      };
      if (![...core.config().components.values()].some((component) => mayMatch(match, component))) {
        return refuse('Nothing that is watched matches that');
      }
      if (untilWell && !openIncidents(core).some((incident) => covers(core, silence, incident))) {
        return refuse('Nothing that matches is in trouble now, so there is no end to wait for: say for how long');
      }
      const length = untilWell ? 'until it is well again' : `for ${formatDuration(silence.until - silence.from)}`;
      const what = matchWords(match, (id) => nameIn(core, id));
      await keep(core, [...state.silences, silence], `${by} silenced ${what} ${length}: ${reason}`);
      return { accepted: true, text: `Silenced ${length}: nobody is paged about ${what}; watching goes on` };
    },
    async lengthenSilence({ id, forMs }, by) {
      const silence = state.silences.find((one) => one.id === id && one.until > clock.now());
      if (silence === undefined) {
        return refuse('That silence is over already, or it stands in the configuration file');
      }
      const longer = { ...silence, until: Math.min(silence.until + forMs, clock.now() + LONGEST_MS) };
      const text = `${by} made the silence of ${silence.by} longer by ${formatDuration(longer.until - silence.until)}`;
      await keep(
        core,
        state.silences.map((one) => (one === silence ? longer : one)),
        text,
      );
      return { accepted: true, text: `Silent for another ${formatDuration(longer.until - clock.now())}` };
    },
    async endSilence({ id }, by) {
      const silence = state.silences.find((one) => one.id === id && one.until > clock.now());
      if (silence === undefined) {
        return refuse('That silence is over already, or it stands in the configuration file');
      }
      await keep(
        core,
        state.silences.filter((one) => one !== silence),
        `${by} ended the silence of ${silence.by} (${silence.reason})`,
      );
      return { accepted: true, text: 'Ended: what is still wrong is said now' };
    },
  };
}

/** Silences end, and are about to end, although nothing happens. Returns the way to stop. */
export function startSilenceBell(core: Core): () => void {
  const { clock, state } = core;
  const warned = new Set<string>();
  let cancel: Cancel = () => undefined;

  function look(): void {
    const now = clock.now();
    const over = state.silences.filter((silence) => silence.until <= now || isWell(core, silence, now));
    if (over.length > 0) {
      const words = over.map(
        ({ by, reason, until }) => `The silence of ${by} (${reason}) ended${until > now ? ': it is well again' : ''}`,
      );
      void keep(
        core,
        state.silences.filter((one) => !over.includes(one)),
        words.join('; '),
      );
    }
    for (const silence of state.silences.filter((one) => endsSoon(one, now) && !warned.has(`${one.id} ${one.until}`))) {
      warned.add(`${silence.id} ${silence.until}`);
      const wrong = openIncidents(core).filter((incident) => covers(core, silence, incident));
      const still =
        wrong.length === 0
          ? 'nothing of it is wrong'
          : `still wrong: ${wrong.map(({ componentId }) => nameIn(core, componentId)).join(', ')}`;
      const text = `The silence of ${silence.by} (${silence.reason}) ends in ${formatDuration(silence.until - now)}; ${still}`;
      void core.write({ events: [loose(now, 'silence', text)] });
      core.touch(null);
    }
    cancel = clock.after(LONGEST_WAIT_MS, look);
  }

  look();
  return () => cancel();
}

/** Short ones need no warning: whoever asked for it remembers. */
function endsSoon({ from, until, untilWell }: StoredSilence, now: EpochMs): boolean {
  return !untilWell && from <= now && until > now && until - now <= WARN_MS && until - from > 2 * WARN_MS;
}

/** What it was to outlast is over: seen well, or resolved. Out of sight is not well. */
function isWell(core: Core, silence: StoredSilence, now: EpochMs): boolean {
  return (
    silence.untilWell &&
    silence.from <= now &&
    !openIncidents(core).some((incident) => incident.recoveredAt === null && covers(core, silence, incident))
  );
}

type Open = ReturnType<typeof openIncidents>[number];

function covers(core: Core, { match }: StoredSilence, incident: Open): boolean {
  const component = core.config().components.get(incident.componentId);
  return component !== undefined && mayMatch(match, component) && matchesIncident(match, incident);
}

/** Whatever is open is held back, or goes on, from now. */
async function keep(core: Core, silences: readonly StoredSilence[], text: string): Promise<void> {
  const at = core.clock.now();
  core.state.silences = silences;
  await core.write({ values: { [SILENCES_KEY]: silences }, events: [loose(at, 'silence', text)] });
  for (const { componentId } of openIncidents(core)) {
    core.book.apply(componentId, { type: 'timer', at });
  }
  core.touch(null);
}

function nameIn(core: Core, id: string): string {
  const { components, groups } = core.config();
  return (
    [...components.values()].find((component) => component.id === id)?.name ??
    groups.find((group) => group.id === id)?.name ??
    id
  );
}
