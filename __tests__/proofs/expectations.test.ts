import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../src/config/problem';
import { judge, readExpectations } from '../../src/proofs/expectations';
import { gapsOf } from '../../src/proofs/proof';
import { AUDIT, FOREIGN, LOG_ARCHIVE, MANAGEMENT, MEMBER } from './principals';
import { prover } from './prover';

jest.setTimeout(120_000);

const { policies, matrix } = prover({ accounts: { audit: AUDIT, logArchive: LOG_ARCHIVE, members: [MEMBER] } });
const { organization } = policies;

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'org-audit-expectations-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function write(content: unknown): string {
  const file = join(folder, 'expectations.yaml');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const read = (content: unknown) => readExpectations(write(content), organization);

function problems(content: unknown): readonly string[] {
  try {
    read(content);
  } catch (error) {
    if (error instanceof ConfigError) return error.lines;
    throw error;
  }
  return [];
}

const ROLE = `arn:aws:iam::${MEMBER}:role/Administrator`;
const item = (more: Record<string, unknown>) => ({ principal: ROLE, because: 'of the test', ...more });

describe('a file', () => {
  test('that is not there expects nothing', () => {
    expect(readExpectations(join(folder, 'none.yaml'), organization)).toEqual([]);
  });

  test.each(['', '# nothing yet\n', '[]'])('may expect nothing: %j', (content) => {
    expect(read(content)).toEqual([]);
  });

  test('that cannot be read says so', () => {
    expect(() => readExpectations(folder, organization)).toThrow(
      new ConfigError(folder, ['it cannot be read (EISDIR)']),
    );
  });

  test.each([
    ['- principal: [', [expect.stringMatching(/^line 1: .*; mend the YAML$/)]],
    ['- a: 1\n  a: 2\n', ['line 2: this key is given above already; remove one of them']],
  ])('that is no YAML says where: %j', (content, lines) => {
    expect(problems(content)).toEqual(lines);
  });

  test.each<[string, unknown, readonly string[]]>([
    ['is no list', { principal: ROLE }, [`{"principal":"${ROLE}"} is not a list; write [...]`]],
    ['holds no group', ['x'], ['[0]: "x" is not a group of keys; write principal, may, mayNot, ... below it']],
    [
      'lacks everything',
      [{}],
      [
        '[0].principal: is missing; write the ARN of a role, a user or a root user, or the name of a service',
        '[0].because: is missing; say why',
      ],
    ],
    [
      'has mistakes in several places',
      [
        item({ may: 's3:GetObject', onn: 'x' }),
        item({ principal: 'me', mayNot: [5] }),
        item({ mayNot: [], because: ' ' }),
        item({ principal: `arn:aws:iam::${MEMBER}:role/*`, may: 's3:GetObject' }),
      ],
      [
        '[0].onn: is not a known key; did you mean "on"?',
        '[1].principal: "me" is not a principal; write the ARN of a role, a user or a root user, or the name of a service',
        '[1].mayNot[0]: 5 is not an action; write actions as IAM names them, such as cloudtrail:StopLogging or s3:Put*',
        '[2].mayNot: is an empty list; write actions as IAM names them, such as cloudtrail:StopLogging or s3:Put*',
        '[2].because: " " is not a reason; say why',
        `[3].principal: "arn:aws:iam::${MEMBER}:role/*" is not a principal; write the ARN of a role, a user or a root user, or the name of a service`,
      ],
    ],
    [
      'says what cannot be asked',
      [
        item({}),
        item({ may: 'cloudtrail:LookupEvents', mayNot: 'cloudtrail:LookupEvents' }),
        item({ mayNot: ['cloudtrail:StopLoging', 'nothing:Real*'], on: '${TrailArns}' }),
        item({ mayNot: 'cloudtrail:StopLogging', on: '${TrailArn}' }),
        item({ mayNot: 'cloudtrail:StopLogging' }),
        item({ mayNot: 'cloudtrail:*' }),
        item({ mayNot: 's3:DeleteBucket', on: '${TrailArns}' }),
        item({ mayNot: 'config:PutEvaluations', on: '${TrailArns}' }),
        item({ principal: 'arn:aws-cn:iam::111111111111:root', mayNot: 'cloudtrail:LookupEvents' }),
      ],
      [
        '[0]: says neither may nor mayNot; write one of them',
        '[1]: says both may and mayNot; write one of them',
        '[2]: "cloudtrail:StopLoging" is no action of IAM; check how IAM spells it',
        '[2]: "nothing:Real*" is no action of IAM; check how IAM spells it',
        '[3].on: ${TrailArn} stands for nothing; docs/guardrails.md lists the placeholders',
        '[4].on: cloudtrail:StopLogging takes a resource; write its ARN or a placeholder such as ${TrailArns}',
        expect.stringMatching(/^\[5\]\.on: cloudtrail:\w+ takes a resource; write its ARN/),
        '[6].on: s3:DeleteBucket does not take arn:aws:cloudtrail:*:*:trail/acme-organization-trail; it takes arn:*:s3:::*',
        '[7].on: config:PutEvaluations does not take arn:aws:cloudtrail:*:*:trail/acme-organization-trail; it knows no resources: write "*"',
        '[8].principal: is of aws-cn, and the organization of aws',
      ],
    ],
    [
      'mistakes whose account it is',
      [
        item({ principal: `arn:aws:iam::${FOREIGN}:role/x`, may: 'config:PutEvaluations' }),
        item({ principal: `arn:aws:iam::${FOREIGN}:root`, foreign: false, may: 'config:PutEvaluations' }),
        item({ foreign: true, may: 'config:PutEvaluations' }),
        item({ principal: 'config.amazonaws.com', foreign: true, may: 'config:PutEvaluations' }),
      ],
      [
        `[0].principal: ${FOREIGN} is not an account of audit.yaml; correct it, or write foreign: true`,
        `[1].principal: ${FOREIGN} is not an account of audit.yaml; correct it, or write foreign: true`,
        `[2].foreign: ${MEMBER} is an account of audit.yaml; take it out`,
        '[3].foreign: is for accounts, and services are of none; take it out',
      ],
    ],
    [
      'says so in words',
      [item({ foreign: 'yes', may: 'config:PutEvaluations' })],
      ['[0].foreign: "yes" is neither true nor false; write true or false, without quotes'],
    ],
    [
      'has keys that no request carries',
      [
        item({ mayNot: 'config:PutEvaluations', with: { 'aws:SourceAcount': MEMBER, 'my:own': 'x' } }),
        item({ mayNot: 's3:ListAllMyBuckets', with: { 's3:x-amz-acll': 'private' } }),
        item({ mayNot: 'config:PutEvaluations', with: { 's3:x-amz-acl': 'private' } }),
      ],
      [
        '[0].with: "aws:SourceAcount" is no condition key of IAM; did you mean "aws:SourceAccount"?',
        '[0].with: "my:own" is no condition key of IAM; check how IAM spells it',
        '[1].with: "s3:x-amz-acll" is no condition key of IAM; did you mean "s3:x-amz-acl"?',
        expect.stringMatching(/^\[2\]\.with: "s3:x-amz-acl" is a key of .*\bs3\b.*, not of config; take it out$/),
      ],
    ],
    [
      'has values that are none',
      [
        item({ mayNot: 'config:PutEvaluations', with: { 'aws:SourceAccount': 5 } }),
        item({ mayNot: 'config:PutEvaluations', with: 'aws:SourceAccount' }),
      ],
      [
        '[0].with["aws:SourceAccount"]: 5 is not a value; write the text that the request carries, in quotes',
        '[1].with: "aws:SourceAccount" is not a group of condition keys; write aws:SourceAccount: "..." below it',
      ],
    ],
  ])('that %s says all of it', (_name, content, lines) => {
    expect(problems(content)).toEqual(lines);
  });
});

