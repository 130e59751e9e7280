/**
 * How things that other programs made are named in the house. Nobody else may have an id that begins so.
 */
import { CheckId, ComponentId, GroupId } from '../../model/ids.ts';

export const CACHET_PREFIX = 'cachet/';

/** `cachet/12`: a component that was made through the Cachet API. */
export const madeComponentId = (number: number): ComponentId => ComponentId.parse(`${CACHET_PREFIX}${number}`);

/** `cachet/3`: a group likewise. */
export const madeGroupId = (number: number): GroupId => GroupId.parse(`${CACHET_PREFIX}${number}`);

/** `cachet/12/Ab12Cd`: what the program with this token says of component 12. */
export const sourceCheckId = (number: number, source: string): CheckId =>
  CheckId.parse(`${CACHET_PREFIX}${number}/${source}`);
