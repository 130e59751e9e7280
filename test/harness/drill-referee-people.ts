/**
 * The referee about people: somebody is told, the right one at that instant, nobody after somebody took it and before their time is
 * over, and again when it is; whoever refuses is followed at once; exactly one closing message to each who was told.
 *
 * Who is on call is written down by hand for it (`shifts`): our own rota is what is judged.
 */
import type { DrillLine } from '../../shared/model/drill/line.ts';
import type { Target } from '../../shared/model/roster.ts';
import { elapsedText } from '../../shared/rules/drill/text.ts';
import type { Span } from '../../shared/rules/drill/truth.ts';
import { absencesOf, type Referee, troubleOf } from './drill-truth.ts';

/** Who is on call by schedule, ms since the start. */
export type Shifts = Readonly<Record<string, readonly (Span & { readonly person: string })[]>>;

/** Three tries that hang with their waits, and the same once more where the next step is the same person. ms. */
const TOLD_WITHIN_MS = 150_000;
/** A try that was under way when somebody took it may still arrive. ms. */
const UNDER_WAY_MS = 16_000;
const AT_ONCE_MS = 5_000;

export function breachesOfPeople(referee: Referee, shifts: Shifts): readonly string[] {
  return [
    ...notTold(referee),
    ...wrongPeople(referee, shifts),
    ...pagesInSpiteOf(referee),
    ...forgottenPromises(referee),
    ...unfollowedRefusals(referee),
    ...closings(referee),
  ];
}

const isCall = ({ type }: DrillLine): boolean => type === 'page' || type === 'reminder';
const place = ({ at, component, person, channel }: DrillLine): string =>
  `${component} at ${elapsedText(at)} (${person ?? 'nobody'} ${channel ?? ''})`;

/** Soon after the first page of each incident a page has reached somebody, by whatever way still works. */
function notTold({ result: { lines } }: Referee): readonly string[] {
  const firsts = lines.filter((line, index) => isCall(line) && lines.findIndex(sameCall(line)) === index);
  return firsts.flatMap((first) =>
    lines.some(({ type, incident, at }) => type === 'delivered' && incident === first.incident && isSoon(at, first.at))
      ? []
      : [`nobody was told of ${place(first)}`],
  );
}

const sameCall = (line: DrillLine) => (other: DrillLine) => isCall(other) && other.incident === line.incident;
const isSoon = (at: number, since: number): boolean => at >= since && at <= since + TOLD_WITHIN_MS;

/** Whoever is called by their first channel is on call then, or is named by a step. Other channels follow in their own time. */
function wrongPeople({ result: { lines }, config }: Referee, shifts: Shifts): readonly string[] {
  const policies = [...config.policies.values()];
  const targets = policies.flatMap(({ steps, lastResort }) => [...steps.flatMap((step) => step.targets), lastResort]);
  const named = targets.flatMap((target) => (target !== undefined && 'person' in target ? [target.person] : []));
  const onDuty = (at: number) =>
    targets.flatMap((target: Target | undefined) =>
      target !== undefined && 'schedule' in target
        ? (shifts[target.schedule] ?? []).filter(({ from, to }) => from <= at && at < to).map(({ person }) => person)
        : [],
    );
  return lines
    .filter((line) => isCall(line) && config.people.get(line.person as never)?.channels[0] === line.channel)
    .filter(({ person, at }) => !named.includes(person as never) && !onDuty(at).includes(String(person)))
    .map((line) => `not the one who is on call was told of ${place(line)}; on call: ${onDuty(line.at).join(', ')}`);
}

interface Promised extends Span {
  readonly taken: DrillLine;
}

/** Who took what, and until when, by what the world says of them. */
function promises({ result: { lines }, world }: Referee): readonly Promised[] {
  return lines.flatMap((taken) => {
    const habits = world.people[taken.person as never];
    const lasts = habits?.acknowledges?.for ?? Number.POSITIVE_INFINITY;
    return taken.type === 'acknowledge' ? [{ taken, from: taken.at, to: taken.at + lasts }] : [];
  });
}

function pagesInSpiteOf(referee: Referee): readonly string[] {
  return promises(referee).flatMap(({ taken, from, to }) =>
    referee.result.lines
      .filter(({ incident, at }) => incident === taken.incident && at > from && at < to)
      .filter(
        (line) =>
          isCall(line) ||
          (line.type === 'delivered' && line.at > from + UNDER_WAY_MS && !line.because.startsWith('close')),
      )
      .map((line) => `${line.type} of ${place(line)} though ${taken.person} had it`),
  );
}

/** What still fails when the time that somebody asked for is over is paged again. */
function forgottenPromises(referee: Referee): readonly string[] {
  const { result, config } = referee;
  return promises(referee).flatMap(({ taken, to }) => {
    const component = config.components.get(taken.component as never);
    const goesOn =
      component !== undefined &&
      troubleOf(component, referee).some((span) => span.from < to && span.to > to + TOLD_WITHIN_MS);
    const again = result.lines.some((line) => sameCall(taken)(line) && isSoon(line.at, to));
    return goesOn && !again ? [`nobody was told again when ${taken.person}'s time was over: ${place(taken)}`] : [];
  });
}

/** Whoever says that it is not for them does not keep anybody waiting. */
function unfollowedRefusals({ result: { lines }, world }: Referee): readonly string[] {
  return lines.flatMap((line) => {
    const refuses = world.people[line.person as never]?.refuses;
    if (line.type !== 'delivered' || refuses === undefined || line.because.startsWith('close')) {
      return [];
    }
    const at = line.at + refuses.after;
    const isOver = lines.some(
      ({ type, incident, at: when }) =>
        incident === line.incident && (type === 'acknowledge' || type === 'close') && when > line.at && when <= at,
    );
    const next = lines.some((other) => sameCall(line)(other) && other.at >= at && other.at <= at + AT_ONCE_MS);
    return isOver || next ? [] : [`nobody was called when ${line.person} refused ${place(line)}`];
  });
}

/** Each who was told hears once that it is over, after the last page; who was not, nothing. */
function closings(referee: Referee): readonly string[] {
  const { result, world, config } = referee;
  const dialogues = new Map<string, DrillLine[]>();
  for (const line of result.lines) {
    if (line.incident !== undefined && line.channel !== undefined) {
      const key = `${line.incident} ${line.person} ${line.channel}`;
      dialogues.set(key, [...(dialogues.get(key) ?? []), line]);
    }
  }
  return [...dialogues.values()].flatMap((said) => {
    const first = said[0] as DrillLine;
    const component = config.components.get(first.component as never);
    const trouble = [...absencesOf(world), ...(component === undefined ? [] : troubleOf(component, referee))];
    if (trouble.some(({ to }) => to > world.length - TOLD_WITHIN_MS)) {
      return [];
    }
    const arrived = said.some(({ type, because }) => type === 'delivered' && !because.startsWith('close'));
    const closes = said.filter(({ type }) => type === 'close');
    const last = said.findLast(isCall);
    const isLast = closes.every(({ at }) => last === undefined || at >= last.at);
    // What hangs may have arrived.
    const hung = (world.channels[first.channel as never] ?? []).some(
      ({ result: fate, from, to }) => fate === 'hang' && from <= first.at && first.at < to,
    );
    const owed = arrived ? closes.length === 1 : closes.length <= (hung ? 1 : 0);
    return owed && isLast
      ? []
      : [`${place(first)}: ${arrived ? 'told' : 'not told'}, ${closes.length} closing messages`];
  });
}
