/**
 * Who is told of news on the status page: by a mail channel, with links that lead back to us, about what everybody may see.
 */
import type { ConfigFile } from '../../model/config.ts';
import type { Complaint, Path } from './complaint.ts';
import { publicFaces } from './status-page.ts';

const PLACE: Path = ['settings', 'statusPage', 'subscribers'];

/** `whsec_` and base64 whose length is right. */
const SECRET = /^whsec_(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export function subscriberComplaints(file: ConfigFile): readonly Complaint[] {
  const { statusPage, publicUrl } = file.settings;
  const subscribers = statusPage?.subscribers;
  if (subscribers === undefined) {
    return [];
  }
  const channel = file.channels.find(({ id }) => id === subscribers.by);
  const faces = publicFaces(file);
  return [
    ...(publicUrl === undefined
      ? [{ path: PLACE, message: 'needs `settings.publicUrl`: every mail carries the address by which it is ended' }]
      : []),
    ...(channel !== undefined && channel.type !== 'smtp'
      ? [
          {
            path: [...PLACE, 'by'],
            message: `news go by a channel of type smtp, and \`${channel.id}\` is of type ${channel.type}`,
          },
        ]
      : []),
    ...twice(subscribers.webhooks.map(({ url }) => url)),
    ...subscribers.webhooks.flatMap(({ secret, components = [] }, index) => [
      // The secret itself is not repeated in the message.
      ...(secret !== undefined && !SECRET.test(secret)
        ? [{ path: [...PLACE, 'webhooks', index, 'secret'], message: 'must be whsec_ followed by base64' }]
        : []),
      ...components.flatMap((id, place) =>
        file.components.some((component) => component.id === id) && !faces.has(id)
          ? [
              {
                path: [...PLACE, 'webhooks', index, 'components', place],
                message: `\`${id}\` is not on the status page, so there is no news of it`,
              },
            ]
          : [],
      ),
    ]),
  ];
}

/** An address may hold a login: it is not repeated in the message. */
function twice(urls: readonly string[]): readonly Complaint[] {
  return urls.flatMap((url, index) => {
    const earlier = urls.indexOf(url);
    return earlier === index
      ? []
      : [
          {
            path: [...PLACE, 'webhooks', index, 'url'],
            message: 'this address stands twice; a program hears everything once: put its components together',
            other: [...PLACE, 'webhooks', earlier, 'url'],
          },
        ];
  });
}
