/** Everything that is wrong, copied as text: the list of a digest mail. */
import { afterEach, describe, expect, it } from 'vitest';
import { wrongTextOf } from '../../../../renderer/views/now/wrong-text.ts';
import { calm, incidents } from '../../../harness/window-fixture.ts';
import { stageWindow, type WindowStage } from '../../../harness/window-stage.ts';

let w: WindowStage | null = null;
afterEach(() => w?.stop());

function clipboard(write: (text: string) => Promise<void>): void {
  Object.defineProperty(navigator, 'clipboard', { value: { writeText: write }, configurable: true });
}

describe('the list of what is wrong', () => {
  it('is copied as a digest mail tells it, worst first, with who has it', async () => {
    const copied: string[] = [];
    clipboard((text) => Promise.resolve(void copied.push(text)));
    w = await stageWindow(incidents);
    await w.click('Copy as text');
    expect(copied).toHaveLength(1);
    expect(copied[0]?.split('\n').map((line) => line.replace(/since .*?: /, 'since …: '))).toEqual([
      'Wrong now (2):',
      expect.stringMatching(/^- DOWN api-gateway since …: .*\. Nobody has it$/),
      expect.stringMatching(/^- .* since …: .*\. \S+.* has it$/),
    ]);
    expect(w.text('body')).toContain('Copied: 2 lines about what is wrong now');
  });

  it('says so when the system does not let it', async () => {
    clipboard(() => Promise.reject(new Error('not allowed')));
    w = await stageWindow(incidents);
    await w.click('Copy as text');
    expect(w.text('body')).toContain('Not copied: not allowed');
  });

  it('is not offered when nothing is open', async () => {
    w = await stageWindow(calm);
    expect(w.all('button').map(({ textContent }) => textContent)).not.toContain('Copy as text');
  });

  it('leaves out what has recovered', () => {
    const at = Date.parse('2026-11-21T01:14:00Z');
    const [down, other] = incidents(at).incidents;
    if (down === undefined || other === undefined) {
      throw new Error('the scene has no incidents');
    }
    expect(wrongTextOf([{ ...down, recoveredAt: at }], at, 'UTC')).toBe('Nothing is wrong now');
    expect(wrongTextOf([down, { ...other, recoveredAt: at }], at, 'UTC')).toMatch(
      /^Wrong now \(1\):\n- DOWN api-gateway/,
    );
  });
});
