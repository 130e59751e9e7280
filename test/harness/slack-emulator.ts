/**
 * A Slack incoming webhook, after its documents: plain-text answers, limits of Block Kit, and its reading of `<…>`, which must not
 * come from a watched server.
 */
import { type HttpBehaviour, type Reply, type Request, startHttpEmulator } from './http-emulator.ts';

export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly {
    readonly type: string;
    readonly text?: { readonly text: string };
    readonly elements?: readonly object[];
  }[];
}

export interface SlackEmulator {
  /** For the channel's `webhookUrl`. */
  readonly webhookUrl: string;
  readonly port: number;
  readonly received: readonly SlackMessage[];
  readonly requests: readonly Request[];
  behave(behaviour: HttpBehaviour): void;
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function startSlackEmulator({
  token,
  port = 0,
}: {
  readonly token: string;
  readonly port?: number;
}): Promise<SlackEmulator> {
  const received: SlackMessage[] = [];
  const requests: Request[] = [];
  const path = `/services/T0123/B0456/${token}`;
  const server = await startHttpEmulator(
    (request) => requests.push(request),
    (request) => {
      if (request.path !== path) {
        return said(403, 'invalid_token');
      }
      if (request.method !== 'POST' || !request.headers['content-type']?.startsWith('application/json')) {
        return said(400, 'invalid_payload');
      }
      const message = JSON.parse(request.body) as SlackMessage;
      const mistake = mistakeIn(message);
      if (mistake !== null) {
        return said(400, mistake);
      }
      received.push(message);
      return said(200, 'ok');
    },
    port,
  );
  return {
    webhookUrl: `http://127.0.0.1:${server.port}${path}`,
    port: server.port,
    received,
    requests,
    behave: server.behave,
    arrived: server.arrived,
    close: server.close,
  };
}

function mistakeIn({ text = '', blocks = [] }: SlackMessage): string | null {
  if (text === '') {
    return 'no_text';
  }
  const texts = [text, ...blocks.flatMap((block) => (block.text === undefined ? [] : [block.text.text]))];
  const urls = blocks
    .flatMap((block) => (block.elements ?? []) as readonly { readonly url?: string }[])
    .map(({ url }) => url ?? '');
  const bare = /[<>]|&(?!(?:amp|lt|gt);)/;
  return blocks.length > 50 ||
    texts.some((one) => one.length > 3_000 || bare.test(one)) ||
    urls.some((url) => url.length > 3_000)
    ? 'invalid_payload'
    : null;
}

/** An answer as Slack gives it: one word. */
export function said(status: number, word: string): Reply {
  return { status, headers: { 'content-type': 'text/html' }, body: word };
}
