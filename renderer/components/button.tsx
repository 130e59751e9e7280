/**
 * Buttons. At least 24 by 24 px whatever their text, and never silently dead: one that waits for its answer says so.
 */
import type { ComponentPropsWithRef, ReactNode } from 'react';
import { useStore } from 'zustand';
import type { AsksInput } from '../../shared/contract/contract.ts';
import { busyKey, type Command } from '../app/commands.ts';
import { useParts } from '../app/parts.tsx';

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  readonly look?: 'plain' | 'primary' | 'quiet';
}

export function Button({ look = 'plain', className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`button button-${look}${className === undefined ? '' : ` ${className}`}`}
    />
  );
}

interface CommandButtonProps<A extends Command> {
  readonly command: A;
  readonly question: AsksInput<A>;
  readonly look?: ButtonProps['look'];
  readonly title?: string;
  readonly children: ReactNode;
}

/** Gives one command. While it is under way a second press does nothing; what came of it is said by the outcome line. */
export function CommandButton<A extends Command>({
  command,
  question,
  look = 'plain',
  title,
  children,
}: CommandButtonProps<A>) {
  const { commands } = useParts();
  const busy = useStore(commands.store, (state) => state.busy.has(busyKey(command, question)));
  return (
    <Button
      look={look}
      title={title}
      aria-busy={busy}
      aria-disabled={busy}
      onClick={() => void commands.run(command, question)}
    >
      {children}
    </Button>
  );
}
