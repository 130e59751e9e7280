/**
 * The link to the book of a practable system: told whether each of its experiments can be booked. It stands in no `links:`, but is made of
 * the system's own settings, also where nothing is to be set: then what was set before is given back.
 */
import { z } from 'zod';
import type { PractableSettings, SystemId } from '../practable/settings.ts';
import { LinkId, linkFields } from './common.ts';

const Common = z.object(linkFields);

export interface PractableLink extends z.infer<typeof Common> {
  readonly type: 'practable';
  readonly system: PractableSettings;
}

/** Nobody else's link may have an id that begins so. */
export const PRACTABLE_LINKS = 'practable.';

export const practableLinkId = (system: SystemId): LinkId => LinkId.parse(`${PRACTABLE_LINKS}${system}`);
