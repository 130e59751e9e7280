/**
 * A dialog: the browser's own, which traps focus, closes on Escape, and gives the focus back. A form inside saves on Enter.
 */
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { useParts, useWords } from '../app/parts.tsx';
import { Button } from './button.tsx';

interface DialogProps {
  readonly title: string;
  readonly hint?: string;
  /** There is more to read than a few words. */
  readonly wide?: boolean;
  /** The words of the button that saves. Absent: only a button to close. */
  readonly save?: string;
  /** Called on save; the dialog stays open until somebody closes it, so that a refusal can be shown in it. */
  readonly onSave?: () => void;
  /** Why it could not be saved. */
  readonly problem?: string | null;
  readonly children: ReactNode;
}

export function Dialog({ title, hint, wide = false, save, onSave, problem = null, children }: DialogProps) {
  const { stage } = useParts();
  const words = useWords();
  const titleId = useId();
  const ref = useRef<HTMLDialogElement>(null);
  const close = () => stage.setState({ dialog: null });

  // Layout effect: it ends while the dialog still stands in the page, and only then can it give the focus back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>('[data-first]')?.focus();
    return () => dialog?.close();
  }, []);

  return (
    <dialog ref={ref} className={wide ? 'dialog dialog-wide' : 'dialog'} aria-labelledby={titleId} onCancel={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSave?.();
        }}
      >
        <h2 id={titleId} className="dialog-title">
          {title}
        </h2>
        {hint !== undefined && <p className="hint">{hint}</p>}
        {children}
        {problem !== null && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        <div className="dialog-buttons">
          {save !== undefined && (
            <Button look="primary" type="submit">
              {save}
            </Button>
          )}
          <Button onClick={close}>{save === undefined ? words.close : words.cancel}</Button>
        </div>
      </form>
    </dialog>
  );
}
