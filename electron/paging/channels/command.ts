/**
 * A program of the user's own that passes the page on: the page as JSON on its standard input, its words in WATCHBELL_… variables.
 *
 * Exit code 0: it has the page. 75 (EX_TEMPFAIL of sysexits.h): try again later. Any other: refused, and the first line on its
 * standard error says why.
 */
import type { ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { formatDuration } from '../../../shared/model/duration.ts';
import type { Delivery, Page } from '../../../shared/model/page.ts';
import { later, refused } from '../../../shared/rules/http/deliveries.ts';
import { cutAtWord, oneLine } from '../../../shared/rules/words/plain.ts';
import type { Channel, ChannelContext } from '../../engine/ports/channel.ts';
import type { ProgramEnd, Programs } from '../../engine/ports/programs.ts';

/** sysexits.h: "temporary failure, indicating something that is not really an error". */
const EX_TEMPFAIL = 75;
const LONGEST_SAID = 200;
/** A program is not started at all when one of its variables is too long (Linux: 128 KB). The JSON holds the whole. */
const LONGEST_VARIABLE = 4_000;

export function createCommandChannel(programs: Programs): Channel<'command'> {
  return {
    type: 'command',
    can: { acknowledge: false, delivery: false, idempotent: false, rate: { pages: 30, perMs: 60_000 } },
    target: ({ command: [program, ...args] }) => `${nameOf(program)}${args.length > 0 ? ' …' : ''}`,
    // Arguments stay readable: every user of this machine can see them, they are no place for a secret.
    secrets: ({ env }) => Object.values(env),
    send: (page, settings, context) => run(programs, page, settings, context),
    close: () => programs.close(),
  };
}

/** Resolves when it has ended, or was ended: by its own time limit or by the signal. */
function run(
  programs: Programs,
  page: Page,
  { command: [program, ...args], cwd, env, timeout }: ChannelSettingsOf<'command'>,
  { signal, clock }: ChannelContext,
): Promise<Delivery> {
  return new Promise((resolve) => {
    const end = (delivery: Delivery) => {
      cancel();
      signal.removeEventListener('abort', giveUp);
      resolve(delivery);
    };
    const child = programs.start(
      {
        command: program,
        args,
        cwd,
        env: { PATH: process.env.PATH ?? '', ...env, ...variablesOf(page) },
        input: `${JSON.stringify(page)}\n`,
      },
      clock,
      (ended) => end(judge(ended, nameOf(program))),
    );
    const stop = (words: string) => {
      child.end();
      end(later(`${nameOf(program)} did not end ${words}, ended by us`));
    };
    const giveUp = () => stop('in time');
    const cancel = clock.after(timeout, () => stop(`within ${formatDuration(timeout)}`));
    signal.addEventListener('abort', giveUp, { once: true });
  });
}

/** What a short script needs of a page without reading JSON. Empty where the page has none. */
function variablesOf(page: Page): Readonly<Record<string, string>> {
  const short = (text: string) => cutAtWord(oneLine(text), LONGEST_VARIABLE);
  return {
    WATCHBELL_PAGE_ID: page.id,
    WATCHBELL_KIND: page.kind,
    WATCHBELL_TITLE: short(page.title),
    WATCHBELL_TEXT: short(page.text),
    WATCHBELL_BECAUSE: short(page.because),
    WATCHBELL_SEVERITY: page.severity,
    WATCHBELL_STATUS: page.status ?? '',
    WATCHBELL_COMPONENT: page.componentId ?? '',
    WATCHBELL_COMPONENT_NAME: short(page.componentName),
    WATCHBELL_INCIDENT: page.incidentId ?? '',
    WATCHBELL_DEDUP_KEY: page.dedupKey,
    WATCHBELL_PERSON: page.personId ?? '',
    WATCHBELL_RUNBOOK: short(page.runbook ?? ''),
    WATCHBELL_ACK_URL: page.ackUrl ?? '',
    WATCHBELL_CREATED_AT: new Date(page.createdAt).toISOString(),
  };
}

function judge(ended: ProgramEnd, name: string): Delivery {
  if (ended.kind === 'unable') {
    return ended.words === null ? later(`${name} could not be started: ${ended.error.message}`) : refused(ended.words);
  }
  const said = firstLine(ended.errors);
  const words = said === '' ? '' : `: ${said}`;
  if (ended.kind === 'killed') {
    return later(`${name} was ended by ${ended.signal}${words}`);
  }
  switch (ended.code) {
    case 0: {
      const reference = firstLine(ended.output);
      return reference === '' ? { status: 'accepted' } : { status: 'accepted', reference };
    }
    case EX_TEMPFAIL:
      return later(`${name} asks to try later${words}`);
    default:
      return refused(`${name} ended with code ${ended.code}${words}`);
  }
}

function firstLine(text: string): string {
  return cutAtWord(oneLine(text.trimStart().split('\n')[0] ?? ''), LONGEST_SAID);
}

function nameOf(program: string): string {
  return oneLine(program.replace(/^.*\//, ''));
}
