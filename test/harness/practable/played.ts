/**
 * A practable system played by a test: what its services say and when, and a book that remembers who may be booked. It refuses what the
 * real one refuses, and makes of a reason what the real one makes of it.
 */
import type {
  Availability,
  PractableClient,
  PractableEar,
  ServiceTrouble,
} from '../../../electron/engine/ports/practable.ts';
import type { Connection } from '../../../shared/model/practable/report.ts';

export interface PlayedSystem {
  readonly client: PractableClient;
  /** By the name of the resource; what is not in it is unknown to book. */
  readonly inBook: Map<string, Availability>;
  /** "GET r-aaaa00", "PUT r-aaaa00 false: reason", as they came. */
  readonly asked: string[];
  /** Who is connected from the next round on: streams with the ms since they sent last, and hosts of jump. */
  connect(streams: Readonly<Record<string, number | 'never'>>, hosts: readonly string[]): void;
  /** What book wants: stub -> streams, named like `r-<stub>`. */
  require(streams: Readonly<Record<string, readonly string[]>>): void;
  /** The services report once, but for those that are silent. */
  report(but?: readonly ('book' | 'jump' | 'relay')[]): void;
  /** How book takes what it is asked: well, not at all, or it takes a PUT and its answer is lost. */
  bookIs(how: 'well' | 'away' | 'cut'): void;
}

const AWAY: ServiceTrouble = { kind: 'refused', phase: 'connect', detail: 'book refuses the connection' };

export function playedSystem(): PlayedSystem {
  const inBook = new Map<string, Availability>();
  const asked: string[] = [];
  const ears = new Set<PractableEar>();
  let required: Readonly<Record<string, readonly string[]>> = {};
  let streams: Readonly<Record<string, number | 'never'>> = {};
  let hosts: readonly string[] = [];
  let book: 'well' | 'away' | 'cut' = 'well';

  const client: PractableClient = {
    follow(_settings, ear) {
      ears.add(ear);
      return () => ears.delete(ear);
    },
    availability(_settings, name) {
      asked.push(`GET ${name}`);
      const value = inBook.get(name);
      if (book === 'away') {
        return Promise.resolve({ ok: false, trouble: AWAY });
      }
      return Promise.resolve(value === undefined ? { ok: false, trouble: notFound(name) } : { ok: true, value });
    },
    setAvailability(_settings, name, { available, reason }) {
      if (book === 'away') {
        return Promise.resolve({ ok: false, trouble: AWAY });
      }
      asked.push(`PUT ${name} ${available}: ${reason}`);
      inBook.set(name, { available, reason: available ? reason : `unavailable because ${reason}` });
      return Promise.resolve(book === 'cut' ? { ok: false, trouble: AWAY } : { ok: true, value: null });
    },
    close: () => Promise.resolve(),
  };

  function tell(ear: PractableEar, but: readonly string[]): void {
    if (!but.includes('book')) {
      const resources = Object.entries(required).map(([stub, names]) => ({
        ...{ name: `r-${stub}`, stub, description: '' },
        required: names.map((name) => `${stub}-${name}`),
      }));
      ear.manifest({ resources, unread: 0, note: null });
    }
    if (!but.includes('jump')) {
      const connections = new Map(hosts.map((stub) => [stub, connection(stub, 'host', null)]));
      ear.report('jump', { connections, unread: 0, note: null });
    }
    if (!but.includes('relay')) {
      const connections = new Map(
        Object.entries(streams).map(([topic, last]) => [topic, connection(topic, 'expt', last)]),
      );
      ear.report('relay', { connections, unread: 0, note: null });
    }
  }

  return {
    client,
    inBook,
    asked,
    connect(nextStreams, nextHosts) {
      streams = nextStreams;
      hosts = nextHosts;
    },
    require(next) {
      required = next;
    },
    report(but = []) {
      for (const ear of ears) {
        tell(ear, but);
      }
    },
    bookIs(how) {
      book = how;
    },
  };
}

const notFound = (name: string): ServiceTrouble => ({
  ...{ kind: 'wrong-status', phase: 'headers', status: 404 },
  detail: `book says 404: resource ${name} not found`,
});

function connection(topic: string, scope: string, last: number | 'never' | null): Connection {
  return {
    ...{
      topic,
      scopes: ['read', 'write', scope],
      connectedAt: '2026-01-05T09:00:00.5Z',
      expiresAt: null,
      userAgent: '',
    },
    tx: last === null ? null : { last, size: 100, fps: 4 },
    rx: null,
  };
}
