/**
 * A button that opens a menu, by mouse, keyboard or by its name in the stage (so that a key elsewhere can open it).
 *
 * Radix brings focus, arrow keys and typing ahead. Never modal: its scroll lock adds a style element, which our content policy refuses.
 */
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { assertNever } from '../../shared/model/never.ts';
import { useParts } from '../app/parts.tsx';
import { Button, type ButtonProps } from './button.tsx';

export type MenuItem =
  | { readonly kind: 'item'; readonly label: string; readonly onSelect: () => void; readonly disabled?: boolean }
  | {
      readonly kind: 'check';
      readonly label: string;
      readonly checked: boolean;
      readonly onChange: (checked: boolean) => void;
    }
  | { readonly kind: 'choice'; readonly label: string; readonly chosen: boolean; readonly onSelect: () => void }
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'line' };

interface MenuProps {
  /** Unique among the menus on the screen. */
  readonly name: string;
  /** What the button says. */
  readonly children: ReactNode;
  /** Said instead, when the button shows only a sign. */
  readonly label?: string;
  readonly look?: ButtonProps['look'];
  readonly className?: string;
  readonly title?: string;
  readonly items: readonly MenuItem[];
}

export function Menu({ name, children, label, look = 'plain', className, title, items }: MenuProps) {
  const { stage } = useParts();
  const open = useStore(stage, ({ menu }) => menu === name);
  return (
    <DropdownMenu.Root
      modal={false}
      open={open}
      onOpenChange={(wanted) => stage.setState({ menu: wanted ? name : null })}
    >
      <DropdownMenu.Trigger asChild>
        <Button look={look} title={title} aria-label={label} {...(className !== undefined && { className })}>
          {children}
          <span className="menu-sign" aria-hidden="true" />
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="start" sideOffset={4} collisionPadding={8}>
          {items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the items of one menu are a fixed list, without state of their own
            <Entry key={index} item={item} />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Entry({ item }: { readonly item: MenuItem }) {
  switch (item.kind) {
    case 'item':
      return (
        <DropdownMenu.Item className="menu-item" disabled={item.disabled ?? false} onSelect={item.onSelect}>
          {item.label}
        </DropdownMenu.Item>
      );
    case 'check':
      return (
        <DropdownMenu.CheckboxItem
          className="menu-item"
          checked={item.checked}
          onCheckedChange={item.onChange}
          onSelect={(event) => event.preventDefault()}
        >
          <span className={item.checked ? 'tick tick-on' : 'tick'} aria-hidden="true" />
          {item.label}
        </DropdownMenu.CheckboxItem>
      );
    case 'choice':
      return (
        <DropdownMenu.CheckboxItem className="menu-item" checked={item.chosen} onSelect={item.onSelect}>
          <span className={item.chosen ? 'dot dot-on' : 'dot'} aria-hidden="true" />
          {item.label}
        </DropdownMenu.CheckboxItem>
      );
    case 'label':
      return <DropdownMenu.Label className="menu-label">{item.label}</DropdownMenu.Label>;
    case 'line':
      return <DropdownMenu.Separator className="menu-line" />;
    default:
      return assertNever(item, 'menu item');
  }
}
