/**
 * One operation to a WCTP gateway and its answer, over HTTP POST.
 */
import type { ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { declined } from '../../../shared/rules/http/declined.ts';
import type { NotTaken } from '../../../shared/rules/http/deliveries.ts';
import type { ChannelContext } from '../../engine/ports/channel.ts';
import type { Answered, Poster } from './http-post.ts';

/** The verdict stands in the body: given up too early, the page would be sent again. */
const ANSWER = { bytes: 256 * 1_024, withinMs: 5_000 };

export type WctpAnswer =
  | { readonly kind: 'answered'; readonly answer: Answered; readonly who: string }
  | { readonly kind: 'no'; readonly delivery: NotTaken };

export async function askWctp(
  poster: Poster,
  settings: ChannelSettingsOf<'wctp'>,
  operation: string,
  context: Pick<ChannelContext, 'signal' | 'clock'>,
): Promise<WctpAnswer> {
  const answer = await poster.post({
    url: settings.url,
    headers: { 'content-type': 'text/xml; charset=UTF-8', accept: 'text/xml' },
    body: operation,
    verifyTls: settings.verifyTls,
    read: () => ANSWER,
    ...context,
  });
  if (answer.kind === 'failed') {
    return { kind: 'no', delivery: answer.delivery };
  }
  const who = new URL(settings.url).host;
  const no = declined(answer, { who }, context.clock.now());
  return no === null ? { kind: 'answered', answer, who } : { kind: 'no', delivery: no };
}
