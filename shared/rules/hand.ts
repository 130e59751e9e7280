/**
 * Whose word it was, without the way it came by: "Kim at this desk", "Kim by kim-sms" and "Kim on the command line" are one person.
 */
import type { Acknowledgement } from '../model/incident.ts';

const WAY = / (?:at this desk|on the command line|by [^ ].*)$/;

/** The name in a `by`. Of nobody known it is what is known: "someone at 10.0.0.7". */
export function handOf(by: string): string {
  let name = by;
  for (let shorter = name.replace(WAY, ''); shorter !== name; shorter = name.replace(WAY, '')) {
    name = shorter;
  }
  return name;
}

/** "Kim", "Kim, also Sam" */
export function holdersWords({ by, also = [] }: Pick<Acknowledgement, 'by' | 'also'>): string {
  return also.length === 0 ? by : `${by}, also ${also.map((one) => one.by).join(', ')}`;
}
