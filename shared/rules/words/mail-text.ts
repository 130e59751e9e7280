/**
 * A page as a mail: a subject, and a text that says everything again, so that it can be forwarded to somebody who knows nothing yet.
 */
import type { Page } from '../../model/page.ts';
import { cutAtWord, oneLine } from './plain.ts';
import { withoutHint } from './short-texts.ts';

export interface MailText {
  readonly subject: string;
  /** Plain text, lines parted by `\n`. */
  readonly body: string;
}

/** A header's line may hold 998 characters (RFC 5322, section 2.1.1); lists of mails show less than this. */
const LONGEST_SUBJECT = 200;

/** What it says, and below it what is known beside it: runbook, component, how bad, why it was sent. */
export function mailText(page: Page): MailText {
  const { text, runbook } = withoutHint(page);
  // What we say by ourselves has lines of its own: a digest is a list.
  const words = page.kind === 'notice' ? page.text : text;
  const title = oneLine(page.title);
  const facts = [
    said('Runbook', runbook),
    said('Component', componentWords(page)),
    said('Severity', page.kind === 'trigger' || page.kind === 'reminder' ? page.severity : null),
    said('Incident', page.incidentId),
    said('Sent because of', oneLine(page.because)),
  ];
  const answer = page.ackUrl === undefined ? '' : `Acknowledge (yours alone, works once):\n${page.ackUrl}`;
  return {
    subject: cutAtWord(title, LONGEST_SUBJECT),
    body: `${[lines(title, words), answer, lines(...facts)].filter((part) => part !== '').join('\n\n')}\n`,
  };
}

/** "api-gateway (api)": the name for people, the id for searching. */
function componentWords({ componentName, componentId }: Page): string | null {
  const name = oneLine(componentName);
  return componentId === null || componentId === name ? componentId : `${name} (${componentId})`;
}

const said = (name: string, fact: string | null) => (fact === null || fact === '' ? '' : `${name}: ${fact}`);

const lines = (...parts: readonly string[]) => parts.filter((part) => part !== '').join('\n');
