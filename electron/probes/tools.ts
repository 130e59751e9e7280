/**
 * What all probes share: how names become addresses, and whom to ask when an error does not say whose fault it is.
 */
import type { Names } from './names.ts';
import type { SecondLook } from './second-look.ts';

export interface ProbeTools {
  readonly names: Names;
  readonly secondLook: SecondLook;
}
