/**
 * The form by which somebody calls: read from the body of a browser's plain form, and shown again with what was wrong in it.
 */
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { CallForm } from '../../shared/model/page-me.ts';
import { type Html, html } from '../../shared/rules/html.ts';
import { paragraphs, sendPage } from './plain-page.ts';

/** Bytes. The longest form, every letter of it escaped, is smaller. */
const BODY_LIMIT = 16 * 1_024;

const FIELDS = ['name', 'reach', 'words'] as const;
type Field = (typeof FIELDS)[number];

/** As it came, for showing it again. */
export type Written = Readonly<Record<Field, string>>;

export type ReadForm =
  | { readonly ok: true; readonly form: CallForm; readonly written: Written }
  | { readonly ok: false; readonly mistakes: Readonly<Partial<Record<Field, string>>>; readonly written: Written };

export const NOTHING_WRITTEN: Written = { name: '', reach: '', words: '' };

/** From here on a body in this scope is a form's text, of a bounded size; what is none is refused in a page for people. */
export function takeForms(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: BODY_LIMIT },
    (_request, body, done) => done(null, body),
  );
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) {
      throw error; // ours: the outer wall says so, and logs it
    }
    const long = status === 413 ? 'That was too long. Say it in a few sentences.' : 'Send the form as the page has it.';
    return sendPage(reply, status, { title: 'Not sent', body: html`${paragraphs([long, 'Nobody was called.'])}` });
  });
}

/** @param body as `takeForms` gives it */
export function readForm(body: unknown): ReadForm {
  const fields = new URLSearchParams(typeof body === 'string' ? body : '');
  const written: Written = {
    name: fields.get('name') ?? '',
    reach: fields.get('reach') ?? '',
    words: fields.get('words') ?? '',
  };
  const read = CallForm.safeParse(written);
  if (read.success) {
    return { ok: true, form: read.data, written };
  }
  const mistakes = Object.fromEntries(read.error.issues.map(({ path, message }) => [String(path[0]), message]));
  return { ok: false, mistakes, written };
}

export function formHtml(written: Written, mistakes: Readonly<Partial<Record<Field, string>>>): Html {
  const wrong = (field: Field): Html =>
    mistakes[field] === undefined ? html`` : html`<span class="wrong" role="alert">${mistakes[field]}</span>`;
  return html`<form method="post">
<label>Your name ${wrong('name')}<input name="name" maxlength="80" required autocomplete="name" value="${written.name}"></label>
<label>How to reach you (if you like) ${wrong('reach')}<input name="reach" maxlength="120" value="${written.reach}"></label>
<label>What is wrong? ${wrong('words')}<textarea name="words" rows="5" maxlength="600" required>
${written.words}</textarea></label>
<p><button>Call</button></p>
</form>`;
}

/** Sends the browser on, by an address that works under any path. */
export function goTo(reply: FastifyReply, address: string): FastifyReply {
  return reply.code(303).header('location', address).send();
}
