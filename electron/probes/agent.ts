/**
 * The agent check: connects, says its piece if it has one, and takes one line, which must have an end.
 *
 * Remembers per check what the agent has not taken back. After a restart of ours that is forgotten, as HAProxy forgets it.
 */
import { unescapeText } from '../../shared/model/escapes.ts';
import type { CheckId } from '../../shared/model/ids.ts';
import type { Probe } from '../engine/ports/probe.ts';
import { type AgentState, heardAgent, judgeAgent, parseAgentLine, SILENT_AGENT, wholeLine } from './agent-line.ts';
import { type Attempt, beginAttempt } from './attempt.ts';
import { converse, type Partner } from './conversation.ts';
import type { ProbeTools } from './tools.ts';
import { excerpt } from './words.ts';

/** HAProxy's buffer: a line that does not fit is no line. */
const MAX_LINE = 16 * 1024;

export function createAgentProbe({ names, secondLook }: ProbeTools): Probe<'agent'> {
  const states = new Map<CheckId, AgentState>();

  function heard(checkId: CheckId, text: string, attempt: Attempt): void {
    const line = parseAgentLine(text);
    const state = heardAgent(states.get(checkId) ?? SILENT_AGENT, line);
    states.set(checkId, state);
    Object.assign(attempt.readings, {
      ...(state.weight !== null && { weightPercent: state.weight }),
      ...(state.maxConnections !== null && { maxConnections: state.maxConnections }),
      ...(line.unknown.length > 0 && { notUnderstood: line.unknown.slice(0, 5).join(' ') }),
    });
    const objection = judgeAgent(line, state);
    if (objection === null) {
      attempt.pass();
    } else {
      attempt.fail(objection);
    }
  }

  return {
    type: 'agent',
    run: (check, context) =>
      beginAttempt({ timeoutMs: check.timeout, timeouts: check.timeouts, context, secondLook }, (attempt) => {
        let received = '';

        const partner: Partner = {
          opened(send) {
            const greeting = check.send === undefined ? null : unescapeText(check.send);
            if (greeting?.ok) {
              send(greeting.bytes);
            }
            attempt.timeoutWords = (within) => ({
              detail:
                received === '' ? `connected, but no line within ${within}` : unended(received, `within ${within}`),
            });
          },
          received(chunk) {
            received += chunk.toString('latin1');
            const line = wholeLine(received);
            if (line !== null) {
              heard(check.id, line, attempt);
            } else if (received.length > MAX_LINE) {
              attempt.fail({ kind: 'protocol', detail: unended(received, `in ${MAX_LINE} bytes`) });
            }
          },
          ended() {
            attempt.fail(
              received === ''
                ? { kind: 'closed', detail: 'closed without a line' }
                : { kind: 'protocol', detail: unended(received, 'before it closed; HAProxy ignores such a line') },
            );
          },
        };
        converse(check.host, check.port, attempt, names, partner, { proxy: check.proxy });
      }),
    forget: (checkId) => void states.delete(checkId),
  };
}

const unended = (received: string, where: string) => `got ${excerpt(received)} and no end of the line ${where}`;
