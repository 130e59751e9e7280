/**
 * A practable system as the engine sees it: somebody follows its three services and tells what they say.
 */

import type { Failure } from '../../../shared/model/observation.ts';
import type { Manifest, Report } from '../../../shared/model/practable/report.ts';
import type { PractableSettings, Service } from '../../../shared/model/practable/settings.ts';

/** Why a service could not be asked, with the likely cause. Holds no secret. */
export type ServiceTrouble = Pick<Failure, 'kind' | 'phase' | 'detail' | 'status'>;

/** The engine's ear. Nothing of it throws. */
export interface PractableEar {
  /** book was read. */
  manifest(manifest: Manifest): void;
  /** jump or relay said who is connected. */
  report(service: Exclude<Service, 'book'>, report: Report): void;
  /** A try came to nothing; there will be another one. */
  trouble(service: Service, trouble: ServiceTrouble): void;
}

/** Whether an experiment can be booked, as book has it. */
export interface Availability {
  readonly available: boolean;
  readonly reason: string;
}

export type Answered<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly trouble: ServiceTrouble };

export interface PractableClient {
  /** Follows all three until it is stopped. */
  follow(settings: PractableSettings, ear: PractableEar): () => void;
  /** Never rejects. */
  availability(settings: PractableSettings, name: string, signal: AbortSignal): Promise<Answered<Availability>>;
  /** Never rejects. */
  setAvailability(
    settings: PractableSettings,
    name: string,
    wanted: Availability,
    signal: AbortSignal,
  ): Promise<Answered<null>>;
  close(): Promise<void>;
}
