/** Knocking at doors: one request each, as it stands, with whatever a hostile caller would have it be. */
import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import type { Right } from '../../../../shared/model/token.ts';
import type { Answer } from '../stage.ts';
import { DOORS, type Door, methodsAndRoute } from './doors.ts';
import type { House, Keys } from './house.ts';

/** A key of that kind, which opens the door; one that nobody knows; one for something else; or none at all. */
export type Holding = 'right' | 'unknown' | 'other' | 'none';

export interface Knock {
  readonly door: Door;
  readonly method: string;
  readonly path: string;
  readonly holding: Holding;
  readonly headers?: OutgoingHttpHeaders;
}

/** `GET HEAD /x` as one knock for each method, at the address that opens it. */
export function knocks(keys: Keys, doors: readonly Door[] = DOORS): readonly Knock[] {
  return doors.flatMap((door) =>
    methodsAndRoute(door).methods.map((method): Knock => ({ door, method, path: door.to(keys), holding: 'right' })),
  );
}

export const named = ({ method, path, door }: Knock): string => `${method} ${path} (${methodsAndRoute(door).route})`;

/** What was answered; status 0: they hung up without a word. Ends as soon as there is a status: lines stay open otherwise. */
export function knock({ server, keys }: House, { door, method, path, holding, headers = {} }: Knock): Promise<Answer> {
  const host = `127.0.0.1:${server.port}`;
  const own = keyHeaders(door, keys, holding);
  const body = method === 'GET' || method === 'HEAD' ? undefined : bodyOf(door, keys, holding);
  return new Promise((resolve) => {
    const request = httpRequest({
      host: '127.0.0.1',
      port: server.port,
      method,
      path,
      agent: false,
      headers: {
        host,
        ...(body !== undefined && {
          'content-type': door.body?.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
        }),
        ...own,
        ...headers,
      },
    });
    request.on('error', () => resolve({ status: 0, headers: {}, text: '' }));
    request.on('response', (response) => {
      let text = '';
      const done = (): void => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        request.destroy();
      };
      if (response.headers['content-type']?.startsWith('text/event-stream')) {
        done();
        return;
      }
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', done).on('error', done);
    });
    request.end(body);
  });
}

function keyHeaders({ key }: Door, keys: Keys, holding: Holding): OutgoingHttpHeaders {
  if (key === undefined || holding === 'none') {
    return key?.kind === 'metrics' ? PROXIED : {};
  }
  switch (key.kind) {
    case 'session':
      return { cookie: holding === 'right' ? keys.cookie : `${keys.cookie}x` };
    case 'metrics':
      return { ...PROXIED, authorization: `Bearer ${tokenFor(key.kind, keys, holding)}` };
    case 'events':
      return { authorization: `Bearer ${tokenFor(key.kind, keys, holding)}` };
    case 'components':
      return { 'x-cachet-token': tokenFor(key.kind, keys, holding) };
  }
}

/** From this machine figures need no key. */
const PROXIED = { via: '1.1 proxy' };

function tokenFor(right: Right, { tokens }: Keys, holding: Holding): string {
  return holding === 'right' ? tokens[right] : holding === 'other' ? tokens[OTHER[right]] : `${tokens[right]}x`;
}

const OTHER: Readonly<Record<Right, Right>> = { components: 'events', events: 'metrics', metrics: 'components' };

function bodyOf({ at, body = '' }: Door, keys: Keys, holding: Holding): string {
  return at.includes('/v2/') && holding !== 'none'
    ? JSON.stringify({ routing_key: tokenFor('events', keys, holding), ...(JSON.parse(body) as object) })
    : body;
}

/** One line for each that was not answered as it should be. */
export async function wrongAnswers(
  house: House,
  all: readonly Knock[],
  wanted: (knock: Knock) => readonly number[],
): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const one of all) {
    const { status, text, headers } = await knock(house, one);
    if (!wanted(one).includes(status)) {
      wrong.push(`${named(one)}: ${status}, wanted ${wanted(one).join(' or ')}: ${text.slice(0, 80)}`);
    }
    if (headers['access-control-allow-origin'] !== undefined) {
      wrong.push(`${named(one)} lets other pages read it`);
    }
  }
  return wrong;
}
