import { describe, expect, it } from 'vitest';
import { locateConfig } from '../../../../electron/config/locate.ts';

const linux = { platform: 'linux', env: {}, home: '/home/kim', cwd: '/srv' } as const;

describe('the configuration file', () => {
  it.each([
    {
      story: 'the XDG folder',
      asked: null,
      host: { ...linux, env: { XDG_CONFIG_HOME: '/cfg' } },
      is: '/cfg/watchbell/watchbell.yaml',
    },
    {
      story: 'below the home folder without one',
      asked: null,
      host: linux,
      is: '/home/kim/.config/watchbell/watchbell.yaml',
    },
    {
      story: 'below the home folder when the XDG folder is empty',
      asked: null,
      host: { ...linux, env: { XDG_CONFIG_HOME: '' } },
      is: '/home/kim/.config/watchbell/watchbell.yaml',
    },
    {
      story: 'below the home folder when the XDG folder is relative, which is invalid',
      asked: null,
      host: { ...linux, env: { XDG_CONFIG_HOME: 'cfg' } },
      is: '/home/kim/.config/watchbell/watchbell.yaml',
    },
    { story: 'what was asked for', asked: '/etc/watch.yaml', host: linux, is: '/etc/watch.yaml' },
    { story: 'what was asked for, from where we are', asked: '../watch.yaml', host: linux, is: '/watch.yaml' },
    {
      story: 'Application Support on macOS',
      asked: null,
      host: { ...linux, platform: 'darwin', home: '/Users/kim', env: { XDG_CONFIG_HOME: '/cfg' } },
      is: '/Users/kim/Library/Application Support/Watchbell/watchbell.yaml',
    },
    {
      story: 'roaming application data on Windows',
      asked: null,
      host: { platform: 'win32', env: { APPDATA: 'D:\\Data' }, home: 'C:\\Users\\kim', cwd: 'C:\\' },
      is: 'D:\\Data\\Watchbell\\watchbell.yaml',
    },
    {
      story: 'below the profile on a Windows without that variable',
      asked: null,
      host: { platform: 'win32', env: {}, home: 'C:\\Users\\kim', cwd: 'C:\\' },
      is: 'C:\\Users\\kim\\AppData\\Roaming\\Watchbell\\watchbell.yaml',
    },
    {
      story: 'what was asked for on Windows',
      asked: 'w.yaml',
      host: { platform: 'win32', env: {}, home: 'C:\\Users\\kim', cwd: 'C:\\srv' },
      is: 'C:\\srv\\w.yaml',
    },
  ] as const)('is $story', ({ asked, host, is }) => {
    expect(locateConfig(asked, host)).toBe(is);
  });
});
