/**
 * The contract over HTTP and server-sent events, for a window in a plain browser. Imitates `window.watchbell` exactly.
 *
 * POST api/ask/<name> with JSON; GET api/follow as an event stream of numbered changes. Same origin only, cookies as they are.
 */
import type { Answers, Ask, AsksInput, Bridge } from '../../shared/contract/contract.ts';
import type { Change } from '../../shared/contract/view.ts';
import type { Clock } from './clock.ts';

/** Waits before opening the line again, ms. The browser's own retry stops for good after an error status. */
const REOPEN_MS = [500, 1_000, 2_000, 5_000] as const;

/** What this file needs of a browser; tests hand in their own. */
export interface Web {
  readonly fetch: typeof fetch;
  readonly EventSource: typeof EventSource;
}

/** `base`: the address that `api/…` is relative to. */
export function httpBridge(base: string, web: Web, clock: Clock): Bridge {
  const at = (path: string) => new URL(path, base).href;
  /** Resolves when the line is open. A snapshot taken before could miss what happens in between. */
  let open: Promise<void> = Promise.resolve();
  let snapshotWhenOpen: Promise<Answers<'snapshot'>> | null = null;

  async function post<A extends Ask>(name: A, question: AsksInput<A>): Promise<Answers<A>> {
    const response = await web.fetch(at(`api/ask/${name}`), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'same-origin',
      body: JSON.stringify(question),
    });
    if (!response.ok) {
      throw new Error(await explain(response));
    }
    return (await response.json()) as Answers<A>;
  }

  /** One for everybody who asks while the line is down: an hour without a server must not end in a hundred questions at once. */
  function snapshot(): Promise<Answers<'snapshot'>> {
    snapshotWhenOpen ??= open.then(() => {
      snapshotWhenOpen = null;
      return post('snapshot', {});
    });
    return snapshotWhenOpen;
  }

  function follow(onChange: (change: Change) => void, onLost: () => void): () => void {
    let source: EventSource | null = null;
    let failures = 0;
    let cancel = () => {};
    let opened: (() => void) | null = null;
    const close = () => {
      if (opened === null) {
        open = new Promise((resolve) => {
          opened = resolve;
        });
      }
    };

    const connect = (): void => {
      const line = new web.EventSource(at('api/follow'));
      source = line;
      line.onopen = () => {
        failures = 0;
        opened?.();
        opened = null;
      };
      line.onmessage = (event: MessageEvent<string>) => onChange(JSON.parse(event.data) as Change);
      line.onerror = () => {
        line.close();
        close();
        cancel = clock.after(REOPEN_MS[Math.min(failures, REOPEN_MS.length - 1)] ?? 5_000, connect);
        failures += 1;
        if (failures === 1) {
          onLost();
        }
      };
    };

    close();
    connect();
    return () => {
      cancel();
      source?.close();
      opened?.();
    };
  }

  async function ask<A extends Ask>(name: A, question: AsksInput<A>): Promise<Answers<A>> {
    return name === 'snapshot' ? ((await snapshot()) as Answers<A>) : post(name, question);
  }

  // A browser tab is never told what to show: only the desktop app has notices that open it.
  return { ask, follow, onShow: () => () => {} };
}

/** The server's own words when it has some, else its status. */
async function explain(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === 'string' ? message : `${response.status} ${response.statusText}`;
  } catch {
    return `${response.status} ${response.statusText}`;
  }
}
