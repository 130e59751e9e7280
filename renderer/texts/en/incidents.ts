/**
 * English: incidents, wherever they are shown, dialogs about them, and what is read aloud of them.
 */
import type { IncidentView } from '../../../shared/contract/view.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { PageState } from '../../../shared/model/page.ts';
import type { Trouble } from '../../../shared/model/status.ts';
import { plural, some, time } from './said.ts';

const troubleShout: Record<Trouble, string> = {
  major_outage: 'DOWN',
  partial_outage: 'PARTLY DOWN',
  performance_issues: 'SLOW',
};
const lasted = (incident: IncidentView, until: EpochMs | null) =>
  until === null ? '' : ` after ${time.length(until - incident.since)}`;

export const incidents = {
  news: {
    down: (incident: IncidentView) => `${troubleShout[incident.status]} ${incident.componentName}: ${incident.cause}`,
    up: (incident: IncidentView) =>
      `UP ${incident.componentName}${lasted(incident, incident.recoveredAt ?? incident.resolvedAt)}`,
    storm: (incidents: readonly IncidentView[]) =>
      `${incidents.length} new incidents: ${some(
        incidents.map(({ componentName }) => componentName),
        3,
      )}`,
    manyUp: (incidents: readonly IncidentView[]) =>
      `${incidents.length} recovered: ${some(
        incidents.map(({ componentName }) => componentName),
        3,
      )}`,
    seesAgain: 'Connected and watching again',
  },

  now: {
    open: (amount: number) => plural(amount, 'open incident'),
    acknowledgeAll: (amount: number) => `Acknowledge all ${amount}`,
    copy: 'Copy as text',
    copyHint: 'Everything that is wrong now as one list, as a digest mail tells it: to be sent to somebody else',
    copied: (amount: number) => `Copied: ${plural(amount, 'line')} about what is wrong now`,
    notCopied: (why: string) => `Not copied: ${why}`,
    acknowledgeSelected: (amount: number) => `Acknowledge ${amount} ticked`,
    waiting: (names: readonly string[]) => `${names.length} new: ${some(names, 3)}`,
    waitingHint: 'Waiting so that nothing moves under your pointer. Show now.',
    calm: (components: number, checks: number) =>
      `Watching ${plural(components, 'component')} with ${plural(checks, 'check')}.`,
    calmTitle: 'All is well',
    lastLook: (ago: string) => `Last look ${ago}.`,
    noLook: 'The first results are on their way.',
    onCall: (who: string) => `If something breaks, ${who} will be paged.`,
    onCallNobody: 'Nobody is on call. If something breaks, the last resort of the policy is all there is.',
    empty: 'Nothing to watch yet',
    emptyHint: 'Name what you want watched in the configuration file. It is read again the moment you save it.',
    emptyExample: 'A first component',
    blindTitle: 'Not watching',
    blindHint: 'No state is known while this lasts. The self-check tells what is missing.',
    openSelfCheck: 'Open the self-check',
    suspects: 'Not sure yet',
    suspectsHint: 'Failing or recovering, not confirmed. Nobody is paged for these.',
    unpaged: 'In trouble, without an incident',
    unpagedHint: 'Confirmed as shown, but no page belongs to them.',
    held: (amount: number) => `Held back (${amount})`,
    heldUntil: (clock: string) => `until ${clock}`,
    away: 'While you were away',
    awayHint: 'Came and went in the last 24 hours',
    awayNone: 'Nothing in the last 24 hours.',
    lasted: (length: string) => `for ${length}`,
    resolvedBy: (who: string) => `Resolved by ${who}`,
    recoveredByItself: 'Recovered by itself',
  },

  incident: {
    since: (clock: string) => `since ${clock}`,
    called: 'waits for an answer',
    alerted: 'goes on',
    troubled: { major_outage: 'down', partial_outage: 'partly down', performance_issues: 'slow' } satisfies Record<
      Trouble,
      string
    >,
    told: 'Told',
    nobodyTold: 'Nobody has been told yet.',
    page: {
      queued: 'waiting to be sent',
      trying: 'being sent',
      accepted: 'sent, arrival not confirmed',
      delivered: 'arrived',
      refused: 'failed',
      expired: 'gave up',
      withdrawn: 'withdrawn',
    } satisfies Record<PageState, string>,
    attempts: (attempts: number) => plural(attempts, 'try', 'tries'),
    held: 'Not told',
    target: 'Answer',
    targetLeft: (countdown: string) => `due in ${countdown}`,
    targetMissed: (ago: string) => `was due ${ago}: nobody has it`,
    next: 'Next',
    nextIn: (what: string, countdown: string) => `${what} in ${countdown}`,
    nextNow: (what: string) => `${what}, now`,
    nothingNext: 'Nothing more happens by itself.',
    acknowledgedBy: (who: string, clock: string) => `Acknowledged by ${who} at ${clock}`,
    also: (by: string) => `also ${by}`,
    select: (name: string) => `Tick ${name}, to acknowledge several at once`,
    untilFixed: 'until it is fixed',
    until: (clock: string) => `until ${clock}`,
    snoozedUntil: (clock: string) => `Snoozed until ${clock}, then whoever is on call`,
    recovered: (ago: string) => `Recovered ${ago}; closes when it stays well.`,
    resolved: 'Resolved',
    sounding: 'Sounding',

    acknowledge: 'Acknowledge',
    acknowledgeFor: 'Acknowledge for…',
    acknowledgeUntilFixed: 'Until it is fixed',
    acknowledgeWithNote: 'With a note…',
    unacknowledge: 'Un-acknowledge',
    mineToo: 'I have it, too',
    forMinutes: (minutes: number) => (minutes < 60 ? `${minutes} min` : `${minutes / 60} h`),
    snooze: 'Snooze',
    escalate: 'Escalate',
    escalateNext: (next: number, of: number) =>
      next > of ? 'Once more from the first step' : `Next step now: ${next} of ${of}`,
    escalateStep: (step: number) => `Step ${step} now`,
    escalateTo: 'Page somebody now',
    applyPolicy: 'Follow the policy as it is now',
    checkNow: 'Check now',
    soundOff: 'Sound off',
    resolve: 'Resolve…',
    note: 'Note…',
    explain: 'How it went…',
    runbook: 'Runbook',
    actions: (name: string) => `More for ${name}`,
  },

  dialogs: {
    acknowledge: (name: string) => `Acknowledge ${name}`,
    acknowledgeHint: 'Stops sound and escalation for everybody until then.',
    forHowLong: 'For how long',
    note: 'Note',
    noteHint: 'Stays with the incident, for whoever looks next',
    addNote: (name: string) => `Note on ${name}`,
    saveNote: 'Save note',
    resolve: (name: string) => `Resolve ${name} by hand`,
    resolveHint: 'Sends the closing messages now. If the check goes on failing, the incident opens again.',
    resolveDo: 'Resolve',
  },
};
