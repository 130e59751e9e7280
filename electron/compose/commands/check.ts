/**
 * `watchbell check`: looks at every check of the configuration from the command line, one line each. For cron and for humans.
 *
 * With `--once` one try each; without it each check is tried until it is settled (rise passes or fall failures). Well is
 * what passed; slow, starting and what could not be judged are not. Of a practable system everything that it tells in one look.
 */
import type { Check, CheckType } from '../../../shared/model/check.ts';
import type { CheckHealth } from '../../../shared/model/health.ts';
import { assertNever } from '../../../shared/model/never.ts';
import type { Outcome, ProbeOutcome } from '../../../shared/model/observation.ts';
import { isUndecided, stepHealth, unseen, withLatencyLimit } from '../../../shared/rules/health.ts';
import { NOT_SEEN_YET } from '../../../shared/rules/practable/outcome.ts';
import { describeTarget } from '../../../shared/rules/words/target.ts';
import type { ProbeContext, ProbeSet } from '../../engine/ports/probe.ts';
import { Recall } from '../../engine/recall.ts';
import { systemClock } from '../../engine/system-clock.ts';
import { createPractableClient } from '../../links/practable/client.ts';
import { createProbes } from '../../probes/registry.ts';
import type { Terminal } from '../terminal.ts';
import { loadConfig } from './context.ts';
import { lookAtPractable } from './look-at-practable.ts';
import { EXIT, type ExitCode, type Places } from './places.ts';

/** Checks looked at side by side. */
const ABREAST = 32;
/** They ask nobody: somebody calls the running Watchbell. */
const PASSIVE: ReadonlySet<CheckType> = new Set(['heartbeat', 'count']);
/** A target that answers by turns well and badly would be tried for ever. */
const MOST_TRIES = 20;

export async function checkCommand(
  places: Places,
  { once }: { readonly once: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const loaded = await loadConfig(places, terminal);
  if (loaded === null) {
    return EXIT.badInput;
  }
  const probes = createProbes();
  const client = createPractableClient({ clock: systemClock, random: Math.random });
  const { config, outcomeOf } = await lookAtPractable(loaded.config, client, systemClock);
  await client.close();
  const queue = [...config.checks.values()].filter(({ type }) => !PASSIVE.has(type));
  const skipped = config.checks.size - queue.length;
  const look = (check: Check) => probeOnce(probes, check, outcomeOf);
  let wrong = 0;
  const worker = async (): Promise<void> => {
    for (let check = queue.shift(); check !== undefined; check = queue.shift()) {
      const { good, line } = once ? await tryOnce(look, check) : await settle(look, check);
      wrong += good ? 0 : 1;
      terminal.out(line);
    }
  };
  const total = queue.length;
  await Promise.all(Array.from({ length: Math.min(ABREAST, total) }, worker));
  await probes.close();
  if (skipped > 0) {
    terminal.err(
      `${skipped} heartbeat or count check(s) left out: beats and reports arrive at the running Watchbell only`,
    );
  }
  terminal.err(summary(total, wrong));
  return wrong === 0 && total > 0 ? EXIT.well : EXIT.wrong;
}

/** Nothing looked at is not well. */
function summary(total: number, wrong: number): string {
  if (total === 0) {
    return 'There is nothing to look at in this configuration';
  }
  return wrong === 0 ? `all ${total} checks well` : `${wrong} of ${total} checks not well`;
}

type Look = (check: Check) => Promise<ProbeOutcome>;

interface Verdict {
  readonly good: boolean;
  readonly line: string;
}

/** One try from outside the engine, with its own guard. */
export async function probeOnce(
  probes: ProbeSet,
  check: Check,
  practable: ProbeContext['practable'] = () => NOT_SEEN_YET,
): Promise<ProbeOutcome> {
  const recall = new Recall();
  const cancel = systemClock.after(check.timeout + 1_000, () => recall.call());
  const beat = () => ({ last: null, run: null, said: null, listeningSince: systemClock.now() });
  const reports = () => ({ count: 0, said: '', listeningSince: null });
  const word = () => ({ word: null, staleAfter: null });
  try {
    return await probes.run(check, {
      recall,
      clock: systemClock,
      beat,
      reports,
      call: () => null,
      word,
      alert: () => ({ kind: 'deaf' }),
      practable,
    });
  } finally {
    cancel();
  }
}

async function tryOnce(look: Look, check: Check): Promise<Verdict> {
  const outcome = withLatencyLimit(await look(check), check.latencyLimit);
  return { good: outcome.kind === 'pass', line: lineOf(check, outcome) };
}

async function settle(look: Look, check: Check): Promise<Verdict> {
  let health: CheckHealth = unseen(check.id);
  let outcome: Outcome;
  let tries = 0;
  do {
    if (tries > 0) {
      await new Promise<void>((resolve) => systemClock.after(check.fastInterval, resolve));
    }
    tries += 1;
    const at = systemClock.now();
    outcome = withLatencyLimit(await look(check), check.latencyLimit);
    health = stepHealth(
      health,
      { checkId: check.id, componentId: check.componentId, at, endedAt: systemClock.now(), outcome },
      check,
    );
  } while (outcome.kind !== 'inconclusive' && isOpen(health) && tries < MOST_TRIES);
  const unsettled = isOpen(health) && tries === MOST_TRIES ? `  not settled after ${tries} tries` : '';
  return {
    good: health.settled === 'up' && outcome.kind === 'pass' && unsettled === '',
    line: `${lineOf(check, outcome)}${unsettled}`,
  };
}

/** Further tries could still tell. */
const isOpen = (health: CheckHealth): boolean =>
  isUndecided(health) && health.settled !== 'down' && health.settled !== 'starting';

/** "ok       web/http  GET https://…  34 ms" */
function lineOf(check: Check, outcome: Outcome): string {
  const head = `${wordOf(outcome).padEnd(12)} ${check.id}  ${describeTarget(check)}`;
  switch (outcome.kind) {
    case 'pass':
      return `${head}  ${Math.round(outcome.timings.totalMs)} ms`;
    case 'slow':
      return `${head}  ${Math.round(outcome.timings.totalMs)} ms, limit ${outcome.limitMs} ms`;
    case 'fail':
      return `${head}  ${outcome.failure.detail}`;
    case 'inconclusive':
      return `${head}  ${outcome.trouble.detail}`;
    default:
      return assertNever(outcome, 'outcome');
  }
}

function wordOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'pass':
      return 'ok';
    case 'slow':
      return 'slow';
    case 'fail':
      return 'failed';
    case 'inconclusive':
      return 'cannot judge';
    default:
      return assertNever(outcome, 'outcome');
  }
}
