import { describe, expect, it } from 'vitest';
import { createShortcut } from '../../../../electron/desktop/shortcut.ts';
import { Shortcut } from '../../../../shared/model/shortcut.ts';

/** Keys of a machine on which others have some already. */
function aKeyboard(others: readonly string[] = []) {
  const held = new Map<string, () => void>();
  return {
    held,
    register(accelerator: string, pressed: () => void) {
      if (accelerator === 'Control+Alt+Nonsense') {
        throw new TypeError('Error processing argument');
      }
      if (others.includes(accelerator)) {
        return false;
      }
      held.set(accelerator, pressed);
      return true;
    },
    unregister: (accelerator: string) => void held.delete(accelerator),
  };
}

const A = 'Control+Alt+A';
const B = 'Control+Alt+B';

function aShortcut(others: readonly string[] = [], onWayland = false) {
  const keys = aKeyboard(others);
  let presses = 0;
  const pressed = (): void => {
    presses += 1;
  };
  return { keys, shortcut: createShortcut({ keys, onWayland, pressed }), presses: () => presses };
}

describe('the keys to acknowledge', () => {
  it('are heard, change, and are given back at the end', () => {
    const { keys, shortcut, presses } = aShortcut();
    shortcut.want(A);
    keys.held.get(A)?.();
    shortcut.want(A);
    shortcut.want(B);
    expect([...keys.held.keys()]).toEqual([B]);
    expect(presses()).toBe(1);
    shortcut.close();
    expect(keys.held.size).toBe(0);
  });

  it('stay as they were when others have the new ones, and say so until they are changed', () => {
    const { keys, shortcut } = aShortcut([B]);
    shortcut.want(A);
    shortcut.want(B);
    expect([...keys.held.keys()]).toEqual([A]);
    expect(shortcut.row()).toMatchObject({
      level: 'amber',
      text: `${B} is taken by another program, or unknown here; ${A} still works`,
      fix: expect.stringContaining('settings.shortcut'),
    });
    shortcut.want(A);
    expect(shortcut.row()).toMatchObject({ level: 'green', text: `${A} acknowledges the worst page` });
    shortcut.want(null);
    expect(keys.held.size).toBe(0);
    expect(shortcut.row().level).toBe('green');
  });

  it('that the system does not understand are none, and no crash', () => {
    const { shortcut } = aShortcut();
    shortcut.want('Control+Alt+Nonsense');
    expect(shortcut.row()).toMatchObject({
      level: 'amber',
      text: 'Control+Alt+Nonsense is taken by another program, or unknown here',
    });
  });

  it('promise nothing under Wayland', () => {
    const { shortcut } = aShortcut([], true);
    shortcut.want(A);
    expect(shortcut.row()).toMatchObject({ level: 'amber', text: expect.stringContaining('Wayland') });
  });
});

describe('keys in the configuration', () => {
  it.each(['Control+Alt+A', 'CommandOrControl+Alt+Shift+A', 'Super+F12', 'Alt+Space'])('%s can be had', (keys) => {
    expect(Shortcut.safeParse(keys).success).toBe(true);
  });

  it.each(['A', 'Shift+A', 'Control+', 'Control+Control+A', 'Control+a', 'Hyper+A', 'Control+F25', ''])(
    '%j cannot: it would be typed, or nobody knows it',
    (keys) => {
      expect(Shortcut.safeParse(keys).error?.issues[0]?.message).toContain('Control+Alt+A');
    },
  );
});
