/**
 * GitHub: a `repository_dispatch` event for each change (REST API 2022-11-28, "Create a repository dispatch event"), so that a workflow
 * can hold back a deployment, or go on with it. Whoever has the same API (GitHub Enterprise) is told the same way.
 *
 * It has no key against doubles: a change that is told again carries the same `id` in its payload.
 */

import { wholeFace } from '../../shared/rules/links/face.ts';
import { changeHook } from '../../shared/rules/links/hook.ts';
import type { Link } from '../engine/ports/link.ts';
import type { Web } from '../engine/ports/web.ts';
import { refusal } from './answers.ts';

/** Enough for the words of an error. */
const EXCERPT = { bytes: 2_048, withinMs: 1_000 };
const NOTES = {
  401: 'check the token of this link',
  403: 'the token needs "Contents: write" for this repository, or its requests are used up',
  404: 'check `repository`, and whether the token may see it',
  422: 'the event is not taken as it is',
};

export function createGitHubLink(web: Web): Link<'github'> {
  return {
    type: 'github',
    target: ({ baseUrl, repository }) => `${new URL(baseUrl).host}/${repository}`,
    secrets: ({ token }) => [token],
    face: wholeFace,
    async tell(change, _told, settings, { signal, clock }) {
      const { baseUrl, repository, token, eventType, verifyTls } = settings;
      // At most ten fields at the top of the payload: the change is one of them.
      const payload = { change: changeHook(change) };
      const answer = await web.ask({
        method: 'POST',
        url: `${baseUrl.replace(/\/+$/, '')}/repos/${repository}/dispatches`,
        headers: {
          'user-agent': 'Watchbell',
          accept: 'application/vnd.github+json',
          'x-github-api-version': '2022-11-28',
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ event_type: eventType, client_payload: payload }),
        verifyTls,
        read: (status) => (status === 204 ? null : EXCERPT),
        signal,
        clock,
      });
      const words = answer.kind === 'answered' ? messageOf(answer.body) : null;
      const asked = { who: new URL(baseUrl).host, notes: NOTES, words };
      return refusal(answer, asked, clock.now()) ?? { status: 'accepted' };
    },
  };
}

/** `{"message": "Bad credentials", …}` */
function messageOf(body: string): string | null {
  try {
    const said: unknown = JSON.parse(body);
    return typeof said === 'object' && said !== null && 'message' in said ? String(said.message) : null;
  } catch {
    return null; // no JSON: its first words are shown as they are
  }
}
