/**
 * The people, where each of them is, and the way to say it: whoever is away is not paged, and that must be seen.
 */
import type { PersonView } from '../../../shared/contract/view.ts';
import type { PresenceState } from '../../../shared/model/presence.ts';
import type { World } from '../../app/mirror.ts';
import { useParts, useWords, useWorld } from '../../app/parts.tsx';
import { Button } from '../../components/button.tsx';
import { Menu, type MenuItem } from '../../components/menu.tsx';
import { Phrase } from '../../components/phrase.tsx';
import { Near } from '../../components/times.tsx';

const HOUR = 3_600_000;
const CHOICES: readonly (readonly [PresenceState, number])[] = [
  ['slow', 2],
  ['away', 2],
  ['away', 8],
  ['away', 24],
  ['away', 168],
  ['reachable', 24],
];

const peopleOf = (world: World) => world.people;

export function PeopleList() {
  const { stage } = useParts();
  const { presence: own, pageLinks } = useWords();
  const people = useWorld(peopleOf);
  return (
    <section className="section" aria-label={own.title}>
      <h2>{own.title}</h2>
      <ul className="lines">
        {people.map((person) => (
          <li key={person.id} className="line">
            <strong>{person.name}</strong>
            <span className={person.presence.state === 'reachable' ? 'line-why' : 'line-why is-away'}>
              <Where person={person} />
            </span>
            <PresenceMenu person={person} />
          </li>
        ))}
      </ul>
      <div className="actions">
        <Button onClick={() => stage.setState({ dialog: { kind: 'page-links' } })}>{pageLinks.open}</Button>
      </div>
    </section>
  );
}

function Where({ person: { presence } }: { readonly person: PersonView }) {
  const { presence: own } = useWords();
  const { state, until, note } = presence;
  return (
    <>
      {own.states[state]}{' '}
      {until !== null && (
        <Phrase say={own.until}>
          <Near at={until} />
        </Phrase>
      )}
      {note === '' ? '' : ` (${note})`}
    </>
  );
}

function PresenceMenu({ person: { id, name } }: { readonly person: PersonView }) {
  const { clock, commands } = useParts();
  const { presence: own } = useWords();
  const items = CHOICES.map(
    ([state, hours]): MenuItem => ({
      kind: 'item',
      label: own.choice(own.states[state], hours * HOUR),
      onSelect: () => void commands.run('setPresence', { person: id, state, until: clock.now() + hours * HOUR }),
    }),
  );
  return (
    <Menu name={`presence ${id}`} label={own.change(name)} look="quiet" items={items}>
      {own.menu}
    </Menu>
  );
}
