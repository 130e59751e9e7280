/**
 * A card by which somebody can be called, as the house uses it: with the policy by which a call is paged.
 */
import type { z } from 'zod';
import type { CardId, Contact, PolicyPageMe } from './page-me.ts';
import type { EscalationPolicy } from './roster.ts';

export interface Card extends Omit<z.infer<typeof PolicyPageMe>, 'contacts'> {
  readonly id: CardId;
  /** Of the person, schedule or policy. */
  readonly name: string;
  readonly contacts: readonly z.infer<typeof Contact>[];
  /** By which a call is paged. */
  readonly policy: EscalationPolicy;
}
