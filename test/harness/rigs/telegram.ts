import { ChannelFile } from '../../../shared/model/channel.ts';
import { aMemory } from '../memory.ts';
import { problem, startTelegramEmulator } from '../telegram-emulator.ts';
import { ECHO, type Rig, SECRETS } from './rig.ts';

export async function telegramRig(): Promise<Rig> {
  const botToken = `123456:${SECRETS[5]}`;
  const telegram = await startTelegramEmulator({ botToken, chats: [42] });
  return {
    settings: ChannelFile.parse({ id: 'chat', type: 'telegram', botToken, chatId: 42, baseUrl: telegram.url }),
    memory: aMemory(),
    hang: () => {
      telegram.behave({ kind: 'hang' });
      return telegram.arrived(telegram.requests.length + 1);
    },
    refuse: () => telegram.behave({ kind: 'answer', ...problem(403, 'Forbidden: bot was blocked by the user') }),
    echo: () => telegram.behave({ kind: 'answer', ...problem(500, ECHO) }),
    taken: () => telegram.messages.length,
    close: telegram.close,
  };
}
