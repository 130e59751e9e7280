/** The status page in the configuration: what cannot be meant is refused in words, what will surprise is said. */
import { describe, expect, it } from 'vitest';
import { ConfigFile } from '../../../../../shared/model/config.ts';
import { pathText } from '../../../../../shared/rules/config/complaint.ts';
import { resolveConfig } from '../../../../../shared/rules/config.ts';
import { fleet, type PageInput } from '../../../../harness/status-page.ts';
import { type FileInput, fileOf } from '../../../../harness/watch-story.ts';

function said(file: FileInput) {
  const read = ConfigFile.safeParse(file);
  if (!read.success) {
    return {
      ok: false,
      lines: read.error.issues.map(({ path, message }) => `${pathText(path as string[])}: ${message}`),
    };
  }
  const resolved = resolveConfig(read.data);
  const list = resolved.ok ? resolved.warnings : resolved.problems;
  return { ok: resolved.ok, lines: list.map(({ path, message }) => `${pathText(path)}: ${message}`) };
}

const CARD = {
  people: [
    { id: 'kim', name: 'Kim', channels: ['kim-hook'], pageMe: { visible: 'everyone' as const } },
    { id: 'sam', name: 'Sam', channels: ['sam-hook'], pageMe: {} },
  ],
};

describe('a page', () => {
  it.each<[string, PageInput, Partial<FileInput>]>([
    ['of nothing but defaults', {}, {}],
    [
      'with everything',
      {
        title: 'W',
        languages: ['de'],
        theme: 'rainbow',
        css: 'a.css',
        image: 'b.jpeg',
        meanwhile: 'wait',
        mirrors: [{ name: 'm', url: 'https://m.example/' }],
        show: { groups: ['web'] },
        contact: 'person/kim',
        timeZone: 'UTC',
        url: 'https://status.example.org',
        every: '30s',
      },
      CARD,
    ],
  ])('%s is taken without a word about it', (_story, page, change) => {
    const { ok, lines } = said(fleet(page, change));
    expect([ok, lines.filter((line) => line.includes('statusPage'))]).toEqual([true, []]);
  });

  it.each<[string, PageInput, string]>([
    ['languages twice', { languages: ['en', 'en'] }, 'settings.statusPage.languages: each language once'],
    ['no language', { languages: [] }, 'settings.statusPage.languages: name at least one of en, de'],
    ['a sheet that is none', { css: 'style.txt' }, 'settings.statusPage.css: is no style sheet: it ends in .css'],
    [
      'a picture that is none',
      { image: 'logo.bmp' },
      'settings.statusPage.image: is no picture that every browser shows: it ends in one of svg, png, jpg, webp, gif',
    ],
    [
      'an unknown group',
      { show: { groups: ['webb'] } },
      'settings.statusPage.show.groups[0]: unknown group `webb`; did you mean `web`?',
    ],
    [
      'an unknown tag',
      { show: { tags: ['iner'] } },
      'settings.statusPage.show.tags[0]: unknown tag `iner`; did you mean `inner`?',
    ],
    [
      'nobody by accident',
      { show: { groups: [] } },
      'settings.statusPage.show: name at least one of `groups`, `tags` or `components`, or say `show: everything`',
    ],
    [
      'a card that nobody has',
      { contact: 'person/kin' },
      'settings.statusPage.contact: unknown card `person/kin`: nobody has `pageMe` there; did you mean `person/kim`?',
    ],
    ['too often', { every: '1s' }, 'settings.statusPage.every: at least 5s'],
    ['an address that is none of the web', { url: 'ftp://x.example' }, 'settings.statusPage.url: Invalid URL'],
  ])('with %s is refused', (_story, page, line) => {
    expect(said(fleet(page, CARD))).toEqual({ ok: false, lines: expect.arrayContaining([line]) });
  });

  it('cannot have a component of the name that its own badge has', () => {
    const components = [{ id: 'overall', checks: [{ type: 'tcp' as const, host: 'h', port: 1 }] }];
    expect(said(fleet({}, { components, groups: [] })).lines).toContain(
      'components[0].id: `overall` names the whole on the status page; take another id',
    );
    expect(said(fileOf({ components })).ok).toBe(true);
  });

  it.each<[string, FileInput, string]>([
    [
      'nobody is on it',
      fleet({}, { components: [], groups: [] }),
      'settings.statusPage: shows nothing: no component is on the page',
    ],
    [
      'the card is not for everybody',
      fleet({ contact: 'person/sam' }, CARD),
      'settings.statusPage.contact: is not shown: the card is not `visible: everyone`',
    ],
    [
      'files know no address of ours',
      fleet({ contact: 'person/kim', folder: 'out' }, CARD),
      'settings.statusPage.contact: is not in the files that are written: they know no address of ours without `settings.publicUrl`',
    ],
    [
      'one is no mirror of anything',
      fleet(
        {},
        {
          groups: [
            { id: 'web', name: 'Web' },
            { id: 'docs', name: 'Docs' },
            { id: 'alone', name: 'A', mirrors: true },
          ],
        },
      ),
      'groups[2].mirrors: is a group of less than two components: they cannot stand in for each other',
    ],
    [
      'there is no page for a public name',
      fileOf({ components: [{ id: 'a', public: { name: 'A' }, checks: [{ type: 'tcp', host: 'h', port: 1 }] }] }),
      'components[0].public: is on no page: say `settings.statusPage`',
    ],
  ])('warns when %s', (_story, file, line) => {
    expect(said(file)).toEqual({ ok: true, lines: expect.arrayContaining([line]) });
  });
});
