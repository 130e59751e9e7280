/**
 * From what was read to a file that our own parser takes. A component that it would refuse is left out and told; a file that
 * it would refuse is not given out at all.
 */
import type {
  ComponentDraft,
  Imported,
  ImportedComponent,
  ImportedMaintenance,
  ImportedSystem,
  Variable,
} from './imported.ts';
import { renderAlone, renderConfig } from './render.ts';
import type { Report } from './report.ts';

/** Our own parser: the mistakes of a text, or none. */
export type Judge = (text: string, env: Readonly<Record<string, string>>) => readonly string[];

export type Assembled =
  | {
      readonly ok: true;
      readonly text: string;
      readonly components: number;
      readonly checks: number;
      /** Of practable: their experiments become components when they are seen. */
      readonly systems: number;
    }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Judges all of it, and where that fails each component and each window alone, then all that is left together. What ties
 * components to each other is the last to be given up: circles can only be seen in the whole.
 */
export function assemble(imported: Imported, intro: readonly string[], report: Report, judge: Judge): Assembled {
  const variables = new Map(report.variables().map((variable) => [variable.name, variable]));
  const env: Record<string, string> = {};
  const judged = (kept: Imported): Assembled => {
    const text = renderConfig(kept, intro);
    const problems = judge(text, { ...standIns(variables), ...env });
    const checks = kept.components.reduce((sum, { draft }) => sum + draft.checks.length, 0);
    return problems.length > 0
      ? { ok: false, problems }
      : { ok: true, text, components: kept.components.length, checks, systems: kept.practable?.length ?? 0 };
  };
  const whole = judged(tied(imported, report));
  if (whole.ok) {
    return whole;
  }
  const sound: Imported = {
    ...imported,
    components: imported.components.filter((one) => isSound(one, imported, variables, env, report, judge)),
    maintenance: imported.maintenance.filter((one) => isSoundWindow(one, report, judge)),
    practable: (imported.practable ?? []).filter((one) => isSoundSystem(one, variables, report, judge)),
  };
  const left = judged(tied(sound, report));
  return left.ok ? left : judged(tied(untied(sound, report), report));
}

/** Groups that are used, and references to what is still there. */
function tied(imported: Imported, report: Report): Imported {
  const ids = new Set(imported.components.map(({ draft }) => draft.id));
  const used = new Set(imported.components.flatMap(({ draft }) => draft.group ?? []));
  return {
    ...imported,
    groups: imported.groups.filter(({ id }) => used.has(id)),
    components: imported.components.map((component) => {
      const wanted = component.draft.dependsOn ?? [];
      const dependsOn = wanted.flatMap((parent) => livingParent(parent, ids) ?? []);
      if (dependsOn.length < wanted.length) {
        report.lost(component.place, 'what it depends on was not carried over');
      }
      return wanted.length === 0 ? component : { ...component, draft: withParents(component.draft, dependsOn) };
    }),
    maintenance: imported.maintenance.flatMap((window) => {
      const { components = [], groups = [], tags = [], everything } = window.draft.for;
      const scope = {
        ...(components.length > 0 && { components: components.filter((id) => ids.has(id)) }),
        ...(groups.length > 0 && { groups: groups.filter((id) => used.has(id)) }),
        ...(tags.length > 0 && { tags }),
        ...(everything === true && { everything }),
      };
      if (Object.values(scope).every((names) => Array.isArray(names) && names.length === 0)) {
        report.lost(window.place, 'nothing that it is for was carried over');
        return [];
      }
      return [{ ...window, draft: { ...window.draft, for: scope } }];
    }),
  };
}

type Parent = NonNullable<ComponentDraft['dependsOn']>[number];

function livingParent(parent: Parent, ids: ReadonlySet<string>): Parent | null {
  const living = (typeof parent === 'string' ? [parent] : parent).filter((id) => ids.has(id));
  const [only] = living;
  return only === undefined ? null : living.length === 1 ? only : living;
}

function withParents(draft: ComponentDraft, dependsOn: readonly Parent[]): ComponentDraft {
  const { dependsOn: _, checks, ...rest } = draft;
  return { ...rest, ...(dependsOn.length > 0 && { dependsOn: [...dependsOn] }), checks };
}

/** Without anything that ties one thing to another. */
function untied(imported: Imported, report: Report): Imported {
  for (const { draft, place } of imported.components) {
    if ((draft.dependsOn ?? []).length > 0) {
      report.lost(place, 'its dependencies are not valid here');
    }
  }
  for (const { place } of imported.maintenance) {
    report.lost(place, 'it is not valid here');
  }
  const components = imported.components.map((one) => ({ ...one, draft: withParents(one.draft, []) }));
  return { ...imported, components, maintenance: [] };
}

function isSoundWindow({ draft, place }: ImportedMaintenance, report: Report, judge: Judge): boolean {
  const alone: Imported = {
    groups: [],
    components: [],
    people: [],
    policies: [],
    maintenance: [{ draft: { ...draft, for: { everything: true } }, place }],
  };
  const problems = judge(renderConfig(alone, []), {});
  if (problems.length > 0) {
    report.lost(place, `it would not be valid here: ${problems.join('; ')}`);
  }
  return problems.length === 0;
}

function isSoundSystem(
  system: ImportedSystem,
  variables: ReadonlyMap<string, Variable>,
  report: Report,
  judge: Judge,
): boolean {
  const nothing = { groups: [], components: [], people: [], policies: [], maintenance: [] };
  const problems = judge(renderConfig({ ...nothing, practable: [system] }, []), standIns(variables));
  if (problems.length > 0) {
    report.lost(system.place, `it would not be valid here: ${problems.join('; ')}`);
  }
  return problems.length === 0;
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
