/**
 * The public status page in the file: who is on it, and what of it cannot be meant or will surprise.
 */
import type { ConfigFile } from '../../model/config.ts';
import type { ComponentId } from '../../model/ids.ts';
import { IMAGE_TYPES, imageEnding, type PublicFace, type StatusPageSettings } from '../../model/status-page.ts';
import { cardsIn } from '../calls/cards.ts';
import { didYouMean } from '../nearest.ts';
import type { Complaint, Path } from './complaint.ts';

const PAGE: Path = ['settings', 'statusPage'];

/** The badge of everything has this name. */
const OVERALL = 'overall';

type ComponentInFile = ConfigFile['components'][number];

/** Who is on the page, in the order of the file. Nobody where there is no page. */
export function publicFaces(file: ConfigFile): ReadonlyMap<ComponentId, PublicFace> {
  return new Map(
    file.components
      .filter((component) => isShown(component, file))
      .map((component): [ComponentId, PublicFace] => {
        const side = component.public === false ? undefined : component.public;
        return [
          component.id,
          {
            name: side?.name ?? component.name ?? component.id,
            link: side?.link ?? null,
            meanwhile: side?.meanwhile ?? null,
            mirrors: side?.mirrors ?? [],
          },
        ];
      }),
  );
}

function isShown(component: ComponentInFile, { settings: { statusPage } }: ConfigFile): boolean {
  return statusPage !== undefined && component.public !== false && isWanted(component, statusPage);
}

/** The page is for it, unless it says itself that it is not public. */
export function isWanted(
  { id, group, tags }: Pick<ComponentInFile, 'id' | 'group' | 'tags'>,
  { show }: Pick<StatusPageSettings, 'show'>,
): boolean {
  return (
    show === 'everything' ||
    show.components.includes(id) ||
    (group !== undefined && show.groups.includes(group)) ||
    show.tags.some((tag) => tags.includes(tag))
  );
}

export function statusPageComplaints(file: ConfigFile): readonly Complaint[] {
  const { statusPage } = file.settings;
  if (statusPage === undefined) {
    return [];
  }
  const { css, image, contact } = statusPage;
  const cards = cardsIn(file);
  const endings = Object.keys(IMAGE_TYPES).join(', ');
  return [
    ...complaintIf(css !== undefined && !/\.css$/i.test(css), [...PAGE, 'css'], 'is no style sheet: it ends in .css'),
    ...complaintIf(
      image !== undefined && imageEnding(image) === null,
      [...PAGE, 'image'],
      `is no picture that every browser shows: it ends in one of ${endings}`,
    ),
    ...complaintIf(
      contact !== undefined && !cards.has(contact),
      [...PAGE, 'contact'],
      `unknown card \`${contact}\`: nobody has \`pageMe\` there${didYouMean(contact ?? '', cards.keys())}`,
    ),
    ...file.components.flatMap(({ id }, index) =>
      complaintIf(
        id === OVERALL,
        ['components', index, 'id'],
        `\`${OVERALL}\` names the whole on the status page; take another id`,
      ),
    ),
  ];
}

/** Nothing of it is wrong, and some of it will surprise. */
export function statusPageWarnings(file: ConfigFile): readonly Complaint[] {
  const { statusPage, publicUrl } = file.settings;
  if (statusPage === undefined) {
    return file.components.flatMap((component, index) =>
      complaintIf(
        typeof component.public === 'object',
        ['components', index, 'public'],
        'is on no page: say `settings.statusPage`',
      ),
    );
  }
  const { contact, folder } = statusPage;
  const card = contact === undefined ? undefined : cardsIn(file).get(contact);
  const faces = publicFaces(file);
  return [
    ...complaintIf(faces.size === 0, PAGE, 'shows nothing: no component is on the page'),
    ...complaintIf(
      card !== undefined && card.visible !== 'everyone',
      [...PAGE, 'contact'],
      'is not shown: the card is not `visible: everyone`',
    ),
    ...complaintIf(
      card?.visible === 'everyone' && folder !== undefined && publicUrl === undefined,
      [...PAGE, 'contact'],
      'is not in the files that are written: they know no address of ours without `settings.publicUrl`',
    ),
    ...file.groups.flatMap(({ id, mirrors }, index) =>
      complaintIf(
        mirrors === true && file.components.filter(({ group }) => group === id).length < 2,
        ['groups', index, 'mirrors'],
        'is a group of less than two components: they cannot stand in for each other',
      ),
    ),
  ];
}

const complaintIf = (wrong: boolean, path: Path, message: string): readonly Complaint[] =>
  wrong ? [{ path, message }] : [];
