/**
 * Keys that are heard while another program is in front, in Electron's words ("Accelerator").
 */
import { z } from 'zod';

const HOLDING = /^(Command|Cmd|Control|Ctrl|CommandOrControl|CmdOrCtrl|Alt|Option|AltGr|Super|Meta)$/;
const SHIFT = 'Shift';
const KEY =
  /^([A-Z0-9]|F([1-9]|1\d|2[0-4])|Space|Tab|Backspace|Delete|Insert|Return|Up|Down|Left|Right|Home|End|PageUp|PageDown)$/;

/** `Control+Alt+A`. Something must be held beside Shift: else nobody could type that letter any more. */
export const Shortcut = z
  .string()
  .refine(
    isShortcut,
    'must be keys to hold and one more, like Control+Alt+A: Command, Control, CommandOrControl, Alt, Super, Shift, then A-Z, 0-9, F1-F24, Space …',
  );

function isShortcut(text: string): boolean {
  const parts = text.split('+');
  const held = parts.slice(0, -1);
  return (
    KEY.test(parts.at(-1) ?? '') &&
    new Set(held).size === held.length &&
    held.every((part) => part === SHIFT || HOLDING.test(part)) &&
    held.some((part) => part !== SHIFT)
  );
}
