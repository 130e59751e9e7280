/**
 * The webhook of a Teams workflow, after Microsoft's documents: it checks signature, wrapper, card and size, and says what is wrong as
 * Power Automate does, or, for what Teams itself turns down, inside a 200.
 */
import { type HttpBehaviour, type Reply, type Request, startHttpEmulator } from './http-emulator.ts';

export interface TeamsCard {
  readonly body: readonly { readonly type: string; readonly inlines: readonly Readonly<Record<string, unknown>>[] }[];
  readonly actions?: readonly object[];
  readonly [field: string]: unknown;
}

export interface TeamsEmulator {
  /** For the channel's `webhookUrl`. */
  readonly webhookUrl: string;
  readonly port: number;
  readonly received: readonly TeamsCard[];
  readonly requests: readonly Request[];
  behave(behaviour: HttpBehaviour): void;
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

const LARGEST = 28 * 1_024;

export async function startTeamsEmulator({
  signature,
  port = 0,
}: {
  readonly signature: string;
  readonly port?: number;
}): Promise<TeamsEmulator> {
  const received: TeamsCard[] = [];
  const requests: Request[] = [];
  const path = '/workflows/0123abcd/triggers/manual/paths/invoke';
  const server = await startHttpEmulator(
    (request) => requests.push(request),
    (request) => {
      const url = new URL(request.path, 'http://teams');
      if (url.pathname !== path) {
        return problem(404, 'WorkflowNotFound', 'The workflow could not be found.');
      }
      if (url.searchParams.get('sig') !== signature) {
        return problem(401, 'AuthorizationFailed', 'The authentication credentials are not valid.');
      }
      // UTF-16, as the service counts what names no charset.
      const size = /charset=utf-8/i.test(request.headers['content-type'] ?? '')
        ? Buffer.byteLength(request.body)
        : request.body.length * 2;
      if (size > LARGEST) {
        return failedInside(413);
      }
      const card = cardIn(request.body);
      if (card === null) {
        return problem(400, 'TriggerInputSchemaMismatch', 'The input body does not match the schema of the trigger.');
      }
      received.push(card);
      return { status: 202 };
    },
    port,
  );
  return {
    webhookUrl: `http://127.0.0.1:${server.port}${path}?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=${signature}`,
    port: server.port,
    received,
    requests,
    behave: server.behave,
    arrived: server.arrived,
    close: server.close,
  };
}

function cardIn(body: string): TeamsCard | null {
  const message = JSON.parse(body) as {
    type?: string;
    attachments?: { contentType?: string; content?: TeamsCard & { type?: string } }[];
  };
  const [attachment, ...others] = message.attachments ?? [];
  const right =
    message.type === 'message' &&
    others.length === 0 &&
    attachment?.contentType === 'application/vnd.microsoft.card.adaptive' &&
    attachment.content?.type === 'AdaptiveCard';
  return right ? (attachment.content ?? null) : null;
}

/** An answer as Power Automate gives it. */
export function problem(status: number, code: string, message: string): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ error: { code, message } }),
  };
}

/** What Teams turned down, as it stands inside a 200. */
export function failedInside(status: number): Reply {
  const body = `Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error ${status} with ContextId tcid=0,server=DB3PEPF00000000,cv=x.0..`;
  return { status: 200, headers: { 'content-type': 'text/plain' }, body };
}
