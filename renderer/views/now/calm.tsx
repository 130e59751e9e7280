/**
 * No open incident. Says what is watched and when it was last looked at; and when nothing is seen, that, instead of calm.
 */
import { useStore } from 'zustand';
import { blindness } from '../../app/blindness.ts';
import type { World } from '../../app/mirror.ts';
import { useParts, useTick, useWords, useWorld } from '../../app/parts.tsx';
import { hashOf } from '../../app/route.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Phrase } from '../../components/phrase.tsx';
import { Ago } from '../../components/times.tsx';
import type { NowModel } from './now-model.ts';

const watcherOf = (world: World) => world.watcher;
const onCallOf = (world: World) => world.onCall;
const deskOf = (world: World) => world.host.desk;
const pictureOf = (world: World) => world.picture;
const sizeOf = (world: World) => world.components.size;
const pathOf = (world: World) => world.config.path;

const EXAMPLE = `components:
  - id: website
    checks:
      - type: http
        url: https://www.example.org/`;

export function Calm({ model }: { readonly model: NowModel }) {
  const { mirror } = useParts();
  const words = useWords();
  const state = useStore(mirror);
  const kind = useTick((now) => blindness(state, now)?.kind ?? '');
  const picture = useWorld(pictureOf);
  const components = useWorld(sizeOf);

  if (kind === 'nothing-configured') {
    return <NothingConfigured />;
  }
  if (kind !== '') {
    return (
      <EmptyState shape="blind" title={words.now.blindTitle} hint={words.now.blindHint}>
        <a href={hashOf({ view: 'self-check' })}>{words.now.openSelfCheck}</a>
      </EmptyState>
    );
  }
  const quietlyWell = picture.shape === 'calm';
  return (
    <EmptyState
      shape={picture.shape}
      title={quietlyWell ? words.now.calmTitle : picture.words}
      hint={words.now.calm(components, model.checks)}
    >
      <LastLook />
    </EmptyState>
  );
}

function LastLook() {
  const words = useWords();
  const { lastCheckAt } = useWorld(watcherOf);
  const schedules = useWorld(onCallOf);
  const desk = useWorld(deskOf);
  const who = words.onCallNow(schedules, desk);
  return (
    <>
      <p className="hint">
        {lastCheckAt === null ? (
          words.now.noLook
        ) : (
          <Phrase say={words.now.lastLook}>
            <Ago at={lastCheckAt} />
          </Phrase>
        )}
      </p>
      {schedules.length > 0 && <p className="hint">{who === '' ? words.now.onCallNobody : words.now.onCall(who)}</p>}
    </>
  );
}

function NothingConfigured() {
  const words = useWords();
  const path = useWorld(pathOf);
  return (
    <EmptyState shape="blind" title={words.now.empty} hint={words.now.emptyHint}>
      {path !== null && <p className="path">{path}</p>}
      <figure className="example">
        <figcaption>{words.now.emptyExample}</figcaption>
        <pre>{EXAMPLE}</pre>
      </figure>
    </EmptyState>
  );
}
