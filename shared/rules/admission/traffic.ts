/**
 * What a request to the local server is about, and so how long it is still let in when there is too much to do.
 *
 * A pager must never shed the wrong thing: whoever says "mine" or calls for help comes before whoever reads last week's figures.
 */

/** From what is let in to the last, to what is refused first. */
export const TRAFFIC = ['answer', 'health', 'window', 'events', 'page', 'history'] as const;
export type Traffic = (typeof TRAFFIC)[number];

/** Questions of the contract by which somebody takes, moves or ends an incident, or keeps quiet what screams. */
const ANSWERS: ReadonlySet<string> = new Set([
  'acknowledge',
  'acknowledgeAll',
  'unacknowledge',
  'snooze',
  'escalate',
  'resolve',
  'hush',
  'quiet',
  'takeOver',
  'handOver',
]);

/** Questions whose answers are read out of the history. */
const LONG_AGO: ReadonlySet<string> = new Set([
  'events',
  'series',
  'uptime',
  'figures',
  'dutyReport',
  'replay',
  'explain',
]);

/** `path`: as it stands in the request line; what is after `?` does not count. */
export function trafficOf(method: string, path: string): Traffic {
  const [, first = '', second = '', third = ''] = (path.split('?', 1)[0] ?? '').split('/');
  switch (first) {
    case 'ack':
    case 'call':
    case 'page-me':
      return 'answer';
    case 'health':
    case 'metrics': // wanted most when it is full
      return 'health';
    case 'beat':
    case 'report':
    case 'events':
    case 'v2':
      return 'events';
    case 'api':
      return second === 'v1' ? cachet(method) : asked(second, third);
    case '':
    case 'assets':
      return 'window';
    case 'status':
    case 'status.json':
      return second === 'history' ? 'history' : 'page';
    default:
      return 'history';
  }
}

/** Somebody writes what is wrong, or reads what is published. */
const cachet = (method: string): Traffic => (method === 'GET' || method === 'HEAD' ? 'page' : 'events');

function asked(door: string, question: string): Traffic {
  if (door !== 'ask') {
    return 'window';
  }
  return ANSWERS.has(question) ? 'answer' : LONG_AGO.has(question) ? 'history' : 'window';
}
