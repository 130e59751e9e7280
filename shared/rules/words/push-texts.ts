/**
 * A page for services that show a title and some lines below it: push notices and chats. The reason why it was sent stands last.
 */
import type { Page } from '../../model/page.ts';
import { cutAtWord, oneLine } from './plain.ts';

export interface PushText {
  readonly title: string;
  /** Lines parted by `\n`; never empty, for some services put a word of their own in the place of nothing. */
  readonly body: string;
}

/** Both in UTF-16 units. */
export interface PushLimits {
  readonly title: number;
  readonly body: number;
}

/** {"DOWN api-gateway", "503 for 2 min, third failure, since 02:14\nSent because of: step 1 of policy default"}, within the limits. */
export function pushText(page: Pick<Page, 'title' | 'text' | 'because'>, limits: PushLimits): PushText {
  const title = cutAtWord(oneLine(page.title), limits.title);
  const text = oneLine(page.text);
  const because = oneLine(page.because);
  const reason = because === '' ? '' : `Sent because of: ${because}`;
  const lines = [text === '' ? title : text, reason].filter((line) => line !== '');
  return { title, body: cutLines(lines, limits.body) };
}

/** The first line is what happened: the others give way to it, whole. */
function cutLines([first = '', ...others]: readonly string[], limit: number): string {
  const kept = [cutAtWord(first, limit)];
  for (const line of others) {
    if (kept.join('\n').length + 1 + line.length <= limit) {
      kept.push(line);
    }
  }
  return kept.join('\n');
}
