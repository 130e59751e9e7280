/**
 * Which of a Cachet's components is meant: by its number in the settings, by what we know from before, or by its name.
 */
import type { ComponentId } from '../../../shared/model/ids.ts';
import type { Named } from '../../../shared/model/link-state.ts';
import type { Thing } from '../../../shared/rules/links/cachet/read.ts';
import type { Api, No, Reply, Settings } from './api.ts';

export type Found =
  | { readonly kind: 'found'; readonly component: Thing }
  /** It was there, and is not any more. */
  | { readonly kind: 'deleted'; readonly number: number }
  | { readonly kind: 'none'; readonly name: string }
  | { readonly kind: 'no'; readonly answer: No };

/** Its name there. */
export function nameThere({ id, name }: Named, { components }: Pick<Settings, 'components'>): string {
  const mapped = mappedTo(id, components);
  return typeof mapped === 'string' ? mapped : name;
}

/** @param known its number, as we knew it; null: we never did */
export async function findComponent(api: Api, named: Named, settings: Settings, known: number | null): Promise<Found> {
  const mapped = mappedTo(named.id, settings.components);
  const number = typeof mapped === 'number' ? mapped : known;
  if (number !== null) {
    const got = await api.thing(`components/${number}`);
    if (got.kind !== 'missing') {
      return got.kind === 'ok' ? { kind: 'found', component: got.value } : got;
    }
    if (typeof mapped === 'number') {
      return { kind: 'deleted', number };
    }
  }
  const name = nameThere(named, settings);
  const same = await byName(api, name);
  if (same.kind === 'no') {
    return same;
  }
  if (same.kind === 'ok') {
    return { kind: 'found', component: same.value };
  }
  return number === null ? { kind: 'none', name } : { kind: 'deleted', number };
}

async function byName(api: Api, name: string): Promise<Reply<Thing>> {
  const all = await api.list('components');
  if (all.kind !== 'ok') {
    return all;
  }
  const same = all.value.filter((one) => one.name === name);
  const [first] = same;
  if (first === undefined) {
    return { kind: 'missing' };
  }
  if (same.length > 1) {
    const numbers = same.map(({ id }) => id).join(', ');
    const reason = `${same.length} components there are called "${name}" (${numbers}): name the number of one under \`components\``;
    return { kind: 'no', answer: { status: 'refused', reason } };
  }
  return { kind: 'ok', value: first, date: null };
}

function mappedTo(id: ComponentId, components: Settings['components']): number | string | null {
  return Object.hasOwn(components, id) ? (components[id] ?? null) : null;
}
