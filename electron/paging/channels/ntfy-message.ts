/**
 * A page as ntfy's JSON (docs.ntfy.sh/publish): words, priority, what a click opens, and the buttons.
 */
import type { Page } from '../../../shared/model/page.ts';
import type { Severity } from '../../../shared/model/status.ts';
import { pushText } from '../../../shared/rules/words/push-texts.ts';
import { shortKey } from './short-key.ts';

export interface NtfyMessage {
  readonly topic: string;
  readonly title: string;
  readonly message: string;
  /** 1 (min) to 5 (max). */
  readonly priority: number;
  /** Names of emojis stand before the title as pictures. */
  readonly tags: readonly string[];
  /** The newest of one id takes the place of the others on the phone (from ntfy 2.16 on; older ones show each). At most 64 [-_A-Za-z0-9]. */
  readonly sequence_id: string;
  readonly click?: string;
  readonly actions?: readonly (NtfyAction | NtfyView)[];
}

/** Opens an address in the browser. */
interface NtfyView {
  readonly action: 'view';
  readonly label: string;
  readonly url: string;
}

interface NtfyAction {
  readonly action: 'http';
  readonly label: string;
  readonly url: string;
  readonly method: 'POST';
  readonly body: string;
  /** The notice goes when the answer has been taken. */
  readonly clear: true;
}

/** What a button sends to the answers topic. Short names: the whole message may have 4096 bytes. */
export interface NtfyButton {
  readonly page: string;
  readonly say: string;
  /** `sequence_id` and title of the notice that it belongs to, for the reply. */
  readonly of: string;
  readonly title: string;
}

/** 3 and more make a sound (docs.ntfy.sh/publish, "Message priority"). */
const PRIORITY = { critical: 5, high: 4, low: 3 } as const satisfies Record<Severity, number>;
const SILENT = 2;
/** From docs.ntfy.sh/emojis. */
const PICTURE = {
  critical: 'rotating_light',
  high: 'warning',
  low: 'information_source',
} as const satisfies Record<Severity, string>;
const WELL = 'white_check_mark';

/**
 * A message of more than 4096 bytes becomes an attachment, and the JSON around it may have 8192 (server/server.go). A UTF-16
 * unit is at most three bytes, and the title stands in each button again.
 */
const LIMITS = { title: 150, body: 1_000 };
const LONGEST_CLICK = 2_000;

export interface NtfyPlace {
  readonly baseUrl: string;
  readonly topic: string;
  readonly answers?: string | undefined;
}

export function ntfyMessage(page: Page, { baseUrl, topic, answers }: NtfyPlace): NtfyMessage {
  const { title, body } = pushText(page, LIMITS);
  const over = page.kind === 'close';
  const of = shortKey(page.dedupKey);
  const answerable = answers !== undefined && !over && page.incidentId !== null;
  const button = (label: string, say: string): NtfyAction => ({
    action: 'http',
    label,
    url: `${baseUrl.replace(/\/+$/, '')}/${answers}`,
    method: 'POST',
    body: JSON.stringify({ page: page.id, say, of, title } satisfies NtfyButton),
    clear: true,
  });
  return {
    topic,
    title,
    message: body,
    priority: over ? SILENT : PRIORITY[page.severity],
    tags: [over ? WELL : PICTURE[page.severity]],
    sequence_id: of,
    ...(page.runbook === null || Buffer.byteLength(page.runbook) > LONGEST_CLICK ? {} : { click: page.runbook }),
    ...(answerable ? { actions: [button('Acknowledge', 'ack'), button('Escalate', 'escalate')] } : viewOf(page)),
  };
}

/** Without a topic for answers the link is the way back, where there is one. */
function viewOf({ ackUrl }: Page): Pick<NtfyMessage, 'actions'> {
  return ackUrl === undefined || ackUrl.length > LONGEST_CLICK
    ? {}
    : { actions: [{ action: 'view', label: 'Acknowledge', url: ackUrl }] };
}

/** What we say to an answer: it takes the answered notice's place, without a sound. */
export function ntfyReply(topic: string, button: Pick<NtfyButton, 'of' | 'title'> | null, words: string): NtfyMessage {
  const { title, body } = pushText({ title: button?.title ?? 'Watchbell', text: words, because: '' }, LIMITS);
  return {
    topic,
    title,
    message: body,
    priority: SILENT,
    tags: [],
    sequence_id: button?.of ?? shortKey('replies'),
  };
}