describe('expectations', () => {
  test('are of each action that a pattern stands for and of each resource, as far as they fit', () => {
    const read1 = read([item({ mayNot: ['cloudtrail:St*Logging', 'cloudtrail:DeleteTrail'], on: '${TrailArns}' })]);
    expect(read1.map(({ action }) => action).sort()).toEqual([
      'cloudtrail:DeleteTrail',
      'cloudtrail:StartLogging',
      'cloudtrail:StopLogging',
    ]);
    const ofBuckets = read([item({ mayNot: 's3:DeleteBucket*', on: ['${EvidenceBucketArns}'] })]);
    expect(new Set(ofBuckets.map(({ resource }) => resource))).toEqual(new Set(organization.evidenceBucketArns));
    expect(new Set(ofBuckets.map(({ action }) => action)).size).toBeGreaterThan(3);
    // Of objects, which no bucket is.
    expect(ofBuckets.map(({ action }) => action)).not.toContain('s3:DeleteObject');
  });

  const KEY = () => matrix.targets.target('evidence-key', '').arn;
  const SNAPSHOT = `arn:aws:s3:::acme-config-${LOG_ARCHIVE}-us-east-1/config/AWSLogs/${MEMBER}/Config/us-east-1/x`;
  const FOR_US = { 'aws:SourceAccount': MEMBER, 'aws:SourceOrgID': 'o-a1b2c3d4e5' };
  const PATH_ROLE = `arn:aws:iam::${MEMBER}:role/team/ops/Administrator`;
  const holdsAs = async (content: Record<string, unknown>) => {
    const [expected, ...others] = read([item(content)]);
    expect(others).toEqual([]);
    const { holds, decided } = await judge(matrix, organization, expected!);
    return [holds, decided];
  };

  test.each<[string, () => Record<string, unknown>, boolean, string]>([
    [
      'a member',
      () => ({ mayNot: 'config:DeleteConfigRule', on: `arn:aws:config:us-east-1:${MEMBER}:config-rule/x` }),
      true,
      'denied by SCP ProtectConfig',
    ],
    [
      'a role with a path',
      () => ({ principal: PATH_ROLE, mayNot: 'config:PutEvaluations' }),
      true,
      'denied by SCP DenyForgedEvaluations',
    ],
    [
      'the exempt role',
      () => ({ principal: `arn:aws:iam::${MEMBER}:role/OrganizationAccountAccessRole`, may: 'config:PutEvaluations' }),
      true,
      'allowed',
    ],
    [
      'its name with a path',
      () => ({
        principal: `arn:aws:iam::${MEMBER}:role/x/OrganizationAccountAccessRole`,
        mayNot: 'config:PutEvaluations',
      }),
      true,
      'denied by SCP DenyForgedEvaluations',
    ],
    [
      'a user',
      () => ({ principal: `arn:aws:iam::${MEMBER}:user/somebody`, mayNot: 'config:PutEvaluations' }),
      true,
      'denied by SCP DenyForgedEvaluations',
    ],
    [
      'a root user',
      () => ({ principal: `arn:aws:iam::${MEMBER}:root`, mayNot: 'organizations:LeaveOrganization' }),
      true,
      'denied by SCP StayInOrganization',
    ],
    [
      'the management account',
      () => ({ principal: `arn:aws:iam::${MANAGEMENT}:root`, may: 'config:PutEvaluations' }),
      true,
      'allowed',
    ],
    [
      'the management account, in the evidence',
      () => ({ principal: `arn:aws:iam::${MANAGEMENT}:root`, mayNot: 'kms:ScheduleKeyDeletion', on: KEY() }),
      true,
      'denied by RCP KeepEvidence',
    ],
    [
      'a bucket, with its policy',
      () => ({
        principal: `arn:aws:iam::${FOREIGN}:role/x`,
        foreign: true,
        mayNot: 's3:ListBucket',
        on: `arn:aws:s3:::acme-trail-${LOG_ARCHIVE}-us-east-1`,
      }),
      true,
      'denied by RCP KeepOutsidersOut, resource DenyOutsideOrganization',
    ],
    [
      'an object, with the bucket’s policy',
      () => ({
        principal: `arn:aws:iam::${LOG_ARCHIVE}:role/x`,
        mayNot: 's3:PutObject',
        on: `arn:aws:s3:::acme-trail-${LOG_ARCHIVE}-us-east-1/any/key`,
      }),
      true,
      'denied by resource DenyWritesByPeople',
    ],
    [
      'a service that says nothing of whom it acts for',
      () => ({
        principal: 'cloudtrail.amazonaws.com',
        mayNot: 's3:PutObject',
        on: `arn:aws:s3:::acme-trail-${LOG_ARCHIVE}-us-east-1/x`,
      }),
      true,
      'allowed by nothing',
    ],
    [
      'a service that says it acts for us',
      () => ({
        principal: 'config.amazonaws.com',
        may: 's3:PutObject',
        on: SNAPSHOT,
        with: { ...FOR_US, 's3:x-amz-acl': 'bucket-owner-full-control' },
      }),
      true,
      'allowed',
    ],
    [
      'a service that acts for strangers',
      () => ({
        principal: 'config.amazonaws.com',
        mayNot: 's3:PutObject',
        on: SNAPSHOT,
        with: { 'aws:SourceAccount': FOREIGN, 'aws:SourceOrgID': 'o-zzzzzzzzzz' },
      }),
      true,
      'denied by RCP KeepConfusedDeputiesOut',
    ],
    [
      'a key that requests of the service carry, but not those of the action',
      () => ({
        principal: 'config.amazonaws.com',
        mayNot: 's3:DeleteObject',
        on: SNAPSHOT,
        with: { 's3:x-amz-acl': 'private' },
      }),
      false,
      `not decided: s3:DeleteObject on ${SNAPSHOT} never carries s3:x-amz-acl`,
    ],
    [
      'a role whose path has colons: none of it is lost',
      () => ({
        principal: `arn:aws:iam::${MEMBER}:role/OrganizationAccountAccessRole:x/y`,
        mayNot: 'config:PutEvaluations',
      }),
      true,
      'denied by SCP DenyForgedEvaluations',
    ],
    [
      'a trail by its placeholder',
      () => ({ mayNot: 'cloudtrail:StopLogging', on: '${TrailArns}' }),
      true,
      'denied by SCP ProtectTrail',
    ],
    [
      'the organization trail, which is the management account’s',
      () => ({
        principal: `arn:aws:iam::${MEMBER}:role/OrganizationAccountAccessRole`,
        mayNot: 'cloudtrail:StopLogging',
        on: '${TrailArns}',
      }),
      true,
      'allowed by nothing',
    ],
    [
      'a bucket of the team’s',
      () => ({ may: 's3:DeleteBucket', on: 'arn:aws:s3:::holiday-pictures' }),
      true,
      'allowed',
    ],
    [
      'what is denied, though expected',
      () => ({ may: 'config:PutEvaluations' }),
      false,
      'denied by SCP DenyForgedEvaluations',
    ],
    [
      'what is allowed, though not expected',
      () => ({ mayNot: 's3:DeleteBucket', on: 'arn:aws:s3:::holiday-pictures' }),
      false,
      'allowed',
    ],
    [
      'what nothing allows, though expected',
      () => ({ may: 's3:GetObject', on: `arn:aws:s3:::acme-trail-${LOG_ARCHIVE}-us-east-1/x` }),
      false,
      'allowed by nothing',
    ],
  ])('about %s', async (_name, content, holds, decided) => {
    expect(await holdsAs(content())).toEqual([holds, decided]);
  });

  test('that do not hold are gaps, with what decides', async () => {
    const [expected] = read([item({ may: 'config:PutEvaluations', because: 'our rules report' })]);
    const expectations = [await judge(matrix, organization, expected!)];
    expect(
      gapsOf({ organization, sections: new Map(), work: [], deliveries: [], unclassified: [], expectations }),
    ).toEqual([`${ROLE} may config:PutEvaluations on * (our rules report): it is denied by SCP DenyForgedEvaluations`]);
  });
});
