/**
 * Whether a program may do something here, as the server asks it.
 */
import type { Right } from '../../../shared/model/token.ts';

export type Opened =
  /** `name`: under which what it does is told. */
  | { readonly kind: 'open'; readonly id: string; readonly name: string }
  | { readonly kind: 'unknown' }
  /** It is a token of ours, for something else. */
  | { readonly kind: 'lacks'; readonly name: string; readonly rights: readonly Right[] };

export interface TokenGate {
  open(secret: string, right: Right): Opened;
  /** It was not taken back. */
  knows(id: string): boolean;
}
