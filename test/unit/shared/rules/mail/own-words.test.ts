/** What somebody wrote, and what stood there already. */
import { describe, expect, it } from 'vitest';
import { htmlText } from '../../../../../shared/rules/mail/html-text.ts';
import { ownWords } from '../../../../../shared/rules/mail/own-words.ts';
import { windowsLetters } from '../../../../../shared/rules/mail/windows-letters.ts';

describe('of a mail, its own words', () => {
  it.each<[string, string, string]>([
    ['are all of it', 'One\n\nTwo', 'One\n\nTwo'],
    ['end at the signature', 'One\n-- \nAnn\nTel. 1', 'One'],
    ['end at a signature that lost its blank', 'One\r\n--\r\nAnn', 'One'],
    ['go on after a rule that is none', 'One\n---\nTwo', 'One\n---\nTwo'],
    ['are above what is quoted', 'One\n\nOn Mon, 5 Jan 2026, Kim wrote:\n> Two', 'One'],
    [
      'are above an introduction of two lines',
      'One\nOn Mon, 5 Jan 2026 at 09:30, Kim Larsen <k@x.example>\nwrote:\n> Two',
      'One',
    ],
    ['are above a German one', 'Eins\n\nAm 05.01.2026 um 09:30 schrieb Kim:\n> Zwei', 'Eins'],
    ['stand between what is quoted', '> One?\nYes.\n> Two?\nNo.', 'Yes.\nNo.'],
    [
      'keep a line that ends in a colon and introduces nothing',
      'These are down:\n\n> shop\n\nHelp',
      'These are down:\n\nHelp',
    ],
    ['end at the old header of Outlook', 'One\n-----Original Message-----\nFrom: x\nTwo', 'One'],
    ['end at the new header of Outlook', 'One\n\nFrom: Kim\nSent: Monday\nTo: Ann\nTwo', 'One'],
    ['end at the rule above it', 'One\n________________________________\nVon: Kim\nGesendet: Montag\nTwo', 'One'],
    ['keep a line that only begins so', 'From: the shop\nit burns', 'From: the shop\nit burns'],
    ['are what is quoted where there is nothing else', '> Disk full\n-- \nAnn', '> Disk full'],
    [
      'are the other mail where there is nothing else',
      'From: root\nSent: now\nDisk full',
      'From: root\nSent: now\nDisk full',
    ],
    ['are none in an empty mail', ' \n\n', ''],
  ])('%s', (_, text, words) => {
    expect(ownWords(text)).toBe(words);
  });
});

describe('of an HTML mail, the words', () => {
  it.each<[string, string, string]>([
    ['stand in lines', '<p>One</p><p>Two<br/>three</p>', 'One\nTwo\nthree'],
    ['are folded', '<div>  One \n two\t</div>', 'One two'],
    [
      'are decoded once',
      '&lt;b&gt; &amp;amp; &#228;&#xe4;&auml; &nbsp;&copy; &#1114112; &#x110000;',
      '<b> &amp; äää &copy; &#1114112; &#x110000;',
    ],
    [
      'are what is shown',
      '<head><title>x</title></head><style>a<b>c</style>One<script>if (a < b) "</p>"</script> two',
      'One two',
    ],
    ['go on after a comment', 'One<!-- <p>no</p> > no --> two', 'One two'],
    ['keep a sign that is no mark', 'a < b, 1<2', 'a < b, 1<2'],
    ['keep what never closes', 'One <b', 'One <b'],
    ['forget a comment that never closes', 'One <!-- two', 'One'],
    [
      'mark what is quoted',
      'One<blockquote>Two<blockquote>Three</blockquote>Four</blockquote>Five',
      'One\n> Two\n> Three\n> Four\nFive',
    ],
    ['are none where there are none', '<html><body><img src="x"></body></html>', ''],
    ['survive ends without a begin', '</blockquote></p></style>One', 'One'],
  ])('%s', (_, html, text) => {
    expect(htmlText(html)).toBe(text);
  });
});

describe('letters of Windows', () => {
  it('are put in the place of control characters, and nothing else is touched', () => {
    expect(windowsLetters('\u0093won\u0092t\u0094 \u0096 5\u0080 é\n\u007f')).toBe('“won’t” – 5€ é\n\u007f');
    expect(windowsLetters('\u0081\u009f')).toBe('\u0081Ÿ');
  });
});
