/**
 * Links that cannot be meant: a secret that is none, a template that names no field, and what will surprise.
 */
import { JSON_TYPE } from '../../model/channels/webhook.ts';
import type { ConfigFile } from '../../model/config.ts';
import type { LinkFile, LinkSettings } from '../../model/link.ts';
import { LINK_FIELDS } from '../links/flat.ts';
import { templateProblems } from '../template.ts';
import type { Complaint, Path } from './complaint.ts';

/** `whsec_` and base64 whose length is right. */
const SECRET = /^(?:whsec_)?(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Whoever names metrics wants points. */
export function linkSettings(link: LinkFile): LinkSettings {
  const points = link.type === 'cachet' && Object.keys(link.metrics).length > 0 && !link.tell.includes('latency');
  return points ? { ...link, tell: [...link.tell, 'latency'] } : link;
}

export function linkComplaints({ links }: ConfigFile): readonly Complaint[] {
  return links.flatMap((link, index) => complaintsOf(link, ['links', index]));
}

function complaintsOf(link: LinkFile, path: Path): readonly Complaint[] {
  if (link.type !== 'webhook') {
    return [];
  }
  const { url, secret, template, contentType } = link;
  return [
    ...(/^\w+:\/\/[^/?#]*@/.test(url)
      ? [{ path: [...path, 'url'], message: 'write the login as a header, `authorization: "Basic …"`' }]
      : []),
    // The secret itself is not repeated in the message.
    ...(secret !== undefined && !SECRET.test(secret)
      ? [{ path: [...path, 'secret'], message: 'must be whsec_ followed by base64' }]
      : []),
    ...(template === undefined && contentType !== undefined
      ? [{ path: [...path, 'contentType'], message: 'is for a body of your own; add a `template`, or leave it out' }]
      : []),
    ...(template === undefined
      ? []
      : templateProblems(template, contentType ?? JSON_TYPE, LINK_FIELDS).map((message) => ({
          path: [...path, 'template'],
          message,
        }))),
  ];
}

export function linkWarnings({ links }: ConfigFile): readonly Complaint[] {
  return links.flatMap(({ verifyTls }, index) =>
    verifyTls
      ? []
      : [
          {
            path: ['links', index, 'verifyTls'],
            message:
              'whoever stands in between can read the token and change what is said; better trust its certificate',
          },
        ],
  );
}
