/**
 * A practable system that says what the test wants, by the real parsers, to the engine's own ear. No network.
 */
import type {
  Availability,
  PractableClient,
  PractableEar,
  ServiceTrouble,
} from '../../../electron/engine/ports/practable.ts';
import type { PractableSettings, Service } from '../../../shared/model/practable/settings.ts';
import { readManifest } from '../../../shared/rules/practable/read-manifest.ts';
import { readJump, readRelay } from '../../../shared/rules/practable/read-report.ts';
import { host, type Sent, stream } from './messages.ts';

/** Topics with how they are; hosts of jump; null: it is silent. */
export interface Scene {
  readonly streams?: Readonly<Record<string, Sent>> | null;
  readonly hosts?: readonly string[] | null;
}

export interface Scripted {
  readonly client: PractableClient;
  /** book answers with these: stub -> its required streams. */
  book(experiments: Readonly<Record<string, readonly string[]>>): void;
  /** From now on relay and jump say this whenever they `report`. */
  scene(scene: Scene): void;
  /** Both say once what they have to say. */
  report(): void;
  trouble(service: Service, detail?: string, more?: Partial<ServiceTrouble>): void;
  /** How often a system was followed, and is followed now. */
  readonly followed: () => number;
  readonly following: () => number;
  readonly available: Map<string, Availability>;
}

export function scriptedPractable(): Scripted {
  const ears = new Set<PractableEar>();
  const available = new Map<string, Availability>();
  let followed = 0;
  let scene: Scene = {};

  function tell(told: (ear: PractableEar) => void): void {
    for (const ear of [...ears]) {
      told(ear);
    }
  }

  return {
    client: {
      follow(_settings: PractableSettings, ear) {
        followed += 1;
        ears.add(ear);
        return () => ears.delete(ear);
      },
      availability: (_settings, name) =>
        Promise.resolve({ ok: true, value: available.get(name) ?? { available: true, reason: 'Loaded' } }),
      setAvailability(_settings, name, wanted) {
        available.set(name, wanted);
        return Promise.resolve({ ok: true, value: null });
      },
      close: () => Promise.resolve(),
    },
    book(experiments) {
      const entries = Object.entries(experiments).map(([stub, streams]) => [
        `r-${stub}`,
        { description: `d-${stub}`, streams: streams.map((name) => `st-${name}`), tests: null, topic_stub: stub },
      ]);
      const read = readManifest(JSON.stringify(Object.fromEntries(entries)));
      if (read.ok) {
        tell((ear) => ear.manifest(read.manifest));
      }
    },
    scene(next) {
      scene = { ...scene, ...next };
    },
    report() {
      const { streams, hosts } = scene;
      if (streams) {
        const elements = Object.entries(streams).map(([topic, sent]) => stream(topic, sent));
        const read = readRelay(JSON.stringify(elements));
        tell((ear) => read.ok && ear.report('relay', read.report));
      }
      if (hosts) {
        const read = readJump(JSON.stringify(hosts.map(host)));
        tell((ear) => read.ok && ear.report('jump', read.report));
      }
    },
    trouble(service, detail = `${service}: the connection was refused`, more = {}) {
      tell((ear) => ear.trouble(service, { kind: 'refused', phase: 'connect', detail, ...more }));
    },
    followed: () => followed,
    following: () => ears.size,
    available,
  };
}
