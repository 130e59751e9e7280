/**
 * From what was read to a file that our own parser takes. A component that it would refuse is left out and told; a file that
 * it would refuse is not given out at all.
 */
import type { Imported, ImportedComponent, Variable } from './imported.ts';
import { renderAlone, renderConfig } from './render.ts';
import type { Report } from './report.ts';

/** Our own parser: the mistakes of a text, or none. */
export type Judge = (text: string, env: Readonly<Record<string, string>>) => readonly string[];

export type Assembled =
  | { readonly ok: true; readonly text: string; readonly components: number; readonly checks: number }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Judges all of it, and where that fails each component alone, then all that is left together. */
export function assemble(imported: Imported, intro: readonly string[], report: Report, judge: Judge): Assembled {
  const variables = new Map(report.variables().map((variable) => [variable.name, variable]));
  const env: Record<string, string> = {};
  const judged = (components: readonly ImportedComponent[]): Assembled => {
    const text = renderConfig(withUsedGroups(imported, components), intro);
    const problems = judge(text, { ...standIns(variables), ...env });
    const checks = components.reduce((sum, { draft }) => sum + draft.checks.length, 0);
    return problems.length > 0 ? { ok: false, problems } : { ok: true, text, components: components.length, checks };
  };
  const whole = judged(imported.components);
  return whole.ok
    ? whole
    : judged(imported.components.filter((component) => isSound(component, imported, variables, env, report, judge)));
}

function withUsedGroups(imported: Imported, components: readonly ImportedComponent[]): Imported {
  const used = new Set(components.map(({ draft }) => draft.group));
  return { ...imported, components, groups: imported.groups.filter(({ id }) => used.has(id)) };
}

/** Tries the stand-ins of its variables: nobody knows whether `${TARGET}` is a word, an address or a port. */
function isSound(
  component: ImportedComponent,
  imported: Imported,
  variables: ReadonlyMap<string, Variable>,
  env: Record<string, string>,
  report: Report,
  judge: Judge,
): boolean {
  const text = renderAlone(component, imported);
  const own = [...variables.values()].filter(({ name }) => !(name in env) && text.includes(`\${${name}}`));
  const attempts = Math.max(1, ...own.map((variable) => variable.standIns.length));
  let problems: readonly string[] = [];
  for (let attempt = 0; attempt < attempts; attempt++) {
    const tried = Object.fromEntries(own.map(({ name, standIns: fit }) => [name, fit[attempt] ?? fit[0] ?? '']));
    problems = judge(text, { ...standIns(variables), ...env, ...tried });
    if (problems.length === 0) {
      Object.assign(env, tried);
      return true;
    }
  }
  report.lost(component.place, `it would not be valid here: ${problems.join('; ')}`);
  return false;
}

function standIns(variables: ReadonlyMap<string, Variable>): Record<string, string> {
  return Object.fromEntries([...variables.values()].map(({ name, standIns: fit }) => [name, fit[0] ?? '']));
}
