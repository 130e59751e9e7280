/**
 * Calls the address that notices our silence.
 */
import type { Settings } from '../../../shared/model/settings.ts';

export interface Beacon {
  /** One call, bounded in time. Null: it was heard. Otherwise why not, without the address. Never rejects. */
  call(heartbeat: NonNullable<Settings['heartbeat']>): Promise<string | null>;
  close(): Promise<void>;
}
