/**
 * The front of the house: what callers of the local server and of the gateways reach of the engine. What they quote of our own
 * secrets is painted over before anything keeps it.
 */
import { redact } from '../../shared/rules/redact.ts';
import type { LiveConfig } from '../config/live.ts';
import type { Engine } from '../engine/engine.ts';
import type { Clock } from '../engine/ports/clock.ts';
import type { Log } from '../engine/ports/log.ts';
import type { Admission } from '../server/admission/admission.ts';
import { alertsByMail } from '../server/events/by-mail.ts';
import { createProcessFigures } from '../server/metrics/process.ts';
import { startServer } from '../server/server.ts';
import { openSession } from '../server/session.ts';
import type { PublicPages } from '../server/status-page.ts';
import { discreetAlerts } from './alerting.ts';
import { discreetCachet } from './discreet-cachet.ts';
import type { GatewayServing } from './gateway.ts';
import type { ServingOptions } from './serving.ts';
import { createSmtpServing, peopleByMail } from './smtp.ts';
import { createSnppServing } from './snpp.ts';

export interface FrontOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** The window's built files for browsers. */
  readonly windowFolder: string;
  /** Further names for the local server, when it listens beyond loopback. */
  readonly hostNames: readonly string[];
  /** Who may come in. */
  readonly admission: Admission;
}

/** The local server over this engine, at whatever address. One key for all of them: a printed one outlives a move. */
export function serverStarter(
  options: FrontOptions,
  engine: Engine,
  config: LiveConfig,
  statusPages: PublicPages,
): ServingOptions['start'] {
  const { token } = openSession();
  const ofProcess = createProcessFigures();
  return (address) =>
    startServer({
      ...address,
      token,
      log: options.log,
      clock: options.clock,
      replies: engine.replies,
      feed: engine.feed,
      beats: {
        // A job that failed likes to quote its own command line, and our token stands in that.
        beat: (heard, signal) =>
          engine.beat(heard, { ...signal, detail: redact(signal.detail, config.state().secrets) }),
      },
      reports: {
        report: (heard, report) =>
          engine.report(heard, { ...report, text: redact(report.text, config.state().secrets) }),
      },
      calendars: { calendar: engine.calendar },
      answerLinks: engine.answerLinks,
      callDesk: discreetDesk(engine, config),
      alertDesk: discreetAlerts(engine.alertDesk, config),
      tokens: engine.tokens,
      admission: options.admission,
      statusPages,
      figures: { rows: engine.figures, ofProcess },
      cachet: discreetCachet(engine.cachet.desk, () => config.state().secrets),
      subscriptionDesk: engine.subscriptionDesk,
      publicUrl: () => config.state().config.settings.publicUrl ?? null,
      watching: () => {
        const { state, because } = engine.watcher();
        return { ok: state === 'watching', because };
      },
      windowFolder: options.windowFolder,
      hostHeaderNames: options.hostNames,
      deskName: () => {
        const { settings, people } = config.state().config;
        return settings.desk === undefined ? null : (people.get(settings.desk)?.name ?? settings.desk);
      },
    });
}

/** Programs that call people, at whatever address. */
export function snppServing(
  { clock, log, admission }: FrontOptions,
  engine: Engine,
  config: LiveConfig,
): GatewayServing {
  const desk = discreetDesk(engine, config);
  return createSnppServing({
    clock,
    log,
    wanted: () => config.state().config.settings.snpp,
    mayEnter: admission.gate.mayEnter,
    knows: desk.knowsPager,
    page: async (pager, words, caller) => (await desk.callPager(pager, words, caller)).kind,
  });
}

/** Mails that call people, at whatever address. */
export function smtpServing({ clock, log, admission }: FrontOptions, engine: Engine, live: LiveConfig): GatewayServing {
  const config = () => live.state().config;
  const receivers = [
    peopleByMail(discreetDesk(engine, live), config),
    alertsByMail(discreetAlerts(engine.alertDesk, live), () => config().sources.values()),
  ];
  return createSmtpServing({ clock, log, config, receivers, mayEnter: admission.gate.mayEnter });
}

function discreetDesk({ callDesk }: Engine, config: LiveConfig): Engine['callDesk'] {
  const clean = (text: string) => redact(text, config.state().secrets);
  return {
    ...callDesk,
    call: (place, { name, reach, words }, caller) =>
      callDesk.call(place, { name: clean(name), reach: clean(reach), words: clean(words) }, caller),
    callPager: (pager, words, caller) => callDesk.callPager(pager, clean(words), caller),
    callByMail: (to, { name, reach, words }, { tellBy, ...caller }) =>
      callDesk.callByMail(
        to,
        { name: clean(name), reach: clean(reach), words: clean(words) },
        { ...caller, tellBy: tellBy?.way === 'mail' ? { ...tellBy, subject: clean(tellBy.subject) } : tellBy },
      ),
  };
}
