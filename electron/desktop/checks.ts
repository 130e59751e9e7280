/**
 * What only a desktop can say in the self-check: would a notice be seen, a tone be heard, an icon be found, a secret be kept?
 */
import type { SelfCheckRow } from '../../shared/contract/contract.ts';
import type { SoundDoor } from '../engine/ports/doors.ts';
import type { Sealer } from './seal.ts';

/** How notices stand on this machine. `fix` is empty when there is nothing to mend. */
export interface NoticeCheck {
  readonly ok: boolean;
  readonly text: string;
  readonly fix: string;
}

export function noticeRow({ ok, text, fix }: NoticeCheck): SelfCheckRow {
  return { id: 'notice', name: 'Native notices', level: ok ? 'green' : 'amber', text, fix };
}

export async function soundRow(sound: SoundDoor): Promise<SelfCheckRow> {
  const ready = await sound.ready();
  const base = { id: 'sound', name: 'Sound' } as const;
  return 'reason' in ready
    ? {
        ...base,
        level: 'amber',
        text: ready.reason,
        fix: 'Mend it, then hear a tone with the button beside the channel',
      }
    : { ...base, level: 'green', text: 'A tone would be heard', fix: '' };
}

export function secretsRow(sealer: Pick<Sealer, 'describe'>): SelfCheckRow {
  const { encrypted, text } = sealer.describe();
  const base = { id: 'secrets', name: 'Sealed secrets' } as const;
  return encrypted
    ? { ...base, level: 'green', text, fix: '' }
    : { ...base, level: 'amber', text, fix: 'Keep secrets in environment variables until then' };
}
