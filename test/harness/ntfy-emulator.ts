/**
 * An ntfy server, after its documents (docs.ntfy.sh/publish, /subscribe/api) and the limits and error codes of its source
 * (server/server.go, server/errors.go): it publishes JSON, takes plain bodies as a phone's button sends them, and is polled.
 */
import { type HttpBehaviour, type Request, startHttpEmulator } from './http-emulator.ts';

export interface NtfyStored {
  readonly id: string;
  /** s */
  readonly time: number;
  readonly event: 'message';
  readonly topic: string;
  readonly message: string;
  readonly title?: string;
  readonly priority?: number;
  readonly tags?: readonly string[];
  readonly click?: string;
  readonly sequence_id?: string;
  readonly actions?: readonly NtfyStoredAction[];
}

interface NtfyStoredAction {
  readonly action: string;
  readonly label: string;
  readonly url: string;
  readonly method?: string;
  readonly body?: string;
  readonly clear?: boolean;
}

export interface NtfyEmulator {
  /** For the channel's `baseUrl`. */
  readonly url: string;
  readonly port: number;
  /** Messages taken, oldest first. */
  readonly messages: readonly NtfyStored[];
  readonly requests: readonly Request[];
  behave(behaviour: HttpBehaviour): void;
  arrived(count: number): Promise<void>;
  /** What the phone does when a button of the newest notice of this topic is pressed; the answer's status. */
  press(topic: string, label: string): Promise<number>;
  /** Publishes as somebody's own app does. */
  write(topic: string, text: string): Promise<number>;
  /** What was cached is gone, as after the cache's own time. */
  forget(): void;
  close(): Promise<void>;
}

export interface NtfyEmulatorOptions {
  /** Absent: everybody may do everything. */
  readonly authorization?: string;
  /** Topics that everybody may write to, and nobody but the owner read. */
  readonly writable?: readonly string[];
  readonly port?: number;
}

const TOPIC = /^[-_A-Za-z0-9]{1,64}$/;
const MESSAGE_LIMIT = 4_096;
/** 2026-01-05T00:00:00Z; each message is a second later than the one before. */
const BEGIN_S = 1_767_571_200;

export async function startNtfyEmulator({
  authorization,
  writable = [],
  port = 0,
}: NtfyEmulatorOptions = {}): Promise<NtfyEmulator> {
  const messages: NtfyStored[] = [];
  const requests: Request[] = [];
  let cached: NtfyStored[] = [];

  const server = await startHttpEmulator(
    (request) => requests.push(request),
    (request) => {
      const url = new URL(request.path, 'http://ntfy');
      const [topic = '', verb = ''] = url.pathname.slice(1).split('/');
      if (request.method === 'POST' && url.pathname === '/') {
        return publishJson(request);
      }
      if (request.method === 'POST' && TOPIC.test(topic) && verb === '') {
        return mayWrite(request, topic) ?? take({ topic, message: request.body });
      }
      if (request.method === 'GET' && TOPIC.test(topic) && verb === 'json' && url.searchParams.get('poll') === '1') {
        return mayRead(request) ?? poll(topic, url.searchParams.get('since') ?? 'all');
      }
      return problem(404, 40_401, 'page not found');
    },
    port,
  );

  const mayRead = ({ headers }: Request) =>
    authorization === undefined || headers.authorization === authorization ? null : denied(headers.authorization);
  const mayWrite = (request: Request, topic: string) => (writable.includes(topic) ? null : mayRead(request));

  function publishJson(request: Request) {
    if (Buffer.byteLength(request.body) > 2 * MESSAGE_LIMIT) {
      return problem(413, 41_303, 'JSON body too large');
    }
    let body: Partial<NtfyStored>;
    try {
      body = JSON.parse(request.body) as Partial<NtfyStored>;
    } catch {
      return problem(400, 40_017, 'invalid request: request body must be message JSON');
    }
    if (!TOPIC.test(body.topic ?? '')) {
      return problem(400, 40_009, 'invalid request: topic invalid');
    }
    return mayWrite(request, body.topic ?? '') ?? wrongFields(body) ?? take({ ...body, topic: body.topic ?? '' });
  }

  function take(fields: Partial<NtfyStored> & { readonly topic: string }) {
    const number = messages.length + 1;
    const message: NtfyStored = {
      ...fields,
      id: `m${String(number).padStart(11, '0')}`,
      time: BEGIN_S + number,
      event: 'message',
      message: fields.message || 'triggered',
    };
    messages.push(message);
    cached.push(message);
    return json(200, { ...message, expires: message.time + 43_200 });
  }

  function poll(topic: string, since: string) {
    // An id that has left the cache: everything is later than that.
    const from = cached.findIndex(({ id }) => id === since) + 1;
    const lines = cached.slice(from).filter((message) => message.topic === topic);
    const body = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    return { status: 200, headers: { 'content-type': 'application/x-ndjson; charset=utf-8' }, body };
  }

  const base = `http://127.0.0.1:${server.port}`;
  return {
    url: base,
    port: server.port,
    messages,
    requests,
    behave: server.behave,
    arrived: server.arrived,
    async press(topic, label) {
      const notice = messages.findLast((message) => message.topic === topic);
      const action = notice?.actions?.find((one) => one.label === label);
      if (action === undefined) {
        throw new Error(`the newest notice of ${topic} has no button ${label}`);
      }
      const { status } = await fetch(action.url, { method: action.method ?? 'POST', body: action.body ?? '' });
      return status;
    },
    write: async (topic, text) => (await fetch(`${base}/${topic}`, { method: 'POST', body: text })).status,
    forget: () => {
      cached = [];
    },
    close: server.close,
  };
}

function wrongFields({
  message = '',
  priority = 3,
  actions = [],
  sequence_id: of = 'x',
  tags = [],
}: Partial<NtfyStored>) {
  if (Buffer.byteLength(message) > MESSAGE_LIMIT) {
    return problem(400, 40_014, 'invalid request: attachments not allowed');
  }
  if (!Number.isInteger(priority) || priority < 1 || priority > 5) {
    return problem(400, 40_007, 'invalid priority parameter');
  }
  if (!/^[-_A-Za-z0-9]{1,64}$/.test(of)) {
    return problem(400, 40_049, 'invalid request: sequence ID invalid');
  }
  const fits = ({ action, label, url }: NtfyStoredAction) =>
    ['view', 'broadcast', 'http'].includes(action) && label !== '' && URL.canParse(url);
  if (actions.length > 3 || !actions.every(fits)) {
    return problem(400, 40_018, 'invalid request: actions invalid');
  }
  return tags.some((tag) => tag.includes(',')) ? problem(400, 40_000, 'a tag with a comma is two') : null;
}

const denied = (authorization: string | undefined) =>
  authorization === undefined ? problem(403, 40_301, 'forbidden') : problem(401, 40_101, 'unauthorized');

/** An answer as ntfy gives it to a request that it does not take. */
export function problem(status: number, code: number, error: string) {
  return json(status, { code, http: status, error, link: 'https://ntfy.sh/docs/publish/' });
}

function json(status: number, value: object) {
  return { status, headers: { 'content-type': 'application/json' }, body: `${JSON.stringify(value)}\n` };
}
