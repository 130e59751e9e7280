/**
 * Components of the Cachet API: those of the file, which it can say how they are and how they are listed, and those that it makes itself.
 */
import { ChangeComponent, MakeComponent } from '../../../shared/model/cachet/asks.ts';
import type { CachetComponent, MadeComponent } from '../../../shared/model/cachet/component.ts';
import type { Source } from '../../../shared/model/cachet/word.ts';
import { type ComponentFacts, forGuests } from '../../../shared/rules/cachet/component-wire.ts';
import { madeComponentId } from '../../../shared/rules/cachet/ids.ts';
import { componentStatus } from '../../../shared/rules/cachet/statuses.ts';
import { sameTags, tagsIn } from '../../../shared/rules/cachet/tags.ts';
import { loose } from '../commands.ts';
import type { Collection, Made } from '../ports/cachet.ts';
import { asking, GONE, MISSING, wrong } from './asking.ts';
import type { Parts } from './parts.ts';
import { createRows } from './rows.ts';

/** More than anybody lists by hand; beyond it a loop has gone wild. */
const MOST_MADE = 2_000;

export function createComponents({ core, book, facts, words }: Parts): Collection {
  const { clock, timeZone } = core;
  const insideRow = createRows(timeZone);
  const guestRow = createRows(timeZone);

  function shown(number: number): Made {
    const found = facts.component(number);
    return found === null ? MISSING : { kind: 'done', row: insideRow(found) };
  }

  async function make(ask: MakeComponent, by: Source): Promise<Made> {
    if (book.components.all().filter(({ made }) => made !== null).length >= MOST_MADE) {
      return wrong(`There are ${MOST_MADE} components already: delete some first.`);
    }
    const number = book.numbers.next('component');
    const now = clock.now();
    const kept: CachetComponent = {
      number,
      id: madeComponentId(number),
      order: ask.order ?? null,
      link: ask.link ?? '',
      enabled: ask.enabled ?? true,
      createdAt: now,
      updatedAt: now,
      made: {
        name: ask.name,
        description: ask.description ?? '',
        group: ask.group_id ?? 0,
        tags: [...tagsIn(ask.tags ?? '')],
      },
    };
    const event = { ...loose(now, 'config', `${by.name} made the component ${ask.name}`), componentId: kept.id };
    await book.keep(book.components.put(kept), [event]);
    await words.say(kept.id, componentStatus(ask.status), by);
    return shown(number);
  }

  async function change(before: ComponentFacts, ask: ChangeComponent, by: Source): Promise<Made> {
    const { kept } = before;
    const refused = kept.made === null ? fileDecides(before, ask) : [];
    if (refused.length > 0) {
      return wrong(...refused);
    }
    const { made } = kept;
    const next: CachetComponent = {
      ...kept,
      order: ask.order ?? kept.order,
      link: ask.link ?? kept.link,
      enabled: ask.enabled ?? kept.enabled,
      made: made === null ? null : changed(made, ask),
    };
    if (JSON.stringify(next) !== JSON.stringify(kept)) {
      await book.keep(book.components.put({ ...next, updatedAt: clock.now() }));
    }
    if (ask.status !== undefined) {
      await words.say(kept.id, componentStatus(ask.status), by);
    }
    return shown(kept.number);
  }

  return {
    list: async (_above, { inside }) =>
      facts
        .components()
        .filter(({ isPublic }) => inside || isPublic)
        .map((one) => (inside ? insideRow(one) : guestRow(forGuests(one)))),
    make: (_above, body, by) => asking(MakeComponent, body, (ask) => make(ask, by)),
    async change(_above, number, body, by) {
      const found = facts.component(number);
      return found === null ? MISSING : asking(ChangeComponent, body, (ask) => change(found, ask, by));
    },
    async remove(_above, number, by) {
      const found = facts.component(number);
      if (found === null) {
        return MISSING;
      }
      const { kept, name } = found;
      if (kept.made === null) {
        return wrong(`${name} stands in the configuration file, which decides what is watched: remove it there.`);
      }
      const said = book.words.all().filter(({ component }) => component === kept.id);
      const rows = [book.components.remove(kept), ...said.map((word) => book.words.remove(word))];
      const event = {
        ...loose(clock.now(), 'config', `${by.name} deleted the component ${name}`),
        componentId: kept.id,
      };
      await book.keep(Object.assign({}, ...rows), [event]);
      return GONE;
    },
  };
}

function changed(made: MadeComponent, ask: ChangeComponent): MadeComponent {
  return {
    name: ask.name ?? made.name,
    description: ask.description ?? made.description,
    group: ask.group_id ?? made.group,
    tags: ask.tags === undefined ? made.tags : [...tagsIn(ask.tags)],
  };
}

/** What the file says stays as it says; clients send all fields back, so the same again is no wish to change it. */
function fileDecides(before: ComponentFacts, ask: ChangeComponent): readonly string[] {
  const says = (field: string, value: string): string =>
    `The ${field} of ${before.name} is ${value}: the configuration file decides that, so change it there.`;
  return [
    ...(ask.name !== undefined && ask.name !== before.name ? [says('name', before.name)] : []),
    ...(ask.description !== undefined && ask.description !== before.description
      ? [says('description', JSON.stringify(before.description))]
      : []),
    ...(ask.group_id !== undefined && ask.group_id !== before.group ? [says('group_id', String(before.group))] : []),
    ...(ask.tags !== undefined && !sameTags(tagsIn(ask.tags), before.tags)
      ? [says('tags', before.tags.join(',') || 'none')]
      : []),
  ];
}
