import { describe, expect, it } from 'vitest';
import { readEnvFile } from '../../../../electron/import/practable/env-file.ts';
import { importFixture, importText } from '../../../harness/importing.ts';

const fixture = () => importFixture('practable', 'practable/status.env');

describe('the environment of a practable status server', () => {
  it('book and jump answer below /api/v1, relay does not; base paths are taken with and without it', async () => {
    const { file } = await fixture();
    expect(file.components.map(({ checks }) => checks[0]?.url)).toEqual([
      'https://app.practable.io/tenant/book/api/v1/admin/resources',
      'https://app.practable.io/tenant/jump/api/v1/connect/stats',
      'https://relay.practable.io/session/stats',
    ]);
  });

  it('asks without a token and expects to be refused in JSON, and says what that does not show', async () => {
    const { component, told } = await fixture();
    expect(component('practable-book').checks[0]).toMatchObject({ expectStatus: 401, timeout: '5s' });
    expect(told('changed')[0]).toContain('not that experiments are well');
  });

  it('tells every other setting with its line, and takes over no secret', async () => {
    const { text, told, differences } = await fixture();
    expect(told('lost')).toContain('STATUS_EMAIL_TO: channels are not carried over; add one of type smtp');
    expect(told('lost')).toContain('STATUS_SOMETHING_NEW: it has no counterpart');
    expect(differences.find(({ name }) => name === 'STATUS_HEALTH_STARTUP')?.line).toBe(13);
    expect(text + JSON.stringify(differences)).not.toMatch(/notAReal|anotherSecret/);
  });

  it('a server whose host is not set is told', async () => {
    const { file, told } = await importText('practable', 'STATUS_HOST_BOOK=a.example');
    expect(file.components).toHaveLength(1);
    expect(told('lost')).toContain('jump: STATUS_HOST_JUMP is not set, so nobody knows where jump is');
  });

  it.each([
    ['export A="b c"', 'b c'],
    ["A='b # c' # d", 'b # c'],
    ['Environment="A=b"', 'b'],
    ['A=b # c', 'b'],
    ['A=', ''],
  ])('reads %j', (line, value) => {
    expect(readEnvFile(line).get('A')?.value).toBe(value);
  });

  it('a file of something else is refused', async () => {
    await expect(importText('practable', 'PATH=/bin')).rejects.toThrow(/no STATUS_… variable/);
  });
});
