import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { discoverCommand } from '../../src/cli/discover';
import { discoverSubcommand } from '../../src/cli/discover-command';
import { type DiscoverOptions, readDiscoverRequest } from '../../src/cli/discover-request';
import { loadOrganization } from '../../src/config/load';
import { DiscoveryError } from '../../src/discovery/gap';
import { awsError, EMPTY, FakeAws, HOME, MANAGEMENT, MEMBER, USUAL } from '../discovery/fake-organization';
import { declare } from '../organizations';

let folder: string;
let file: string;
let said: { out: string; err: string };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'org-audit-discover-'));
  file = join(folder, 'audit.yaml');
  said = { out: '', err: '' };
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((said.out += String(text))));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((said.err += String(text))));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const WHOLE = { name: 'acme', years: '7', email: ['security@example.com'] };
const run = (options: DiscoverOptions, aws: FakeAws = new FakeAws(USUAL)) =>
  discoverCommand({ output: file, ...WHOLE, ...options }, () => Promise.resolve(aws));

describe('writing', () => {
  test('a file that a synth accepts, and what it holds in short', async () => {
    expect(await run({})).toBe(0);
    expect(loadOrganization(file).config.adopt.trail).toEqual({ name: 'org-trail' });
    expect(said.err).toBe('');
    expect(said.out.replaceAll(file, 'audit.yaml'))
      .toBe(`organization o-a1b2c3d4e5: 4 of 4 active accounts read in 2 regions

Adopted:
  222222222222 as delegated administrator of config.amazonaws.com
  the organization trail org-trail of us-east-1
  the trail bucket org-logs
  the Config bucket org-config
  the key alias/org-logs
  4 recorders

Check:
  regions.archive is eu-west-1: any region but home will do; nothing tells of one, and a later change makes a new archive

written to audit.yaml
`);
  });

  test('leaves no other file behind', async () => {
    await run({});
    expect(readdirSync(folder)).toEqual(['audit.yaml']);
  });

  test('never over a file that exists, which is told before anything is asked', async () => {
    writeFileSync(file, 'mine');
    const aws = new FakeAws(USUAL);
    expect(await run({}, aws)).toBe(1);
    expect(said.err).toBe(`discover: ${file} exists; write elsewhere with --output, or over it with --force\n`);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(aws.sent).toEqual([]);
  });

  test('never over a file that comes into being meanwhile', async () => {
    const aws = new FakeAws({
      ...USUAL,
      'Organizations.ListRoots': (input, at) => {
        writeFileSync(file, 'mine');
        return EMPTY['Organizations.ListRoots']!(input, at);
      },
    });
    expect(await run({}, aws)).toBe(1);
    expect(said.err).toContain(`discover: cannot write ${file}: EEXIST`);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(readdirSync(folder)).toEqual(['audit.yaml']);
  });

  test('over it with --force', async () => {
    writeFileSync(file, 'mine');
    expect(await run({ force: true })).toBe(0);
    expect(loadOrganization(file).id).toBe('o-a1b2c3d4e5');
    expect(readdirSync(folder)).toEqual(['audit.yaml']);
  });

  test('to standard output, with the rest on standard error', async () => {
    expect(await run({ output: '-' })).toBe(0);
    expect(said.out).toMatch(/^# yaml-language-server: /);
    expect(said.err).toMatch(/^organization o-a1b2c3d4e5: /);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('into a folder that is not there is told before anything is asked', async () => {
    const aws = new FakeAws(USUAL);
    const nowhere = join(folder, 'no');
    expect(await run({ output: join(nowhere, 'audit.yaml') }, aws)).toBe(1);
    expect(said.err).toBe(
      `discover: the folder ${nowhere} does not exist; make it, or write elsewhere with --output\n`,
    );
    expect(aws.sent).toEqual([]);
  });

  test('what a synth will ask for is told', async () => {
    expect(await discoverCommand({ output: file }, () => Promise.resolve(new FakeAws(USUAL)))).toBe(0);
    expect(said.out).toContain(`Before a synth:
  line 7, name: null is not a name; use lower-case letters, digits and single hyphens, starting with a letter
  line 32, alarms: nobody is told of any alarm; list subscriptions or topicArns below it
`);
  });

  test('what could not be read is told, and makes the exit code 2', async () => {
    const aws = new FakeAws(USUAL, MANAGEMENT, HOME, { [MEMBER]: awsError('AccessDenied') });
    expect(await run({}, aws)).toBe(2);
    expect(said.out).toContain(`3 of 4 active accounts read`);
    expect(said.out).toContain(`Not read:\n  ${MEMBER}: everything: access denied\n`);
    expect(existsSync(file)).toBe(true);
  });

  test.each([false, true])('nothing, where discovery cannot go on', async (force) => {
    const fail = () => Promise.reject(new DiscoveryError('no region is set'));
    expect(await discoverCommand({ output: file, force }, fail)).toBe(1);
    expect(said).toEqual({ out: '', err: 'no region is set\n' });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('mistakes of this program are not hidden', async () => {
    await expect(run({}, new FakeAws({}))).rejects.toThrow('Organizations.DescribeOrganization was not expected');
  });

  test('says how far it is when asked to', async () => {
    await run({ progress: true });
    expect(said.err).toBe([1, 2, 3, 4].map((done) => `${done} of 4 accounts read\n`).join(''));
  });
});

describe('--config', () => {
  const config = (members: string[]) => {
    const known = join(folder, 'known.yaml');
    const settings = {
      organization: { id: 'o-a1b2c3d4e5', rootId: 'r-a1b2', managementAccountId: MANAGEMENT },
      accounts: { audit: '222222222222', logArchive: '333333333333', members },
      regions: { home: HOME, governed: [HOME, 'eu-west-1'], archive: 'us-west-2' },
    };
    writeFileSync(known, declare(settings));
    return known;
  };

  test('says what the file does not know, and writes nothing', async () => {
    expect(await run({ config: config([]) }, new FakeAws(EMPTY))).toBe(1);
    expect(said.out).toBe(`account ${MEMBER} (production) is not listed; add it to accounts.members\n`);
    expect(readdirSync(folder)).toEqual(['known.yaml']);
  });

  test('says that it knows everything', async () => {
    const known = config([MEMBER]);
    expect(await run({ config: known }, new FakeAws(EMPTY))).toBe(0);
    expect(said.out).toBe(`${known} knows all that was found\n`);
  });

  test('does not say so where something could not be read', async () => {
    const aws = new FakeAws(EMPTY, MANAGEMENT, HOME, { [MEMBER]: awsError('AccessDenied') });
    expect(await run({ config: config([MEMBER]) }, aws)).toBe(2);
    expect(said.err).toBe(`not read: ${MEMBER}: everything: access denied\n`);
  });

  test('that cannot be read is told before anything is asked', async () => {
    const aws = new FakeAws(EMPTY);
    expect(await run({ config: join(folder, 'no.yaml') }, aws)).toBe(1);
    expect(said.err).toContain('there is no such file');
    expect(aws.sent).toEqual([]);
  });
});

describe('--policy', () => {
  test.each([
    [true, ['ReadOrganization', 'EnterAccounts', 'ReadAccounts', 'FindConfigRole']],
    ['caller', ['ReadOrganization', 'EnterAccounts', 'ReadAccounts', 'FindConfigRole']],
    ['role', ['ReadAccounts', 'FindConfigRole']],
  ] as const)('%p prints a policy and asks nothing', async (policy, sids) => {
    const aws = new FakeAws({});
    expect(await run({ policy, region: 'cn-north-1', roleName: 'Reader' }, aws)).toBe(0);
    const { Statement } = JSON.parse(said.out) as { Statement: { Sid: string; Resource: string }[] };
    expect(Statement.map(({ Sid }) => Sid)).toEqual(sids);
    expect(said.out.includes('arn:aws-cn:iam::*:role/Reader')).toBe(policy !== 'role');
    expect(aws.sent).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('what is typed', () => {
  test('is read, lists with blanks or commas', () => {
    const { scope, wishes, region, output } = readDiscoverRequest({
      regions: ['us-east-1,eu-west-1', 'us-east-1'],
      accounts: ['111111111111', '222222222222'],
      email: ['a@example.com'],
      topic: ['arn:aws-cn:sns:cn-north-1:111111111111:x'],
      years: '100',
      region: 'eu-west-1',
    });
    expect(scope).toEqual({ regions: ['us-east-1', 'eu-west-1'], accounts: ['111111111111', '222222222222'] });
    expect(wishes).toEqual({
      years: 100,
      emails: ['a@example.com'],
      topicArns: ['arn:aws-cn:sns:cn-north-1:111111111111:x'],
      roleName: 'OrganizationAccountAccessRole',
    });
    expect([region, output]).toEqual(['eu-west-1', 'audit.yaml']);
  });

  test('and makes no sense is told all at once', async () => {
    const aws = new FakeAws({});
    const options: DiscoverOptions = {
      region: 'us-east-9',
      regions: ['mars'],
      accounts: ['123'],
      email: ['nobody'],
      topic: ['alerts'],
      roleName: 'a b',
      name: 'Acme',
      years: '0',
      policy: 'all',
      config: 'x',
      force: true,
    };
    expect(await run(options, aws)).toBe(1);
    expect(said.err).toBe(
      [
        'discover: "us-east-9" is not an AWS region; did you mean "us-east-1"?',
        'discover: "mars" is not an AWS region; see audit.schema.json for the 38 that are',
        'discover: --accounts "123" is no account id, which has 12 digits',
        'discover: --email "nobody" is no address',
        'discover: --topic "alerts" is no ARN of a topic',
        'discover: --role-name "a b" is no role name',
        'discover: --name "Acme" is no name; use lower-case letters, digits and hyphens',
        'discover: --years "0" is no whole number from 1 to 100',
        'discover: --policy "all" is not one of caller, role',
        'discover: --config writes nothing, so --force has no effect\n',
      ].join('\n'),
    );
    expect(aws.sent).toEqual([]);
  });

  test.each(['0', '101', '1.5', 'x', ''])('--years %p is refused', (years) => {
    expect(() => readDiscoverRequest({ years })).toThrow('is no whole number from 1 to 100');
  });

  test.each([
    [{}, 'aws'],
    [{ AWS_REGION: 'us-gov-west-1' }, 'aws-us-gov'],
    [{ AWS_DEFAULT_REGION: 'cn-north-1' }, 'aws-cn'],
  ])('the partition of a policy follows from %j', (environment, partition) => {
    expect(readDiscoverRequest({ policy: true }, environment).policy).toEqual({ holder: 'caller', partition });
  });
});

describe('docs/discover.md', () => {
  const page = readFileSync('docs/discover.md', 'utf8');
  const commands = [...page.matchAll(/^npx org-audit discover(.*)$/gm)].map(([, rest]) => rest!.trim().split(' '));
  const command = () => {
    const program = new Command();
    discoverSubcommand(program);
    return program.commands[0]!;
  };

  test.each(commands)('shows a command that is understood: %s', (...words: string[]) => {
    const typed = command();
    expect(typed.parseOptions(words)).toEqual({ operands: [], unknown: [] });
    expect(() => readDiscoverRequest(typed.opts())).not.toThrow();
  });

  test('names options that exist, and every exit code of the help', () => {
    const known = command().options.map(({ long }) => long);
    const named = [...page.matchAll(/`(--[a-z-]+)`/g)].map(([, option]) => option);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((option) => !known.includes(option))).toEqual([]);
    expect([...page.matchAll(/^\| (\d) \|/gm)].map(([, code]) => code)).toEqual(['0', '1', '2']);
  });

  test('names the words that files use', async () => {
    await discoverCommand({ output: file }, () => Promise.resolve(new FakeAws(USUAL)));
    const text = readFileSync(file, 'utf8');
    for (const word of ['FILL IN', 'CHECK']) {
      expect(page).toContain(`\`${word}\``);
      expect(text).toContain(`${word}: `);
    }
  });
});
