/**
 * Puts the loop together: scheduler -> probe -> observation -> rules -> journal -> outbox -> feed. No decision lives here.
 *
 * The engine knows ports only. Stop it and everything it opened is closed; what was written goes on with the next start.
 */
import { metricRows } from '../../shared/rules/metrics/rows.ts';
import { createAnswers } from './answers.ts';
import { createBeliefs } from './beliefs.ts';
import { startBells } from './bells.ts';
import { createSmsCalls } from './calls/sms.ts';
import { createCommands, loose } from './commands.ts';
import { openConfigSource } from './config-source.ts';
import { createConfigure } from './configure.ts';
import type { Core } from './core.ts';
import { createDelivering } from './delivering.ts';
import type { Duty } from './duty.ts';
import { createFeed } from './feed.ts';
import { firstWords, lastWords } from './first-words.ts';
import { comesAndGoes, createFrame } from './frame.ts';
import { createHearing } from './hearing.ts';
import { createHousekeeping } from './housekeeping.ts';
import { createHushing } from './hushing.ts';
import { createListening } from './listening.ts';
import { createMemories } from './memories.ts';
import type { Engine, EngineOptions } from './options.ts';
import { createOutside } from './outside.ts';
import { sayAbsence, silenceBefore } from './pulse.ts';
import { createRecord } from './record.ts';
import { createReplies } from './replies.ts';
import { startRosterWatch } from './roster-watch.ts';
import { createSealKey } from './seal-key.ts';
import { createSetBack } from './set-back.ts';
import { restoreState, unfinished } from './state.ts';
import { createTallies } from './tallies.ts';
import { createTelling, type Telling } from './telling.ts';
import { createWatching } from './watching.ts';

export type { ConfigSource, Engine, EngineOptions, HostReplies, ReadConfig } from './options.ts';

