/**
 * Templates of webhooks: only fields that there are, and the form that their content type promises.
 */
import { JSON_TYPE } from '../../model/channels/webhook.ts';
import type { ConfigFile } from '../../model/config.ts';
import { templateProblems } from '../template.ts';
import type { Complaint } from './complaint.ts';

export function templateComplaints(file: ConfigFile): readonly Complaint[] {
  return file.channels.flatMap((channel, index): readonly Complaint[] => {
    if (channel.type !== 'webhook') {
      return [];
    }
    const { template, contentType } = channel;
    if (template === undefined) {
      const message = 'is for a body of your own; add a `template`, or leave it out';
      return contentType === undefined ? [] : [{ path: ['channels', index, 'contentType'], message }];
    }
    return templateProblems(template, contentType ?? JSON_TYPE).map((message) => ({
      path: ['channels', index, 'template'],
      message,
    }));
  });
}
