/**
 * HTTP to services outside, one request at a time. Redirects are not followed, and no more of an answer is read than is looked at.
 */
import type { Clock } from './clock.ts';

export interface WebRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly verifyTls: boolean;
  /** Who may have signed the certificate, in the place of this machine's authorities: PEM, or the path of a file. */
  readonly ca?: string | undefined;
  /** How much of the answer's body is worth waiting for, by its status. Null looks at the status only. */
  readonly read: (status: number) => BodyLimit | null;
  readonly signal: AbortSignal;
  readonly clock: Pick<Clock, 'after'>;
}

export interface BodyLimit {
  readonly bytes: number;
  /** From the status on: a verdict that is known must not wait for words that trickle. ms */
  readonly withinMs: number;
}

export interface WebAnswered {
  readonly kind: 'answered';
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly location: string | undefined;
  /** The other side's clock, as it says (RFC 9110, section 6.6.1). */
  readonly date: string | undefined;
  readonly body: string;
}

export type WebAnswer =
  | WebAnswered
  /** No answer came. `ours`: the request cannot even be written, and no later try mends that. */
  | { readonly kind: 'failed'; readonly reason: string; readonly ours: boolean };

export interface Web {
  /** Never rejects. */
  ask(request: WebRequest): Promise<WebAnswer>;
  close(): Promise<void>;
}
