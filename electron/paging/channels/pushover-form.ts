/**
 * A page as Pushover's form (pushover.net/api): words within its limits, and how loud it is.
 */
import type { ChannelSettingsOf } from '../../../shared/model/channel.ts';
import type { Page } from '../../../shared/model/page.ts';
import type { Severity } from '../../../shared/model/status.ts';
import { pushText } from '../../../shared/rules/words/push-texts.ts';
import { shortKey } from './short-key.ts';

/** Characters; ours are counted in UTF-16 units, of which a character has one or two. */
const LIMITS = { title: 250, body: 1_024 };
const LONGEST_URL = 512;

/** 1 breaks through quiet hours, 0 does not, -1 makes no sound (pushover.net/api, "priority"). */
const PRIORITY = { critical: 1, high: 1, low: 0 } as const satisfies Record<Severity, number>;
const SILENT = -1;
/** Rings until it is acknowledged. */
const EMERGENCY = 2;

/** Only the first word of something critical: who reads a reminder has it already, or is woken by the next step. */
export function rings({ kind, severity, incidentId }: Page): boolean {
  return kind === 'trigger' && severity === 'critical' && incidentId !== null;
}

export function pushoverForm(page: Page, settings: ChannelSettingsOf<'pushover'>): URLSearchParams {
  const { title, body } = pushText(page, LIMITS);
  const { token, userKey, device, sound, retry, expire } = settings;
  const form = new URLSearchParams({ token, user: userKey, title, message: body });
  form.set('timestamp', String(Math.floor(page.createdAt / 1_000)));
  if (rings(page)) {
    form.set('priority', String(EMERGENCY));
    form.set('retry', seconds(retry));
    form.set('expire', seconds(expire));
    form.set('tags', shortKey(page.dedupKey));
  } else {
    form.set('priority', String(page.kind === 'close' ? SILENT : PRIORITY[page.severity]));
  }
  // One link only. What rings can be acknowledged in their app already.
  if (page.ackUrl !== undefined && !rings(page) && page.ackUrl.length <= LONGEST_URL) {
    form.set('url', page.ackUrl);
    form.set('url_title', 'Acknowledge');
  } else if (page.runbook !== null && page.runbook.length <= LONGEST_URL) {
    form.set('url', page.runbook);
    form.set('url_title', 'Runbook');
  }
  for (const [name, value] of [
    ['device', device],
    ['sound', sound],
  ] as const) {
    if (value !== undefined) {
      form.set(name, value);
    }
  }
  return form;
}

const seconds = (ms: number) => String(Math.round(ms / 1_000));
