/** A house in which people can subscribe, for tests. */
import { type FileInput, fileOf } from './watch-story.ts';

/** Nothing is sent to it in tests: channels are scripted. */
export const mailer = {
  id: 'mailer',
  type: 'smtp',
  host: '127.0.0.1',
  security: 'none',
  from: 'a@x.example',
  to: 'b@x.example',
} as const;

/** `API` is public, `Inner` is not. */
export function subscribable(): FileInput {
  const file = fileOf();
  const [api] = file.components ?? [];
  const statusPage = { title: 'Weather', timeZone: 'UTC', subscribers: { by: 'mailer' } };
  return {
    ...file,
    components: api === undefined ? [] : [api, { ...api, id: 'inner', name: 'Inner', public: false }],
    channels: [...(file.channels ?? []), mailer],
    settings: { publicUrl: 'https://pager.example.org', statusPage },
  };
}
