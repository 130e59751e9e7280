/**
 * Groups of components in the Cachet API: those of the file, which it can say how they are listed, and those that it makes itself.
 */
import { ChangeGroup, MakeGroup } from '../../../shared/model/cachet/asks.ts';
import type { CachetGroup } from '../../../shared/model/cachet/component.ts';
import {
  type ComponentFacts,
  forGuests,
  type GroupFacts,
  groupRow,
} from '../../../shared/rules/cachet/component-wire.ts';
import { madeGroupId } from '../../../shared/rules/cachet/ids.ts';
import type { Collection, Made } from '../ports/cachet.ts';
import { asking, GONE, MISSING, wrong } from './asking.ts';
import type { Parts } from './parts.ts';

const MOST_MADE = 500;

export function createGroups({ core, book, facts }: Parts): Collection {
  const { clock, timeZone } = core;

  function shown(number: number): Made {
    const found = facts.group(number);
    return found === null ? MISSING : { kind: 'done', row: groupRow(found, timeZone) };
  }

  async function change({ kept, name }: GroupFacts, ask: ChangeGroup): Promise<Made> {
    if (kept.name === null && ask.name !== undefined && ask.name !== name) {
      return wrong(`The name of group ${name} is decided by the configuration file, so change it there.`);
    }
    const next: CachetGroup = {
      ...kept,
      name: kept.name === null ? null : (ask.name ?? kept.name),
      order: ask.order ?? kept.order,
      collapsed: ask.collapsed ?? kept.collapsed,
      visible: ask.visible ?? kept.visible,
      updatedAt: clock.now(),
    };
    await book.keep(book.groups.put(next));
    return shown(kept.number);
  }

  return {
    list: async (_above, { inside }) =>
      facts
        .groups()
        .filter(({ kept }) => inside || kept.visible)
        .map((one) =>
          groupRow(inside ? one : { ...one, members: one.members.filter(isPublic).map(forGuests) }, timeZone),
        ),
    make: (_above, body) =>
      asking(MakeGroup, body, async (ask) => {
        if (book.groups.all().filter(({ name }) => name !== null).length >= MOST_MADE) {
          return wrong(`There are ${MOST_MADE} groups already: delete some first.`);
        }
        const number = book.numbers.next('group');
        const kept: CachetGroup = {
          number,
          id: madeGroupId(number),
          name: ask.name,
          order: ask.order ?? null,
          collapsed: ask.collapsed ?? 0,
          visible: ask.visible ?? true,
          createdAt: clock.now(),
          updatedAt: clock.now(),
        };
        await book.keep(book.groups.put(kept));
        return shown(number);
      }),
    async change(_above, number, body) {
      const found = facts.group(number);
      return found === null ? MISSING : asking(ChangeGroup, body, (ask) => change(found, ask));
    },
    async remove(_above, number) {
      const found = facts.group(number);
      if (found === null) {
        return MISSING;
      }
      if (found.kept.name === null) {
        return wrong(`Group ${found.name} stands in the configuration file: remove it there.`);
      }
      await book.keep(book.groups.remove(found.kept));
      return GONE;
    },
  };
}

const isPublic = (one: ComponentFacts): boolean => one.isPublic;
