/**
 * One exchange over HTTP with all its redirects: what undici tells comes in here, and its taker gives the verdict.
 *
 * Stops reading as soon as the verdict is certain: a wrong status needs no body, and a body over its limit is cut off.
 */
import type { Dispatcher } from 'undici';
import { publicUrl } from '../../shared/rules/address.ts';
import type { Attempt } from './attempt.ts';
import { isStale } from './classify.ts';
import type { HttpLine } from './http-line.ts';
import { type HttpRequest, isRedirect, redirected, statusWords } from './http-plan.ts';
import { type Unpacked, type Unpacking, unpack } from './http-unpack.ts';
import { oneLine } from './words.ts';

/** What stands before the body of the final answer. */
export interface HttpHead {
  readonly status: number;
  /** By lower-case name; several of one name are a list. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** How many redirects led here. */
  readonly redirects: number;
}

/** What of the body is wanted. */
export interface BodyWish {
  /** Keep it to be looked at; else it is only counted. */
  readonly keep: boolean;
  /** Bytes to read at most, also when unpacked. */
  readonly most: number;
  /** The verdict stands without it: when it breaks off, what has come is enough. */
  readonly optional?: boolean;
}

export interface ReceivedBody {
  readonly bytes: Buffer;
  /** False when it was cut off at the limit. */
  readonly whole: boolean;
}

/** Who judges. One may serve many tries: all that belongs to a try comes with the call. */
export interface AnswerTaker {
  /** Ends the attempt, or says what of the body it needs. */
  head(head: HttpHead, attempt: Attempt): BodyWish | null;
  /** Ends the attempt. */
  body(head: HttpHead, body: ReceivedBody, attempt: Attempt): void;
}

/** Given to undici when we have seen enough; never shown. */
const ENOUGH = new Error('seen enough');

/** What it throws, undici hands back to `onResponseError`. */
export class HttpTry implements Dispatcher.DispatchHandler {
  private readonly line: HttpLine;
  private readonly attempt: Attempt;
  private readonly taker: AnswerTaker;
  private request: HttpRequest;
  private next: HttpRequest | null = null;
  private redirects = 0;
  /** Null until the final answer began. */
  private answer: HttpHead | null = null;
  private wish: BodyWish = NOTHING;
  private bytes = 0;
  private chunks: Buffer[] = [];
  private unpacking: Unpacking | null = null;
  /** All that is wanted has come; it is still being unpacked. */
  private enough = false;
  private controller: Dispatcher.DispatchController | null = null;

  constructor(line: HttpLine, first: HttpRequest, taker: AnswerTaker, attempt: Attempt, onEnd: () => void) {
    this.line = line;
    this.attempt = attempt;
    this.taker = taker;
    this.request = first;
    line.attempt = attempt;
    attempt.stop = () => {
      line.attempt = null;
      line.hangUp?.();
      this.unpacking?.close();
      this.controller?.abort(ENOUGH);
      onEnd();
    };
  }

  begin(): void {
    this.ask(this.request);
  }

  private ask(request: HttpRequest): void {
    this.request = request;
    this.answer = null;
    this.controller = null;
    this.line.dialled = false;
    this.line.client(request.origin).dispatch(request, this);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.attempt.over) {
      controller.abort(ENOUGH);
      return;
    }
    this.controller = controller;
    this.attempt.enter('headers');
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200 || this.attempt.over) {
      return; // "early hints" and their like: the answer is still to come
    }
    const { target } = this.line;
    const { location } = headers;
    if (isRedirect(status) && typeof location === 'string' && target.redirects > 0) {
      this.follow(controller, status, location);
      return;
    }
    const { attempt } = this;
    attempt.readings.status = status;
    if (this.redirects > 0) {
      attempt.readings.redirects = this.redirects;
    }
    this.answer = { status, headers, redirects: this.redirects };
    const wish = this.taker.head(this.answer, attempt);
    if (wish === null) {
      return;
    }
    attempt.enter('body');
    this.wish = wish;
    const encoding = headers['content-encoding'];
    if (wish.keep && encoding !== undefined && encoding !== 'identity') {
      this.unpacking = unpack(String(encoding), wish.most, attempt.guarded(this.unpacked));
      if (!this.unpacking && !wish.optional) {
        const detail = `the body came as ${oneLine(String(encoding))}, which nobody asked for`;
        attempt.fail({ kind: 'wrong-content', detail, status });
      }
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.attempt.over || this.next || this.enough) {
      return;
    }
    this.bytes += chunk.length;
    if (this.unpacking) {
      this.unpacking.push(chunk);
    } else if (this.wish.keep) {
      this.chunks.push(chunk);
    }
    if (this.bytes > this.wish.most) {
      this.ended(false);
    }
  }

  onResponseEnd(): void {
    this.controller = null;
    if (this.next) {
      this.askNext();
    } else if (!this.attempt.over) {
      this.ended(true);
    }
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.controller = null;
    if (this.next) {
      this.askNext();
    } else if (this.enough) {
      return;
    } else if (!this.answer && !this.line.dialled && !this.request.reset && isStale(error)) {
      this.next = this.request;
      this.askNext();
    } else if (this.answer && this.wish.optional) {
      this.ended(false);
    } else {
      this.attempt.broke(error);
    }
  }

  private ended(whole: boolean): void {
    if (this.unpacking) {
      this.enough = true;
      this.unpacking.end(whole);
      if (!whole) {
        this.controller?.abort(ENOUGH);
      }
    } else {
      this.give(Buffer.concat(this.chunks).subarray(0, this.wish.most), whole);
    }
  }

  private readonly unpacked = ({ bytes, whole, problem }: Unpacked): void => {
    if (problem === null || this.wish.optional) {
      this.give(bytes, whole);
    } else {
      const detail = `the body says it is ${String(this.answer?.headers['content-encoding'])}, but cannot be unpacked (${problem})`;
      this.attempt.fail({ kind: 'wrong-content', detail, ...(this.answer && { status: this.answer.status }) });
    }
  };

  private give(bytes: Buffer, whole: boolean): void {
    const { answer, attempt } = this;
    if (answer && !attempt.over) {
      attempt.readings.bytes = Math.min(this.unpacking ? bytes.length : this.bytes, this.wish.most);
      this.taker.body(answer, { bytes, whole }, attempt);
    }
  }

  private follow(controller: Dispatcher.DispatchController, status: number, location: string): void {
    const most = this.line.target.redirects;
    this.redirects += 1;
    const next = redirected(this.request, status, location);
    if (!next) {
      this.attempt.fail({ kind: 'protocol', detail: `${statusWords(status)} leads to no http address`, status });
    } else if (this.redirects > most) {
      const where = publicUrl(next.origin + next.path);
      const detail = `${statusWords(status)} to ${where} after ${most} redirects, and no more are followed`;
      this.attempt.fail({ kind: 'wrong-status', detail, status });
    } else if (next.body !== null && next.origin !== this.request.origin) {
      const detail = `${statusWords(status)} to ${publicUrl(next.origin + next.path)}: a redirect to another host would carry the body`;
      this.attempt.fail({ kind: 'wrong-status', detail, status });
    } else {
      this.next = next;
      controller.abort(ENOUGH);
    }
  }

  /** Not from within undici's own call: the old connection is still being taken down there. */
  private askNext(): void {
    const { next } = this;
    this.next = null;
    queueMicrotask(
      this.attempt.guarded(() => {
        if (next && !this.attempt.over) {
          this.ask(next);
        }
      }),
    );
  }
}

const NOTHING: BodyWish = { keep: false, most: 0 };
