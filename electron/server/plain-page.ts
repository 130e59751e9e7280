/**
 * Pages for people who have no window of ours: plain HTML, no script, readable on any phone, and nothing in them that was not escaped.
 *
 * Addresses in them are relative, so that they work behind a proxy under any path.
 */
import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { Language } from '../../shared/model/status-page.ts';
import { type Html, html } from '../../shared/rules/html.ts';

const LOOK = `:root{color-scheme:light dark;font:18px/1.5 system-ui,sans-serif}
body{max-width:34rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem;overflow-wrap:anywhere}
p,li,dd,blockquote{overflow-wrap:anywhere}
a{color:inherit}
label{display:block;margin-top:1rem}
input,textarea,button{font:inherit;box-sizing:border-box;width:100%;padding:.6rem;margin-top:.4rem}
button{cursor:pointer;font-weight:600}
fieldset{margin-top:1rem;border:1px solid;padding:.3rem 1rem 1rem}
label.tick{margin-top:.5rem}
label.tick input{width:auto;margin:0 .5rem 0 0}
select{font:inherit;box-sizing:border-box;width:100%;padding:.6rem;margin-top:.4rem}
.wrong{border-left:.3rem solid;padding-left:.8rem;font-weight:600}`;

const LOOK_HASH = createHash('sha256').update(LOOK).digest('base64');

/** Only that style sheet; a form may only be sent back to us. The rest is as strict as everywhere. */
const POLICY = `default-src 'none'; style-src 'sha256-${LOOK_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

export interface PlainPage {
  readonly title: string;
  readonly body: Html;
  /** Seconds until the browser asks again. Absent: never. */
  readonly refresh?: number;
  /** Default: English. */
  readonly language?: Language;
}

/** @param status of HTTP */
export function sendPage(
  reply: FastifyReply,
  status: number,
  { title, body, refresh, language = 'en' }: PlainPage,
): FastifyReply {
  const again = refresh === undefined ? html`` : html`<meta http-equiv="refresh" content="${refresh}">`;
  const look: Html = { markup: `<style>${LOOK}</style>` };
  const { markup } = html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">${again}<title>${title}</title>${look}</head>
<body><main><h1>${title}</h1>
${body}
</main></body></html>
`;
  return (
    reply
      .code(status)
      .header('content-security-policy', POLICY)
      // With no-referrer a browser hides the Origin of our own form from us. The address in it leaves this site nowhere.
      .header('referrer-policy', 'same-origin')
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(markup)
  );
}

/** Sentences, one paragraph each. */
export const paragraphs = (lines: readonly string[]): readonly Html[] => lines.map((line) => html`<p>${line}</p>\n`);
