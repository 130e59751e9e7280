/**
 * The past of every component, by week and by month: how much of it was up, and how fast it answered.
 */
import type { Language } from '../../../model/status-page.ts';
import { type Html, html } from '../../html.ts';
import type { Period, PublicComponent } from '../page.ts';
import { LABELS } from '../texts.ts';
import { asOf, type Brush, sheet, when } from './sheet.ts';

export function historyPage(brush: Brush): string {
  const { page, speech, paths } = brush;
  const { say } = speech;
  const components = page.groups.flatMap((group) => group.components);
  return sheet(brush, {
    title: say(LABELS.history),
    part: 'history',
    at: (language: Language) => paths.history(language),
    body: html`<h1>${say(LABELS.history)}</h1>
${asOf(brush)}${components.map((component) => componentHtml(component, brush))}`,
  });
}

function componentHtml({ name, history }: PublicComponent, brush: Brush): Html {
  const { say, day, month } = brush.speech;
  if (history === null) {
    return html`<section class="group">
<h2>${name}</h2>
<p>${say(LABELS.noHistory)}</p>
</section>
`;
  }
  return html`<section class="group">
<h2>${name}</h2>
<div class="tables">
${table(say(LABELS.weeks), say(LABELS.week), history.weeks, day, brush)}${table(say(LABELS.months), say(LABELS.month), history.months, month, brush)}</div>
</section>
`;
}

function table(
  caption: string,
  first: string,
  periods: readonly Period[],
  named: (at: number) => string,
  { speech }: Brush,
): Html {
  const { say } = speech;
  const rows = periods.map(
    ({ uptime, responseMs }) =>
      html`<tr><th scope="row">${when(uptime.from, named)}</th><td>${speech.percent(uptime)}</td><td>${responseMs === null ? '–' : speech.response(responseMs)}</td></tr>
`,
  );
  return html`<table>
<caption>${caption}</caption>
<thead><tr><th scope="col">${first}</th><th scope="col">${say(LABELS.uptime)}</th><th scope="col">${say(LABELS.response)}</th></tr></thead>
<tbody>
${rows}</tbody>
</table>
`;
}
