/**
 * A component's state: read before it is written. The same state is never set again, for that would tell whoever subscribed there; and
 * what somebody set by hand is theirs.
 */
import type { ComponentState, StateChange } from '../../../shared/model/link-state.ts';
import { numberIn, wordIn } from '../../../shared/rules/cachet/statuses.ts';
import { numberText, readReference } from '../../../shared/rules/links/cachet/reference.ts';
import type { LinkAnswer, ToldSoFar } from '../../engine/ports/link.ts';
import type { Api, Settings } from './api.ts';
import { findComponent, nameThere } from './find.ts';
import { toldStates } from './told.ts';

export async function tellComponent(
  api: Api,
  { state }: Extract<StateChange, { news: 'component' }>,
  told: ToldSoFar,
  settings: Settings,
): Promise<LinkAnswer> {
  const numberOf = ({ status, maintenance }: ComponentState): number => numberIn(api.version, status, maintenance);
  const known = readReference(told.reference);
  const found = await findComponent(api, state, settings, known.kind === 'number' ? known.number : null);
  const wanted = numberOf(state);
  switch (found.kind) {
    case 'no':
      return found.answer;
    case 'deleted':
      return { status: 'refused', reason: deletedWords(found.number, nameThere(state, settings)) };
    case 'none':
      return settings.create
        ? make(api, found.name, wanted)
        : {
            status: 'refused',
            reason: `there is no component "${found.name}" there: make it, name its number under \`components\`, say \`create: true\`, or leave it out with \`for\``,
          };
    case 'found': {
      const { id, status } = found.component;
      const reference = numberText(id);
      if (status === wanted) {
        return { status: 'accepted', reference };
      }
      // What was there before we ever said a word is nobody's hand, as far as we know.
      const ours = told.state === null ? [] : toldStates(told, 'component').map(numberOf);
      if (ours.length > 0 && status !== null && !ours.includes(status) && settings.handMade === 'leave') {
        const last =
          told.state?.kind === 'component' ? ` in the place of our ${wordIn(api.version, numberOf(told.state))}` : '';
        const reason = `somebody set "${found.component.name}" to ${wordIn(api.version, status)} there${last}; set it back, and we go on, or say \`handMade: overwrite\``;
        return { status: 'left', reason };
      }
      const put = await api.send('PUT', `components/${id}`, { status: wanted });
      switch (put.kind) {
        case 'ok':
          return { status: 'accepted', reference };
        case 'missing':
          return { status: 'refused', reason: deletedWords(id, found.component.name) };
        case 'no':
          return put.answer;
      }
    }
  }
}

async function make(api: Api, name: string, status: number): Promise<LinkAnswer> {
  const made = await api.send('POST', 'components', { name, description: '', status, enabled: true });
  switch (made.kind) {
    case 'ok':
      return {
        status: 'accepted',
        reference: numberText(made.value.id),
        said: `Component ${made.value.id} ("${name}") was made there by us`,
      };
    case 'missing':
      return { status: 'refused', reason: 'it lets nobody make components: make it there by hand' };
    case 'no':
      return made.answer;
  }
}

const deletedWords = (number: number, name: string): string =>
  `component ${number} was deleted there and is not made again by us: make one called "${name}", or name another's number under \`components\``;