export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { clock, log, store, channels, probes } = options;
  const restored = await store.restore();
  const startedAt = clock.now();
  const hearingSince = options.hearingSince ?? (() => startedAt);
  const state = await restoreState(store, restored, startedAt);

  const tallies = createTallies();
  let tellOthers: Telling['heard'] | null = null;
  const journal = createRecord({
    store,
    clock,
    log,
    state,
    outbox: { add: (items) => outbox.add(items) },
    touch: () => feed.touch(null),
    onEvents: (events) => {
      hushing.heard(events);
      tallies.heard(events);
      tellOthers?.(events);
    },
  });
  const hushing = createHushing(() => core);
  const write = journal.write;
  const sources = await openConfigSource({
    ...options,
    restored: restored.values,
    write,
    onChange: () => {
      core.rosterChanged();
      feed.touch(null);
    },
    book: { get: (id) => book.get(id), apply: (...step) => book.apply(...step) },
    checkNow: (ids) => scheduler.now(ids),
    hearingSince,
  });
  const config = sources.source;
  const memoryOf = createMemories(restored.values, write);

  const { book, surroundings, windowsOf } = createBeliefs({
    ...options,
    write,
    config: config.current,
    state,
    hold: (component) => watching.ourselves.hold(component),
    concerned: () => watching.ourselves.concerned(),
    withdraw: (pageId, reason) => outbox.withdraw(pageId, reason),
    // We ourselves, calls and alerts come into the window and go again: then it is looked at as a whole.
    onChange: (id) => feed.touch(comesAndGoes(id) ? null : id),
    onRing: () => watching.absence.look(),
    checkNow: (ids) => scheduler.now(ids),
  });

  const outbox = createDelivering({
    ...options,
    state,
    book,
    write,
    memoryOf,
    config: config.current,
    restored: unfinished(restored),
    linkOf: (page) => outside.answerLinks.urlOf(page),
  });

  const hearing = createHearing({
    clock,
    seals: options.seals,
    config: config.current,
    state,
    write,
    hearingSince,
    checkNow: (ids) => scheduler.now(ids),
  });
  const { beats, reports } = hearing;
  const watching = createWatching({
    ...options,
    config: config.current,
    state,
    book,
    journal: tallies.counting(journal),
    onTurn: tallies.turn,
    network: options.network,
    beacon: options.beacon,
    restored: restored.watches,
    heard: { ...hearing.heard, ...sources.heard },
    inMaintenance: surroundings.inMaintenance,
    books: { inOutbox: outbox.has, isHeld: surroundings.isHeld },
    onGap(gapMs) {
      hearing.gap(gapMs);
      sources.practable.gap(gapMs);
    },
    onSetBack: (byMs) => setBack(byMs),
    touch: () => feed.touch(null),
  });
  const { prober, scheduler, blindness, ourselves } = watching;

  let roster: Duty | null = null;
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
    rosterChanged: (told) => roster?.look(told),
    touch: (id) => feed.touch(id),
    personName: (id) => config.current().people.get(id)?.name ?? id,
    surroundingsOf: surroundings.of,
    parentsOf: surroundings.parentsOf,
    windowsOf,
    timeZone: options.timeZone,
  };
  const commands = createCommands(core);
  const { seals } = options;
  const seal = seals === undefined ? null : createSealKey({ seals, restored: restored.values, write });
  const {
    replies,
    stop: stopOutside,
    ...outside
  } = createOutside({
    ...options,
    core,
    commands,
    ...sources,
    seal,
    restored: restored.values,
    watcher: blindness.watcher,
    look: async (id) => {
      const check = config.current().checks.get(id);
      await (check && prober.run(check));
    },
  });
  const { earOf } = createAnswers(core, commands, createSmsCalls(core, outside.callDesk, sources.calls));
  const telling = createTelling({
    ...options,
    ...sources,
    core,
    outside,
    seal,
    canFollow: options.practable !== undefined,
    restored: restored.values,
    watcher: blindness.watcher,
  });
  tellOthers = telling.heard;
  const listening = createListening({ clock, log, channels, config: config.current, memoryOf, earOf, write });
  const setBack = createSetBack(core, [beats, reports, sources.cachet, sources.practable]);
  const frame = createFrame({
    core,
    prober,
    configView: config.view,
    demo: options.demo,
    servedAt: options.servedAt ?? (() => null),
    host: options.host,
    watcher: blindness.watcher,
  });
  const feed = createFeed({ clock, log, version: options.version, ...frame });
  const housekeeping = createHousekeeping({ clock, log, store, state, config: config.current });
  const configure = createConfigure({ config: config.current, book, beats, prober, scheduler, ourselves, feed });

  book.configure(config.current(), restored.watches);
  sayAbsence(silenceBefore(restored.values, startedAt), { setBack, gap: blindness.gap });
  await journal.write(firstWords(startedAt, options.notices));
  outbox.start();
  configure();
  listening.configure();
  roster = startRosterWatch(core, restored.values);
  sources.start();
  // What was taken just before a crash waits for no turn.
  scheduler.now(sources.waiting());
  telling.start();
  telling.configure();
  const stopConfig = config.subscribe(() => {
    configure();
    core.rosterChanged();
    listening.configure();
    telling.configure();
  });
  const stopBells = startBells(core);

  return {
    feed,
    replies: createReplies({
      ...options,
      core,
      commands,
      feed,
      outside: replies,
      selfCheck: {
        config: config.view,
        watcher: blindness.watcher,
        ourselves: ourselves.view,
        deaf: listening.troubleOf,
        calendars: sources.calendars.rows,
        subscribers: () => telling.subscriberNews?.rows() ?? [],
        links: telling.links.rows,
        practable: () => [...sources.practable.rows(), ...telling.practableWord.rows()],
        host: options.hostChecks,
      },
    }),
    beat: beats.beat,
    report: reports.report,
    ...outside,
    subscriptionDesk: telling.subscriberNews?.desk ?? null,
    practableStatus: telling.practableWord.status,
    tell: (text, data) => void write({ events: [{ ...loose(clock.now(), 'server', text), data }] }),
    figures: () =>
      metricRows({
        snapshot: feed.snapshot(),
        tallies: tallies.now(),
        outbox: { size: outbox.size(), oldestAt: outbox.oldestAt() },
      }),
    watcher: blindness.watcher,
    wasAway: watching.absence.slept,
    unfinished: outbox.size,
    async stop() {
      stopConfig();
      await listening.stop();
      stopBells();
      roster?.stop();
      watching.stop();
      await sources.stop();
      stopOutside();
      housekeeping.stop();
      book.stop();
      reports.stop();
      await hushing.stop();
      await telling.stop();
      await outbox.stop();
      feed.stop();
      await journal.write(lastWords(clock.now()));
      await journal.close();
      await probes.close();
      await channels.close();
      await options.beacon?.close();
      await options.practable?.close();
      await options.links?.close();
      await store.close();
    },
  };
}
