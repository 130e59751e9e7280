/**
 * One POST, or GET, of a channel, and what it means for a page that no answer came.
 */
import { later, type NotTaken, refused } from '../../../shared/rules/http/deliveries.ts';
import type { WebAnswered, WebRequest } from '../../engine/ports/web.ts';
import { createWeb } from './web.ts';

export type Answered = WebAnswered;
export type GetRequest = Omit<WebRequest, 'method' | 'body' | 'ca'>;
export type PostRequest = GetRequest & { readonly body: string };

export type PostAnswer =
  | Answered
  /** No answer came, and what that means for the page. */
  | { readonly kind: 'failed'; readonly delivery: NotTaken };

/** Neither method throws. */
export interface Poster {
  post(request: PostRequest): Promise<PostAnswer>;
  get(request: GetRequest): Promise<PostAnswer>;
  close(): Promise<void>;
}

export function createPoster(): Poster {
  const web = createWeb();

  async function ask(asked: WebRequest): Promise<PostAnswer> {
    const answer = await web.ask(asked);
    if (answer.kind === 'answered') {
      return answer;
    }
    return {
      kind: 'failed',
      delivery: answer.ours ? refused(`${answer.reason} of this channel`) : later(answer.reason),
    };
  }

  return {
    post: (asked) => ask({ ...asked, method: 'POST' }),
    get: (asked) => ask({ ...asked, method: 'GET', body: null }),
    close: web.close,
  };
}
