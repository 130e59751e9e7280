/**
 * The form by which people say what they want to be told: read from the body of a browser's plain form, and shown again with what was
 * wrong in it.
 */
import type { Language } from '../../shared/model/status-page.ts';
import { PACES, Wish } from '../../shared/model/subscription.ts';
import { type Html, html, NOTHING } from '../../shared/rules/html.ts';
import { FORM, FORM_SENTENCES } from '../../shared/rules/subscribers/texts.ts';
import type { Offer } from '../engine/ports/subscription.ts';

const LANGUAGE_NAMES = { en: 'English', de: 'Deutsch' } as const satisfies Record<Language, string>;

/** As it came, for showing it again. */
export interface Written {
  readonly email: string;
  /** Null: everything. */
  readonly components: readonly string[] | null;
  readonly language: string;
  readonly pace: string;
}

export type Mistake = 'email' | 'about';

export type ReadWish =
  | { readonly ok: true; readonly wish: Wish }
  | { readonly ok: false; readonly mistakes: readonly Mistake[]; readonly written: Written };

export const nothingWritten = (language: Language): Written => ({
  email: '',
  components: null,
  language,
  pace: 'at-once',
});

/** @param body the text of the form @param email where the form has no field for it: it is known */
export function readWish(body: unknown, { components, languages }: Offer, email?: string): ReadWish {
  const fields = new URLSearchParams(typeof body === 'string' ? body : '');
  const offered = new Set<string>(components.map(({ id }) => id));
  const ticked = fields.getAll('component').filter((id) => offered.has(id));
  const written: Written = {
    email: email ?? (fields.get('email') ?? '').trim(),
    components: fields.get('about') === 'some' ? ticked : null,
    language: fields.get('language') ?? languages[0] ?? 'en',
    pace: fields.get('pace') ?? 'at-once',
  };
  const read = Wish.safeParse(written);
  const mistakes: Mistake[] = [
    ...(Wish.shape.email.safeParse(written.email).success ? [] : (['email'] as const)),
    ...(written.components?.length === 0 ? (['about'] as const) : []),
  ];
  return read.success ? { ok: true, wish: read.data } : { ok: false, mistakes, written };
}

/** @param known the address is, and stands in no field */
export function wishForm(
  offer: Offer,
  language: Language,
  written: Written,
  mistakes: readonly Mistake[],
  known: boolean,
): Html {
  const wrong = (mistake: Mistake, words: string): Html =>
    mistakes.includes(mistake) ? html`<span class="wrong" role="alert">${words}</span>` : NOTHING;
  const email = known
    ? NOTHING
    : html`<label>${FORM.email[language]} ${wrong('email', FORM.wrongEmail[language])}<input name="email" type="email" maxlength="254" required autocomplete="email" value="${written.email}"></label>
`;
  const all = written.components === null;
  const ticks = offer.components.map(({ id, name }) =>
    tick('checkbox', 'component', id, name, written.components?.includes(id) === true),
  );
  return html`<form method="post">
${email}<fieldset><legend>${FORM.about[language]}</legend>${wrong('about', FORM.wrongAbout[language])}
${tick('radio', 'about', 'everything', FORM.everything[language], all)}${tick('radio', 'about', 'some', FORM.some[language], !all)}${ticks}</fieldset>
<fieldset><legend>${FORM.pace[language]}</legend>
${PACES.map((pace) =>
  tick(
    'radio',
    'pace',
    pace,
    pace === 'daily' ? FORM_SENTENCES.daily[language](offer.digestAt) : FORM['at-once'][language],
    written.pace === pace,
  ),
)}</fieldset>
<label>${FORM.language[language]}<select name="language">${offer.languages.map((one) => option(one, LANGUAGE_NAMES[one], written.language === one))}</select></label>
<p><button>${known ? FORM.save[language] : FORM.send[language]}</button></p>
</form>
`;
}

function tick(type: 'radio' | 'checkbox', name: string, value: string, label: string, checked: boolean): Html {
  const mark = checked ? html` checked` : NOTHING;
  return html`<label class="tick"><input type="${type}" name="${name}" value="${value}"${mark}>${label}</label>
`;
}

function option(value: string, label: string, chosen: boolean): Html {
  const mark = chosen ? html` selected` : NOTHING;
  return html`<option value="${value}"${mark}>${label}</option>`;
}

/** A button and nothing else: what it does, it does when it is pressed, and not when somebody looks. */
export const buttonForm = (label: string, action?: string): Html =>
  html`<form method="post"${action === undefined ? NOTHING : html` action="${action}"`}><p><button>${label}</button></p></form>
`;
