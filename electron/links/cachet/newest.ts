/**
 * Making something at a Cachet exactly once, though it knows no key against doubles: the newest number is written down before, so that
 * after a crash, or an answer that was lost, ours is found among what came later.
 */

import type { Thing } from '../../../shared/rules/links/cachet/read.ts';
import { afterText, readReference } from '../../../shared/rules/links/cachet/reference.ts';
import type { LinkContext, ToldSoFar } from '../../engine/ports/link.ts';
import type { Api, Reply } from './api.ts';

/** Between two tries of ours hardly so many are made by others. */
const LOOKED_AT = 50;

/** What is ours, if an earlier try has made it. `at`: when that try began; epoch ms. */
export async function findMade(
  api: Api,
  path: string,
  { reference }: ToldSoFar,
  isOurs: (one: Thing) => boolean,
): Promise<Reply<{ readonly thing: Thing; readonly at: number } | null>> {
  const before = readReference(reference);
  if (before.kind !== 'after') {
    return { kind: 'ok', value: null, date: null };
  }
  const all = await newest(api, path, LOOKED_AT);
  if (all.kind !== 'ok') {
    return all;
  }
  const thing = all.value.filter(({ id }) => id > before.number).find(isOurs);
  return { kind: 'ok', value: thing === undefined ? null : { thing, at: before.at }, date: null };
}

/** To be called before anything is made. */
export async function noteNewest(api: Api, path: string, { note, clock }: LinkContext): Promise<Reply<null>> {
  const last = await newest(api, path, 1);
  if (last.kind !== 'ok') {
    return last;
  }
  await note(afterText(Math.max(0, ...last.value.map(({ id }) => id)), clock.now()));
  return { kind: 'ok', value: null, date: null };
}

function newest(api: Api, path: string, count: number): Promise<Reply<readonly Thing[]>> {
  const sort = api.version === 2 ? '&sort=id&order=desc' : '&sort=-id';
  return api.list(path, `&per_page=${count}${sort}`, 1);
}
