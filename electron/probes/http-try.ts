/**
 * One try of an HTTP check over all its redirects: what undici tells comes in here, and one verdict goes out.
 *
 * Stops reading as soon as the verdict is certain: a wrong status needs no body, and a body over its limit is cut off.
 */
import type { Dispatcher } from 'undici';
import { publicUrl } from '../../shared/rules/target.ts';
import type { Attempt } from './attempt.ts';
import { isStale } from './classify.ts';
import { judgeBody, judgeStatus } from './http-judge.ts';
import type { HttpLine } from './http-line.ts';
import { type HttpRequest, isRedirect, redirected, statusWords } from './http-plan.ts';

/** Given to undici when we have seen enough; never shown. */
const ENOUGH = new Error('seen enough');

/** What it throws, undici hands back to `onResponseError`. */
export class HttpTry implements Dispatcher.DispatchHandler {
  private readonly line: HttpLine;
  private readonly attempt: Attempt;
  private request: HttpRequest;
  private next: HttpRequest | null = null;
  private redirects = 0;
  private status = 0;
  private contentType = '';
  private contentEncoding = '';
  private bytes = 0;
  private chunks: Buffer[] = [];
  private controller: Dispatcher.DispatchController | null = null;

  constructor(line: HttpLine, attempt: Attempt, onEnd: () => void) {
    this.line = line;
    this.attempt = attempt;
    this.request = line.plan.first;
    line.attempt = attempt;
    attempt.stop = () => {
      line.attempt = null;
      line.hangUp?.();
      this.controller?.abort(ENOUGH);
      onEnd();
    };
  }

  ask(request: HttpRequest): void {
    this.request = request;
    this.status = 0;
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
    this.status = status;
    const { check, plan } = this.line;
    const location = headers.location;
    if (isRedirect(status) && typeof location === 'string' && check.redirects > 0) {
      this.follow(controller, location);
      return;
    }
    this.attempt.readings.status = status;
    if (this.redirects > 0) {
      this.attempt.readings.redirects = this.redirects;
    }
    const objection = judgeStatus(status, check, this.redirects);
    if (objection) {
      this.attempt.fail(objection);
      return;
    }
    this.attempt.enter('body');
    this.contentType = String(headers['content-type'] ?? '');
    this.contentEncoding = String(headers['content-encoding'] ?? '');
    if (check.maxBody === 0 && !plan.needsBody) {
      this.attempt.pass();
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.attempt.over || this.next) {
      return;
    }
    this.bytes += chunk.length;
    if (this.line.plan.needsBody) {
      this.chunks.push(chunk);
    }
    if (this.bytes > this.line.check.maxBody) {
      this.judge(false);
    }
  }

  onResponseEnd(): void {
    this.controller = null;
    if (this.next) {
      this.askNext();
    } else if (!this.attempt.over) {
      this.judge(true);
    }
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.controller = null;
    if (this.next) {
      this.askNext();
    } else if (this.status === 0 && !this.line.dialled && !this.request.reset && isStale(error)) {
      this.next = this.request;
      this.askNext();
    } else {
      this.attempt.broke(error);
    }
  }

  private judge(whole: boolean): void {
    const { check, plan } = this.line;
    const bytes = Buffer.concat(this.chunks).subarray(0, check.maxBody);
    const { contentType, contentEncoding } = this;
    this.attempt.readings.bytes = Math.min(this.bytes, check.maxBody);
    const objection = judgeBody({ bytes, whole, contentType, contentEncoding }, check, plan);
    if (objection) {
      this.attempt.fail({ ...objection, status: this.status });
    } else {
      this.attempt.pass();
    }
  }

  private follow(controller: Dispatcher.DispatchController, location: string): void {
    const { check } = this.line;
    const status = this.status;
    this.redirects += 1;
    const next = redirected(this.request, status, location);
    if (!next) {
      this.attempt.fail({ kind: 'protocol', detail: `${statusWords(status)} leads to no http address`, status });
    } else if (this.redirects > check.redirects) {
      const where = publicUrl(next.origin + next.path);
      const detail = `${statusWords(status)} to ${where} after ${check.redirects} redirects, and no more are followed`;
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
