/**
 * What must be known on every view: a lost line, nobody watching, a broken configuration file, the demo fleet. Said in full, with what to do.
 */
import { useStore } from 'zustand';
import type { ConfigProblem } from '../../shared/model/config.ts';
import { blindness } from '../app/blindness.ts';
import type { World } from '../app/mirror.ts';
import { useParts, useTick, useWords, useWorld } from '../app/parts.tsx';
import { hashOf } from '../app/route.ts';
import { CommandButton } from './button.tsx';
import { StateMark } from './state-mark.tsx';

/** A longer list of problems is folded. */
const PROBLEMS_SHOWN = 3;

export function Banners() {
  const { mirror } = useParts();
  const known = useStore(mirror, ({ world }) => world !== null);
  return (
    <div className="banners">
      <Blind />
      {known && <BrokenConfig />}
      {known && <Demo />}
    </div>
  );
}

function Blind() {
  const { mirror } = useParts();
  const words = useWords();
  const state = useStore(mirror);
  const kind = useTick((now) => blindness(state, now)?.kind ?? '');
  const told = useTick((now) => {
    const blind = blindness(state, now);
    return blind === null ? '' : words.blind(blind, now);
  });
  if (kind !== 'lost' && kind !== 'not-watching') {
    return null;
  }
  return (
    <section className="banner banner-blind" aria-label={words.shapes.blind}>
      <StateMark shape="blind" size="medium" />
      <p>
        <strong>{told}</strong>. {kind === 'lost' ? words.lostHint : words.banners.notWatching}{' '}
        {kind === 'not-watching' && <a href={hashOf({ view: 'self-check' })}>{words.now.openSelfCheck}</a>}
      </p>
    </section>
  );
}

const configOf = (world: World) => world.config;
const isDemo = (world: World) => world.demo;

function BrokenConfig() {
  const words = useWords();
  const { path, problems, loadedAt } = useWorld(configOf);
  const running = useTick((now) => words.banners.stillRunning(words.time.near(loadedAt, now)));
  if (problems.length === 0) {
    return null;
  }
  const [first, rest] = [problems.slice(0, PROBLEMS_SHOWN), problems.slice(PROBLEMS_SHOWN)];
  return (
    <section className="banner banner-broken" aria-label={words.banners.broken(problems.length)}>
      <StateMark shape="slow" size="medium" />
      <div>
        <p>
          <strong>{words.banners.broken(problems.length)}</strong> {running}
        </p>
        {path !== null && <p className="path">{path}</p>}
        <Problems problems={first} />
        {rest.length > 0 && (
          <details>
            <summary>{words.banners.all(problems.length)}</summary>
            <Problems problems={rest} />
          </details>
        )}
      </div>
    </section>
  );
}

function Problems({ problems }: { readonly problems: readonly ConfigProblem[] }) {
  const words = useWords();
  return (
    <ul className="problems">
      {problems.map(({ path, line, column, message }) => (
        <li key={`${path} ${line} ${column} ${message}`}>
          {line !== null && <span className="problem-place">{words.banners.place(line, column)}</span>}{' '}
          {path !== '' && <code>{path}</code>} {message}
        </li>
      ))}
    </ul>
  );
}

function Demo() {
  const words = useWords();
  const demo = useWorld(isDemo);
  if (!demo) {
    return null;
  }
  return (
    <section className="banner banner-demo" aria-label={words.banners.demo}>
      <p>{words.banners.demo}</p>
      <CommandButton command="removeDemo" question={{}}>
        {words.banners.removeDemo}
      </CommandButton>
    </section>
  );
}
