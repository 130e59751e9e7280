/**
 * Puts the loop together: scheduler -> probe -> observation -> rules -> journal -> outbox -> feed. No decision lives here.
 *
 * The engine knows ports only. Stop it and everything it opened is closed; what was written goes on with the next start.
 */
import type { CheckId } from '../../shared/model/ids.ts';
import { WATCHER_ID } from '../../shared/rules/watcher.ts';
import { createAnswers } from './answers.ts';
import { createBeats } from './beats.ts';
import { NOT_RUNNING } from './blindness.ts';
import { openCalendarsIn } from './calendars/in.ts';
import { createCalendarsOut } from './calendars/out.ts';
import { createCommands } from './commands.ts';
import { createConfigure } from './configure.ts';
import type { Core } from './core.ts';
import { createDeliveries } from './deliveries.ts';
import { createDryRunQuery } from './dry-run.ts';
import { type Duty, startDuty } from './duty.ts';
import { createExplainQuery } from './explain.ts';
import { createFeed } from './feed.ts';
import { firstWords, lastWords } from './first-words.ts';
import { createFrame } from './frame.ts';
import { createHousekeeping } from './housekeeping.ts';
import { createHushing } from './hushing.ts';
import { createListening } from './listening.ts';
import { createMaintenanceCommands, createWindows, startMaintenanceBell } from './maintenance.ts';
import { createMemories } from './memories.ts';
import type { Engine, EngineOptions } from './options.ts';
import { createOutbox } from './outbox.ts';
import { createPresenceCommands } from './presences.ts';
import { silenceBefore, startPulse } from './pulse.ts';
import { createQueries } from './queries.ts';
import { createRecord } from './record.ts';
import { createReplayQuery } from './replay/query.ts';
import { createReports } from './reports.ts';
import { keepRotations } from './rotations.ts';
import { createSelfCheck } from './self-check.ts';
import { createSetBack } from './set-back.ts';
import { createSilenceCommands, createSilencesOf, startSilenceBell } from './silences.ts';
import { restoreState, unfinished } from './state.ts';
import { createStatusCommands } from './status-commands.ts';
import { createSurroundings } from './surroundings.ts';
import { createTestPage } from './test-page.ts';
import { createWatchBook } from './watch-book.ts';
import { createWatching } from './watching.ts';

export type { ConfigSource, Engine, EngineOptions, HostReplies, ReadConfig } from './options.ts';

/** A sender of heartbeats tries again for a few seconds; what comes in a longer absence is lost. */
const DEAF_AFTER_MS = 10_000;

