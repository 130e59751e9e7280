/**
 * A browser's part of the contract against a real local server: the key for a cookie, questions, and the numbered changes.
 */
import { onTestFinished } from 'vitest';
import type { Answers, Ask, AsksInput } from '../../shared/contract/contract.ts';
import type { Change, Snapshot } from '../../shared/contract/view.ts';
import { mailbox } from './mailbox.ts';

export interface Caller {
  /** `http://127.0.0.1:1234` */
  readonly origin: string;
  ask<A extends Ask>(name: A, question: AsksInput<A>): Promise<Answers<A>>;
  /** From here on; `take` gives the next change, whenever it comes. */
  follow(): Promise<{ readonly take: () => Promise<Change>; readonly close: () => void }>;
  /** What `look` finds in a snapshot, as soon as it finds something: asked anew after each change. */
  until<T>(look: (snapshot: Snapshot) => T | undefined | false): Promise<T>;
}

/** @param address as it was printed, with its key */
export async function callServed(address: string): Promise<Caller> {
  const { origin } = new URL(address);
  const opened = await fetch(address, { redirect: 'manual' });
  const cookie = (opened.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';

  async function ask<A extends Ask>(name: A, question: AsksInput<A>): Promise<Answers<A>> {
    const response = await fetch(`${origin}/api/ask/${name}`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify(question),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${name}: ${response.status} ${text}`);
    }
    return JSON.parse(text) as Answers<A>;
  }

  async function follow() {
    const ending = new AbortController();
    onTestFinished(() => ending.abort());
    const response = await fetch(`${origin}/api/follow`, { headers: { cookie }, signal: ending.signal });
    const changes = mailbox<Change>();
    void read(response, changes.put).catch(() => undefined); // the server ended, or we did
    return { take: changes.take, close: () => ending.abort() };
  }

  async function until<T>(look: (snapshot: Snapshot) => T | undefined | false): Promise<T> {
    const line = await follow();
    try {
      for (;;) {
        const found = look(await ask('snapshot', {}));
        if (found !== undefined && found !== false) {
          return found;
        }
        await line.take();
      }
    } finally {
      line.close();
    }
  }

  return { origin, ask, follow, until };
}

/** Frames of `text/event-stream` with data, one change each. */
async function read(response: Response, put: (change: Change) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of response.body as ReadableStream<Uint8Array>) {
    const frames = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) {
      const data = /^data: (.*)$/m.exec(frame)?.[1];
      if (data !== undefined) {
        put(JSON.parse(data) as Change);
      }
    }
  }
}
