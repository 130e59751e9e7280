/**
 * Which other programs may do something here: the tokens that were given out, a new one, and the way to take one back.
 */
import { useState } from 'react';
import { RIGHTS, type Right } from '../../../shared/model/token.ts';
import { useParts, useWords } from '../../app/parts.tsx';
import { useAnswer } from '../../app/use-answer.ts';
import { Asking } from '../../components/asking.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { GivenOut, ShownOnce, useMaking } from '../../components/given-out.tsx';

export function TokensDialog() {
  const { bridge } = useParts();
  const { tokens: own } = useWords();
  const [answer, again] = useAnswer('tokens', {});
  const [name, setName] = useState('');
  const [rights, setRights] = useState<readonly Right[]>(['components']);
  const { made, problem, tell } = useMaking(again);
  if (answer.kind !== 'here') {
    return <Asking title={own.title} hint={own.hint} answer={answer} onAgain={again} />;
  }
  const { tokens } = answer.value;
  const tick = (right: Right, on: boolean): void =>
    setRights(RIGHTS.filter((one) => (one === right ? on : rights.includes(one))));
  return (
    <Dialog
      title={own.title}
      hint={own.hint}
      problem={rights.length === 0 ? own.noRight : problem}
      {...(rights.length > 0 && {
        save: own.make,
        onSave: () => tell(() => bridge.ask('addToken', { name, rights: [...rights] })),
      })}
    >
      <label className="field">
        <span className="field-name">{own.whose}</span>
        <input
          data-first=""
          type="text"
          required
          maxLength={80}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
      </label>
      <fieldset className="field">
        <legend className="field-name">{own.may}</legend>
        {RIGHTS.map((right) => (
          <label key={right} className="tick-label">
            <input
              type="checkbox"
              checked={rights.includes(right)}
              onChange={({ target }) => tick(right, target.checked)}
            />
            {own.rights[right]}
          </label>
        ))}
      </fieldset>
      <ShownOnce made={made} name={own.secret} />
      <GivenOut
        name={own.given}
        rows={tokens}
        what={(token) => own.since(token.rights)}
        takeBack={own.takeBack}
        onTakeBack={(id) => tell(async () => ({ done: await bridge.ask('removeToken', { id }), secret: null }))}
      />
    </Dialog>
  );
}
