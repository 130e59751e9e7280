/**
 * What belongs to this window alone: its theme and its keys; and the way to what everybody else sees.
 */
import { useStore } from 'zustand';
import { useParts, useWords } from '../app/parts.tsx';
import { THEMES } from '../app/preferences.ts';
import { menuName } from '../app/stage.ts';
import { Menu, type MenuItem } from './menu.tsx';

export function WindowMenu() {
  const { preferences, stage, commands, mirror } = useParts();
  // The menu stands there before anything is known.
  const statusPage = useStore(mirror, ({ world }) => world?.statusPage ?? null);
  const words = useWords();
  const { theme, letterKeys } = useStore(preferences);
  const items: MenuItem[] = [
    { kind: 'label', label: words.theme.title },
    ...THEMES.map(
      (name): MenuItem => ({
        kind: 'choice',
        label: words.theme.names[name],
        chosen: name === theme,
        onSelect: () => preferences.setState({ theme: name }),
      }),
    ),
    { kind: 'line' },
    {
      kind: 'check',
      label: words.keys.letters,
      checked: letterKeys,
      onChange: (checked) => preferences.setState({ letterKeys: checked }),
    },
    { kind: 'item', label: words.keys.meanings.keys, onSelect: () => stage.setState({ dialog: { kind: 'keys' } }) },
    ...(statusPage === null
      ? []
      : [
          {
            kind: 'item' as const,
            label: words.header.statusPage,
            onSelect: () => void commands.run('openLink', { url: statusPage }),
          },
        ]),
  ];
  return (
    <Menu name={menuName.window} label={words.header.window} className="button-square" items={items}>
      <svg className="dots" viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="3" cy="8" r="1.4" />
        <circle cx="8" cy="8" r="1.4" />
        <circle cx="13" cy="8" r="1.4" />
      </svg>
    </Menu>
  );
}
