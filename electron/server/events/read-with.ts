/** Any JSON by a mapping of the configuration, whose patterns are bounded in time. */
import type { Mapping } from '../../../shared/model/mapping.ts';
import { readMapped } from '../../../shared/rules/alerts/mapped.ts';
import type { ReadEvents } from '../../../shared/rules/alerts/read.ts';
import { findBounded, PatternTooSlow } from './find.ts';

export function readWith(document: unknown, mapping: Mapping): ReadEvents {
  try {
    return readMapped(document, mapping, findBounded);
  } catch (error) {
    if (error instanceof PatternTooSlow) {
      return { ok: false, problems: [error.message] };
    }
    throw error;
  }
}
