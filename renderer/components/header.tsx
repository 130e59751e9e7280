/**
 * On every view: the state in words with its shape, who is on call, quiet and its end, when we last looked, look at everything.
 */
import { useStore } from 'zustand';
import { blindness } from '../app/blindness.ts';
import type { World } from '../app/mirror.ts';
import { useParts, useTick, useWords, useWorld } from '../app/parts.tsx';
import { honestPicture } from '../app/sight.ts';
import { CommandButton } from './button.tsx';
import { OnCallChip } from './on-call-chip.tsx';
import { Phrase } from './phrase.tsx';
import { QuietMenu } from './quiet-menu.tsx';
import { StateMark } from './state-mark.tsx';
import { Ago } from './times.tsx';
import { WindowMenu } from './window-menu.tsx';

export function Header() {
  const { mirror } = useParts();
  const words = useWords();
  const known = useStore(mirror, ({ world }) => world !== null);
  return (
    <header className="header">
      <State />
      <div className="header-tools">
        {known && (
          <>
            <OnCallChip />
            <Checked />
            <QuietMenu />
            <CommandButton command="checkNow" question={{ component: null }} title={words.header.checkAllHint}>
              {words.header.checkAll}
            </CommandButton>
          </>
        )}
        <WindowMenu />
      </div>
    </header>
  );
}

function State() {
  const { mirror } = useParts();
  const words = useWords();
  const state = useStore(mirror);
  // Only what is shown may follow the second hand; the rest of the picture changes with the mirror.
  const text = useTick((now) => JSON.stringify(honestPicture(state, now, words)));
  const picture = JSON.parse(text) as ReturnType<typeof honestPicture>;
  return (
    <p className="state" data-shape={picture.shape}>
      <StateMark shape={picture.shape} count={picture.count} size="medium" />
      <span className="state-words">{picture.words}</span>
    </p>
  );
}

const lastCheckAt = (world: World) => world.watcher.lastCheckAt;

/** "Checked 3 s ago", or that nobody is looking. */
function Checked() {
  const { mirror } = useParts();
  const words = useWords();
  const state = useStore(mirror);
  const blind = useTick((now) => blindness(state, now) !== null);
  const at = useWorld(lastCheckAt);
  return (
    <span className="checked">
      {blind ? (
        words.header.notWatching
      ) : at === null ? (
        words.header.neverChecked
      ) : (
        <Phrase say={words.header.checked}>
          <Ago at={at} />
        </Phrase>
      )}
    </span>
  );
}
