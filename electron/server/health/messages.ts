/**
 * What the main process and its health thread say to each other. Plain data: it is copied on the way.
 */
import type { AgentWeights } from '../../../shared/rules/health-port/agent-line.ts';
import type { Beat, HealthPicture } from '../../../shared/rules/health-port/picture.ts';
import type { Place } from '../../../shared/rules/health-port/place.ts';
import type { PortState } from './keep-port.ts';

export type ToThread =
  | { readonly kind: 'beat'; readonly beat: Beat }
  | { readonly kind: 'picture'; readonly picture: HealthPicture }
  | { readonly kind: 'settings'; readonly settings: ThreadSettings };

export interface ThreadSettings {
  /** Null: nowhere. */
  readonly health: Place | null;
  readonly agent: AgentSettings | null;
}

export interface AgentSettings extends Place {
  /** It speaks for the component of the picture; else for ourselves. */
  readonly forComponent: boolean;
  readonly weights: AgentWeights;
}

export type PortName = 'health' | 'agent';

export interface FromThread {
  readonly port: PortName;
  readonly state: PortState;
}
