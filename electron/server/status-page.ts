/**
 * GET or HEAD /status/…: the public status page, live. No session: it is for everybody, and there is none unless the configuration
 * wants one.
 *
 * Under the names of the files that are written elsewhere, and without their endings in the reader's own language. Painted once for
 * all who ask, and anew when there is news or ten seconds have gone; packed once, too: thousands ask when something is wrong. A reader
 * who has the newest one is told so (RFC 9110, section 13.1.2: If-None-Match).
 */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../../shared/model/status-page.ts';
import { html } from '../../shared/rules/html.ts';
import { type OwnFiles, type PageFile, pageFiles } from '../../shared/rules/status-page/files.ts';
import { chooseLanguage } from '../../shared/rules/status-page/language.ts';
import { JSON_PATH, pathsOf } from '../../shared/rules/status-page/names.ts';
import { newsOf } from '../../shared/rules/status-page/news.ts';
import type { StatusPage } from '../../shared/rules/status-page/page.ts';
import { goTo } from './call-form.ts';
import { paragraphs, sendPage } from './plain-page.ts';

export interface PublicPages {
  /** Null: the configuration wants none. */
  page(): Promise<StatusPage | null>;
  ownFiles(): Promise<OwnFiles>;
}

/** Sheets and pictures of ours, and nothing from elsewhere; nothing runs, nothing is sent. */
const POLICY =
  "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Seconds that a proxy may keep it: outages are asked about by thousands at once. */
const KEEP_S = 10;

interface Painted {
  readonly body: Buffer;
  readonly etag: string;
  /** The same by gzip, worked out when somebody asks first. Null: it would not be smaller. */
  packed(): Promise<Buffer | null>;
}

/** Below it the head of the answer is the larger part. Bytes. */
const WORTH_PACKING = 1_024;

const pack = promisify(gzip);

type Asked = FastifyRequest<{ Params: { readonly '*'?: string }; Querystring: { readonly lang?: unknown } }>;

export function serveStatusPage(app: FastifyInstance, pages: PublicPages): void {
  const look = createLook(pages);

  async function show(request: Asked, reply: FastifyReply, path: string): Promise<FastifyReply> {
    const seen = await look();
    if (seen === null) {
      reply.callNotFound();
      return reply;
    }
    const { lang } = request.query;
    const language = chooseLanguage(
      seen.page.languages,
      typeof lang === 'string' ? lang : null,
      request.headers['accept-language'],
    );
    const negotiated = inLanguage(path, seen.page.languages, language);
    const found = seen.painted(negotiated ?? path);
    if (negotiated !== null) {
      reply.header('vary', 'accept-language').header('content-language', language);
    }
    return found === null ? nothingHere(reply, path) : send(request, reply, found);
  }

  app.get('/status', async (request, reply) => {
    if ((await look()) === null) {
      reply.callNotFound();
      return reply;
    }
    const query = request.url.indexOf('?');
    return goTo(reply, `status/${query < 0 ? '' : request.url.slice(query)}`);
  });
  app.get(`/${JSON_PATH}`, (request, reply) => show(request as Asked, reply, JSON_PATH));
  app.get('/status/*', (request, reply) => show(request as Asked, reply, (request as Asked).params['*'] ?? ''));
}

interface Seen {
  readonly page: StatusPage;
  readonly news: string;
  /** Null: the page has no such file. */
  painted(path: string): { readonly file: PageFile; readonly painted: Painted } | null;
}

/** The page of this moment, and what of it has been painted already. */
function createLook(pages: PublicPages): () => Promise<Seen | null> {
  let latest: Seen | null = null;
  return async () => {
    const page = await pages.page();
    if (page === null) {
      return null;
    }
    if (latest !== null && (latest.page === page || isAsGood(latest, page))) {
      return latest;
    }
    latest = seenOf(page, await pages.ownFiles());
    return latest;
  };
}

/** It says the same, and its time is no older than what a proxy keeps. */
function isAsGood({ page, news }: Seen, next: StatusPage): boolean {
  return next.at >= page.at && next.at - page.at < KEEP_S * 1_000 && newsOf(next) === news;
}

function seenOf(page: StatusPage, own: OwnFiles): Seen {
  const files = pageFiles(page, own, 'live');
  const done = new Map<string, Painted>();
  return {
    page,
    news: newsOf(page),
    painted(path) {
      const file = files.get(path);
      if (file === undefined) {
        return null;
      }
      const painted = done.get(path) ?? paint(file);
      done.set(path, painted);
      return { file, painted };
    },
  };
}

function paint(file: PageFile): Painted {
  const body = Buffer.from(file.paint());
  let packed: Promise<Buffer | null> | null = null;
  return {
    body,
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 24)}"`,
    packed() {
      packed ??=
        body.length < WORTH_PACKING || /^image\/(?!svg)/.test(file.type)
          ? Promise.resolve(null)
          : pack(body).then((small) => (small.length < body.length ? small : null));
      return packed;
    },
  };
}

/** `history` is `history.de.html` for somebody who reads German. Null: the path means one file. */
function inLanguage(path: string, languages: readonly Language[], language: Language): string | null {
  const paths = pathsOf(languages);
  switch (path) {
    case '':
      return paths.index(language);
    case 'history':
      return paths.history(language);
    default: {
      const key = /^incident\/([^/]+)$/.exec(path)?.[1];
      return key === undefined || key.endsWith('.html') ? null : paths.incident(key, language);
    }
  }
}

async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  { file, painted }: { readonly file: PageFile; readonly painted: Painted },
): Promise<FastifyReply> {
  reply.header('content-security-policy', POLICY).header('cache-control', `public, max-age=${KEEP_S}`).type(file.type);
  if (file.type.startsWith('image/')) {
    // Badges stand on pages of others.
    reply.header('cross-origin-resource-policy', 'cross-origin');
  }
  reply.header('vary', [reply.getHeader('vary'), 'accept-encoding'].filter((name) => name !== undefined).join(', '));
  const packed = takesGzip(request.headers['accept-encoding']) ? await painted.packed() : null;
  // Other bytes are another representation (RFC 9110, section 8.8.3.3).
  const etag = packed === null ? painted.etag : painted.etag.replace(/"$/, '-gz"');
  reply.header('etag', etag);
  if (knows(request.headers['if-none-match'], etag)) {
    return reply.code(304).send();
  }
  return packed === null ? reply.send(painted.body) : reply.header('content-encoding', 'gzip').send(packed);
}

/** Named, and not with a weight of nought (RFC 9110, section 12.5.3). */
function takesGzip(header: string | string[] | undefined): boolean {
  return /(?:^|,)\s*(?:x-)?gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[\d.]+)?\s*(?:,|$)/i.test(String(header ?? ''));
}

/** Compared weakly, as the RFC has it for GET. */
function knows(header: string | undefined, etag: string): boolean {
  const named = header?.slice(0, 1_000).split(',') ?? [];
  return named.some((one) => [etag, '*'].includes(one.trim().replace(/^W\//, '')));
}

function nothingHere(reply: FastifyReply, path: string): FastifyReply {
  const lines = [
    'What is over for more than two weeks is not kept.',
    'Was länger als zwei Wochen vorbei ist, steht hier nicht mehr.',
  ];
  return sendPage(reply, 404, {
    title: 'Nothing here',
    body: html`${paragraphs(lines)}<p><a href="${path.includes('/') ? '../' : './'}">Status</a></p>`,
  });
}