export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { clock, log, store, channels, probes } = options;
  const restored = await store.restore();
  const startedAt = clock.now();
  const state = await restoreState(store, restored, startedAt);

  const journal = createRecord({
    store,
    clock,
    log,
    state,
    outbox: { add: (items) => outbox.add(items) },
    touch: () => feed.touch(null),
    onEvents: (events) => hushing.heard(events),
  });
  const hushing = createHushing(() => core);
  const write = journal.write;
  const rotations = keepRotations({ source: options.config, restored: restored.values, now: clock.now, write });
  const calendarsIn = await openCalendarsIn({
    source: rotations,
    reader: options.calendars,
    restored: restored.values,
    clock,
    write,
    onChange: () => {
      core.rosterChanged();
      feed.touch(null);
    },
  });
  const config = calendarsIn.source;
  const memoryOf = createMemories(restored.values, write);

  const windowsOf = createWindows(state);
  const surroundings = createSurroundings({
    now: clock.now,
    config: config.current,
    state,
    watchOf: (id) => book.get(id),
    windowsOf,
    silencesOf: createSilencesOf(state),
    hold: (component) => watching.ourselves.hold(component),
    concerned: () => watching.ourselves.concerned(),
    timeZone: options.timeZone,
  });
  const book = createWatchBook({
    clock,
    log,
    write,
    withdraw: (pageId, reason) => outbox.withdraw(pageId, reason),
    surroundings: surroundings.of,
    retiring: surroundings.retiring,
    // We ourselves come into the window and go again: then it is looked at as a whole.
    onChange: (id) => feed.touch(id === WATCHER_ID ? null : id),
    onRing: () => watching.absence.look(),
    lookNow: (id) =>
      scheduler.now(
        config
          .current()
          .components.get(id)
          ?.checks.map((check) => check.id) ?? [],
      ),
  });

  const deliveries = createDeliveries({
    book,
    write,
    now: clock.now,
    onEnded: ({ page, state: ended, lastReason }, at) => {
      state.deliveries.set(page.channelId, { at, state: ended, reason: lastReason });
    },
  });
  const outbox = createOutbox({
    clock,
    log,
    random: options.random,
    channels,
    memoryOf,
    settingsOf: (id) => config.current().channels.get(id),
    restored: unfinished(restored),
    report: deliveries,
  });

  const ears = {
    clock,
    config: config.current,
    state,
    write,
    hearingSince: options.hearingSince ?? (() => startedAt),
    checkNow: (ids: readonly CheckId[]) => scheduler.now(ids),
  };
  const beats = createBeats(ears);
  const reports = createReports(ears);
  const watching = createWatching({
    clock,
    log,
    probes,
    config: config.current,
    state,
    book,
    journal,
    network: options.network,
    beacon: options.beacon,
    restored: restored.watches,
    heard: { beat: beats.of, reports: reports.of },
    inMaintenance: surroundings.inMaintenance,
    books: { inOutbox: outbox.has, isHeld: surroundings.isHeld },
    onGap(gapMs) {
      if (gapMs > DEAF_AFTER_MS) {
        beats.wasDeaf();
      }
    },
    onSetBack: (byMs) => setBack(byMs),
    touch: () => feed.touch(null),
  });
  const { prober, scheduler, blindness, ourselves } = watching;

  let duty: Duty | null = null;
  const core: Core = {
    clock,
    log,
    store,
    channels,
    memoryOf,
    config: config.current,
    state,
    book,
    scheduler,
    write,
    rosterChanged: () => duty?.look(),
    touch: (id) => feed.touch(id),
    personName: (id) => config.current().people.get(id)?.name ?? id,
    surroundingsOf: surroundings.of,
    parentsOf: surroundings.parentsOf,
    windowsOf,
    timeZone: options.timeZone,
  };
  const commands = createCommands(core);
  const { earOf } = createAnswers(core, commands);
  const listening = createListening({ clock, log, channels, config: config.current, memoryOf, earOf, write });
  const calendars = createCalendarsOut({ core, restored: restored.values, ...options });
  const setBack = createSetBack(core, [beats, reports]);
  const frame = createFrame({
    core,
    prober,
    configView: config.view,
    demo: options.demo,
    host: options.host,
    watcher: blindness.watcher,
  });
  const feed = createFeed({ clock, log, version: options.version, ...frame });
  const housekeeping = createHousekeeping({ clock, log, store, state, config: config.current });

  const configure = createConfigure({ config: config.current, book, beats, prober, scheduler, ourselves, feed });

  book.configure(config.current(), restored.watches);
  const silence = silenceBefore(restored.values, startedAt);
  if (silence !== null) {
    if (silence < 0) {
      setBack(-silence);
    }
    // Set back while nobody looked, the clock cannot say for how long: at least so long is likely.
    blindness.gap(Math.abs(silence), NOT_RUNNING, 0);
  }
  await journal.write(firstWords(startedAt, options.notices));
  outbox.start();
  configure();
  listening.configure();
  duty = startDuty(core, restored.values);
  calendarsIn.start();
  const stopConfig = config.subscribe(() => {
    configure();
    core.rosterChanged();
    listening.configure();
  });
  const stopPulse = startPulse(clock, write);
  const stopBell = startMaintenanceBell(core);
  const stopSilenceBell = startSilenceBell(core);

  return {
    feed,
    replies: {
      ...options.hostReplies,
      ...commands,
      ...createMaintenanceCommands(core),
      ...createSilenceCommands(core),
      ...createPresenceCommands(core),
      ...createStatusCommands(core),
      ...createQueries(core),
      ...createExplainQuery(core),
      ...createDryRunQuery(core),
      calendarLink: calendars.calendarLink,
      ...createReplayQuery(core, options.readConfig),
      snapshot: () => Promise.resolve(feed.snapshot()),
      testPage: createTestPage(core),
      selfCheck: createSelfCheck({
        core,
        config: config.view,
        watcher: blindness.watcher,
        ourselves: ourselves.view,
        deaf: listening.troubleOf,
        calendars: calendarsIn.rows,
        host: options.hostChecks,
      }),
    },
    beat: beats.beat,
    calendar: calendars.calendar,
    report: reports.report,
    watcher: blindness.watcher,
    wasAway: watching.absence.slept,
    unfinished: outbox.size,
    async stop() {
      stopConfig();
      await listening.stop();
      stopPulse();
      stopBell();
      stopSilenceBell();
      duty?.stop();
      await calendarsIn.stop();
      watching.stop();
      housekeeping.stop();
      book.stop();
      reports.stop();
      await hushing.stop();
      await outbox.stop();
      feed.stop();
      await journal.write(lastWords(clock.now()));
      await journal.close();
      await probes.close();
      await channels.close();
      await options.beacon?.close();
      await store.close();
    },
  };
}
