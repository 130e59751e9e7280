/**
 * Everything that can be done about one incident. Acknowledge is one press; what wakes somebody else is two.
 */
import type { IncidentView, PersonView } from '../../../shared/contract/view.ts';
import { handOf } from '../../../shared/rules/hand.ts';
import type { World } from '../../app/mirror.ts';
import { useParts, useWords, useWorld } from '../../app/parts.tsx';
import { menuName } from '../../app/stage.ts';
import { Button, CommandButton } from '../../components/button.tsx';
import { Menu, type MenuItem } from '../../components/menu.tsx';

const MINUTE = 60_000;
const ACKNOWLEDGE_MINUTES = [30, 120] as const;
const SNOOZE_MINUTES = [30, 60, 120, 480] as const;

const peopleOf = (world: World) => world.people;

export function IncidentActions({ incident }: { readonly incident: IncidentView }) {
  const { commands, stage } = useParts();
  const { incident: own, silences } = useWords();
  const people = useWorld(peopleOf);
  const { id, state, componentId, sounding, runbook, componentName } = incident;
  if (state === 'resolved') {
    return null;
  }
  const more: MenuItem[] = [
    { kind: 'item', label: own.explain, onSelect: () => stage.setState({ dialog: { kind: 'explain', incident: id } }) },
    { kind: 'item', label: own.note, onSelect: () => stage.setState({ dialog: { kind: 'note', incident: id } }) },
    {
      kind: 'item',
      label: silences.menu,
      onSelect: () => stage.setState({ dialog: { kind: 'silence', incident: id } }),
    },
    ...(incident.policyChanged
      ? [
          {
            kind: 'item' as const,
            label: own.applyPolicy,
            onSelect: () => void commands.run('applyPolicy', { incident: id }),
          },
        ]
      : []),
    { kind: 'item', label: own.resolve, onSelect: () => stage.setState({ dialog: { kind: 'resolve', incident: id } }) },
  ];
  return (
    <div className="actions">
      <Acknowledge incident={incident} />
      <Beside incident={incident} />
      <Menu
        name={menuName.snooze(id)}
        items={SNOOZE_MINUTES.map((minutes) => ({
          kind: 'item',
          label: own.forMinutes(minutes),
          onSelect: () => void commands.run('snooze', { incident: id, forMs: minutes * MINUTE }),
        }))}
      >
        {own.snooze}
      </Menu>
      <Menu name={menuName.escalate(id)} items={escalateItems(incident, people)}>
        {own.escalate}
      </Menu>
      <CommandButton command="checkNow" question={{ component: componentId }}>
        {own.checkNow}
      </CommandButton>
      {sounding && (
        <CommandButton command="hush" question={{ incident: id }}>
          {own.soundOff}
        </CommandButton>
      )}
      {runbook !== null && (
        <Button data-opens="" title={runbook} onClick={() => void commands.run('openLink', { url: runbook })}>
          {own.runbook}
        </Button>
      )}
      <Menu name={menuName.more(id)} label={own.actions(componentName)} className="button-square" items={more}>
        <svg className="dots" viewBox="0 0 16 16" aria-hidden="true">
          <circle cx="3" cy="8" r="1.4" />
          <circle cx="8" cy="8" r="1.4" />
          <circle cx="13" cy="8" r="1.4" />
        </svg>
      </Menu>
    </div>
  );

  function escalateItems({ nextStep, steps }: IncidentView, everybody: readonly PersonView[]): readonly MenuItem[] {
    return [
      {
        kind: 'item',
        label: own.escalateNext(nextStep, steps),
        onSelect: () => void commands.run('escalate', { incident: id, to: 'next' }),
      },
      ...Array.from(
        { length: steps > 1 ? steps : 0 },
        (_, index): MenuItem => ({
          kind: 'item',
          label: own.escalateStep(index + 1),
          onSelect: () => void commands.run('escalate', { incident: id, to: { step: index + 1 } }),
        }),
      ),
      { kind: 'line' },
      { kind: 'label', label: own.escalateTo },
      ...everybody.map(
        (person): MenuItem => ({
          kind: 'item',
          label: person.name,
          onSelect: () => void commands.run('escalate', { incident: id, to: { person: person.id } }),
        }),
      ),
    ];
  }
}

/** The button acknowledges at once, until it is fixed; the menu beside it has the rest. */
function Acknowledge({ incident: { id, state } }: { readonly incident: IncidentView }) {
  const { commands, stage } = useParts();
  const { incident: own } = useWords();
  if (state === 'acknowledged') {
    return (
      <CommandButton command="unacknowledge" question={{ incident: id }}>
        {own.unacknowledge}
      </CommandButton>
    );
  }
  const acknowledge = (forMs: number | null) => void commands.run('acknowledge', { incident: id, forMs });
  return (
    <span className="split">
      <CommandButton command="acknowledge" question={{ incident: id, forMs: null }} look="primary">
        {own.acknowledge}
      </CommandButton>
      <Menu
        name={menuName.acknowledge(id)}
        label={own.acknowledgeFor}
        look="primary"
        className="button-square"
        items={[
          { kind: 'item', label: own.acknowledgeUntilFixed, onSelect: () => acknowledge(null) },
          ...ACKNOWLEDGE_MINUTES.map(
            (minutes): MenuItem => ({
              kind: 'item',
              label: own.forMinutes(minutes),
              onSelect: () => acknowledge(minutes * MINUTE),
            }),
          ),
          {
            kind: 'item',
            label: own.acknowledgeWithNote,
            onSelect: () => stage.setState({ dialog: { kind: 'acknowledge', incident: id } }),
          },
        ]}
      >
        {null}
      </Menu>
    </span>
  );
}

const deskName = (world: World) => world.people.find(({ id }) => id === world.host.desk)?.name ?? null;

/** Somebody else has it: whoever sits here may stand beside them. */
function Beside({ incident: { id, acknowledgement } }: { readonly incident: IncidentView }) {
  const { incident: own } = useWords();
  const name = useWorld(deskName);
  if (acknowledgement === null || name === null) {
    return null;
  }
  const holders = [acknowledgement, ...(acknowledgement.also ?? [])].map(({ by }) => handOf(by));
  return holders.includes(name) ? null : (
    <CommandButton command="acknowledge" question={{ incident: id, forMs: null }}>
      {own.mineToo}
    </CommandButton>
  );
}
