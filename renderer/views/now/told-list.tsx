/**
 * Who was told, by what, and whether it arrived. One line a person, so that "did Kim get it?" is answered by one look.
 */
import type { ToldView } from '../../../shared/contract/view.ts';
import { useWords } from '../../app/parts.tsx';
import { Near } from '../../components/times.tsx';

export function ToldList({ told }: { readonly told: readonly ToldView[] }) {
  const { incident: own } = useWords();
  if (told.length === 0) {
    return (
      <p className="fact">
        <span className="fact-name">{own.told}</span>
        <span className="fact-text">{own.nobodyTold}</span>
      </p>
    );
  }
  return (
    <div className="fact">
      <span className="fact-name">{own.told}</span>
      <ul className="told">
        {byPerson(told).map(({ who, pages }) => (
          <li key={`${pages[0]?.personId ?? pages[0]?.channelId}`}>
            <strong>{who}</strong>
            <ul className="told-pages">
              {pages.map((page) => (
                <ToldPage key={`${page.channelId} ${page.at}`} page={page} />
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </div>
  );
}

function ToldPage({ page }: { readonly page: ToldView }) {
  const words = useWords();
  const bad = page.state === 'refused' || page.state === 'expired';
  return (
    <li className={bad ? 'told-page told-bad' : 'told-page'}>
      {words.channels.types[page.channelType]}: {words.incident.page[page.state]} <Near at={page.at} />
      {page.attempts > 1 && `, ${words.incident.attempts(page.attempts)}`}
      {page.reason !== null && page.state !== 'delivered' && `, ${page.reason}`}
    </li>
  );
}

/** In the order in which each was first told. */
function byPerson(told: readonly ToldView[]): readonly { readonly who: string; readonly pages: readonly ToldView[] }[] {
  const groups = new Map<string, { readonly who: string; readonly pages: ToldView[] }>();
  for (const page of told.toSorted((a, b) => a.at - b.at)) {
    const key = page.personId === null ? `channel ${page.channelId}` : `person ${page.personId}`;
    const group = groups.get(key) ?? { who: page.who, pages: [] };
    group.pages.push(page);
    groups.set(key, group);
  }
  return [...groups.values()];
}
