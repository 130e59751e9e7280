/**
 * A whole practable system on loopback: book, jump and relay as real servers, and the piece of configuration that leads to them.
 */
import { type BookResource, type BookStandIn, startBook } from './book.ts';
import { type ReporterStandIn, startReporter } from './reporter.ts';

export interface SystemStandIn {
  readonly book: BookStandIn;
  readonly jump: ReporterStandIn;
  readonly relay: ReporterStandIn;
  /** As it stands in the file. */
  file(more?: Readonly<Record<string, unknown>>): Record<string, unknown>;
  close(): Promise<void>;
}

export const SECRETS = { book: 'book-secret-1', jump: 'jump-secret-2', relay: 'relay-secret-3' };

/** @param now by which clock the services judge tokens. Epoch ms */
export async function startPractable(
  resources: Record<string, BookResource> = {},
  now: () => number = Date.now,
): Promise<SystemStandIn> {
  const [book, jump, relay] = await Promise.all([
    startBook(SECRETS.book, resources, now),
    startReporter('jump', SECRETS.jump, now),
    startReporter('relay', SECRETS.relay, now),
  ]);
  return {
    book,
    jump,
    relay,
    file: (more = {}) => ({
      id: 'lab',
      name: 'Lab',
      book: { url: book.url, secret: SECRETS.book },
      jump: { url: `${jump.url}/api/v1`, secret: SECRETS.jump },
      relay: { url: relay.url, secret: SECRETS.relay },
      ...more,
    }),
    async close() {
      await Promise.all([book.close(), jump.close(), relay.close()]);
    },
  };
}
