/**
 * Makes the parts of the snapshot from what the engine believes at this moment. Derives every view on its own: an
 * acknowledged problem leaves the count, never the list.
 */
import type { ConfigView, Snapshot, WatcherView } from '../../shared/contract/view.ts';
import type { ComponentId } from '../../shared/model/ids.ts';
import { isTrouble } from '../../shared/model/status.ts';
import type { ComponentWatch } from '../../shared/model/watch.ts';
import { isAlert } from '../../shared/rules/alerts/ids.ts';
import { isCall } from '../../shared/rules/calls/ids.ts';
import { outGroup } from '../../shared/rules/dependencies.ts';
import { isUndecided } from '../../shared/rules/health.ts';
import { pictureOf } from '../../shared/rules/picture.ts';
import { pageAddress } from '../../shared/rules/status-page/address.ts';
import { componentOf, WATCHER_ID } from '../../shared/rules/watcher.ts';
import type { Core } from './core.ts';
import type { FeedOptions } from './feed.ts';
import { maintenanceView } from './maintenance.ts';
import { peopleViews } from './presences.ts';
import type { Prober } from './prober.ts';
import { silenceViews } from './silences.ts';
import { RECENT_MS } from './state.ts';
import { swapViews } from './swap-words.ts';
import { componentView } from './views/component-view.ts';
import { incidentView } from './views/incident-view.ts';
import { channelViews, onCallViews } from './views/roster-view.ts';

export interface FrameOptions {
  readonly core: Core;
  readonly prober: Prober;
  readonly configView: () => ConfigView;
  readonly watcher: () => WatcherView;
  readonly demo: () => boolean;
  /** Where the local server answers; null: nowhere at the moment. */
  readonly servedAt: () => string | null;
  readonly host: { readonly kind: 'desktop' | 'served'; readonly platform: string };
}

export function createFrame({
  core,
  prober,
  configView,
  watcher,
  demo,
  servedAt,
  host,
}: FrameOptions): Pick<FeedOptions, 'frame' | 'components' | 'incidents'> {
  const { clock, state, book, scheduler } = core;

  function frame(): ReturnType<FeedOptions['frame']> {
    const config = core.config();
    const now = clock.now();
    const onCall = onCallViews(config, state.overrides, now);
    const desk = config.settings.desk ?? null;
    const seeing = watcher();
    return {
      host: { ...host, desk },
      demo: demo(),
      config: configView(),
      watcher: seeing,
      picture: pictureOf({
        components: [...book.all()].filter(isCounted).map(glimpse),
        ourselves: ourTrouble(),
        blindBecause: seeing.state === 'watching' ? null : seeing.because,
        onCall: onCall[0] === undefined ? null : { people: onCall[0].now },
        desk,
        now,
        timeZone: core.timeZone,
      }),
      groups: config.groups,
      onCall,
      people: peopleViews(core),
      channels: channelViews(config, core.channels, state.deliveries),
      silences: silenceViews(core),
      swaps: swapViews(core),
      statusPage: pageAddress(config.settings, servedAt()),
      quiet: state.quiet !== null && state.quiet.until > now ? state.quiet : null,
    };
  }

  /** In one sentence, while nobody has taken it. */
  function ourTrouble(): string | null {
    const watch = book.get(WATCHER_ID);
    const mine = watch === undefined || !isTrouble(watch.status) || glimpse(watch).taken;
    return mine ? null : (watch.incident?.cause?.detail ?? core.config().watcher.name);
  }

  function components(only: ReadonlySet<ComponentId> | null): Snapshot['components'] {
    const config = core.config();
    // We ourselves come last.
    const ids = only ?? [...config.components.keys(), WATCHER_ID];
    return [...ids].flatMap((id) => {
      const component = componentOf(config, id);
      const watch = book.get(id);
      if (component === undefined || watch === undefined || (comesAndGoes(id) && !isAiling(watch))) {
        return [];
      }
      return [
        componentView(
          component,
          watch,
          config,
          maintenanceView(core, component),
          outGroup(core.parentsOf(component)),
          (check) => ({
            tries: prober.tries(check.id),
            nextAt: scheduler.nextAt(check.id),
          }),
        ),
      ];
    });
  }

  function incidents(only: ReadonlySet<ComponentId> | null): Snapshot['incidents'] {
    const config = core.config();
    const since = clock.now() - RECENT_MS;
    const past = [...state.recent.values()].flatMap((incident) => {
      const present = book.get(incident.componentId)?.incident;
      const wanted =
        present?.id !== incident.id &&
        (incident.resolvedAt ?? 0) > since &&
        (only === null || only.has(incident.componentId));
      return wanted ? [incidentView(incident, null, config, state.quiet)] : [];
    });
    const now = [...book.all()].flatMap((watch) => {
      const { incident } = watch;
      const wanted =
        incident !== null &&
        (only === null || only.has(watch.componentId)) &&
        (incident.resolvedAt ?? since + 1) > since;
      return wanted ? [incidentView(incident, watch, config, state.quiet)] : [];
    });
    return [...now, ...past];
  }

  return { frame, components, incidents };
}

/** Of us, of calls and of alerts only what is wrong is shown: all is well goes without saying. */
export function comesAndGoes(id: ComponentId): boolean {
  return id === WATCHER_ID || isCall(id) || isAlert(id);
}

/** We ourselves count nowhere, a call or an alert only while it is open. */
function isCounted(watch: ComponentWatch): boolean {
  return watch.componentId !== WATCHER_ID && (!comesAndGoes(watch.componentId) || isAiling(watch));
}

function isAiling({ status, incident }: ComponentWatch): boolean {
  return isTrouble(status) || (incident !== null && incident.state !== 'resolved');
}

function glimpse({ componentId, status, checks, incident }: ComponentWatch) {
  const open = incident !== null && incident.state !== 'resolved' ? incident : null;
  return {
    status,
    suspect: checks.some(isUndecided),
    call: isCall(componentId),
    held: open?.held?.kind ?? null,
    taken: open !== null && (open.state === 'acknowledged' || open.snoozedUntil !== null),
  };
}
