import { arn, bucketArn, roleArn } from '../../src/policy/arn';
import {
  allowRoles,
  allowService,
  denyForgery,
  type Pin,
  toPolicyJson,
  trustPeople,
  trustService,
} from '../../src/policy/statement';

const grant = { sid: 'S', actions: ['a:B'], resources: ['r'] };

test.each<[Pin, object]>([
  [{ sourceArn: 'arn' }, { StringEquals: { 'aws:SourceArn': 'arn' } }],
  [{ sourceAccount: '1' }, { StringEquals: { 'aws:SourceAccount': '1' } }],
  [{ sourceAccountIfSent: '1' }, { StringEqualsIfExists: { 'aws:SourceAccount': '1' } }],
  [{ sourceOrganization: 'o' }, { StringEquals: { 'aws:SourceOrgID': 'o' } }],
  [{ encryptedLogGroup: 'arn' }, { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': 'arn' } }],
])('a service is pinned by %j', (pin, condition) => {
  expect(allowService('x.amazonaws.com', pin, grant)).toEqual({
    ...grant,
    effect: 'Allow',
    principal: { Service: 'x.amazonaws.com' },
    condition,
  });
  expect(JSON.parse(trustService('x.amazonaws.com', pin)).Statement[0].Condition).toEqual(condition);
});

test('a statement’s own conditions join the pin', () => {
  const { condition } = allowService(
    'x.amazonaws.com',
    { sourceArn: 'arn' },
    { ...grant, condition: { StringEquals: { k: 'v' }, Bool: { b: 'true' } } },
  );
  expect(condition).toEqual({ StringEquals: { 'aws:SourceArn': 'arn', k: 'v' }, Bool: { b: 'true' } });
});

test('a statement cannot loosen its pin by naming the key again', () => {
  expect(() =>
    allowService(
      'x.amazonaws.com',
      { sourceArn: 'arn' },
      { ...grant, condition: { StringEquals: { 'aws:SourceArn': '*' } } },
    ),
  ).toThrow('condition StringEquals aws:SourceArn is given twice');
});

test('roles are matched by ARN, within the organization', () => {
  expect(allowRoles('o-1', ['role'], grant)).toMatchObject({
    principal: { AWS: '*' },
    condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' }, ArnLike: { 'aws:PrincipalArn': ['role'] } },
  });
});

test.each([
  [[], undefined],
  [['role'], { 'aws:PrincipalArn': ['role'] }],
])('only services and the roles %j may write', (roles, except) => {
  expect(denyForgery('bucket', roles)).toMatchObject({ effect: 'Deny', principal: '*', resources: ['bucket/*'] });
  expect(denyForgery('bucket', roles).condition?.ArnNotLike).toEqual(except);
});

test('a policy is rendered without white space, single values without lists, absent parts not at all', () => {
  const statements = [
    { sid: 'A', effect: 'Allow', actions: ['a:B'], resources: ['r'] },
    {
      sid: 'D',
      effect: 'Deny',
      principal: '*',
      actions: ['a:B', 'a:C'],
      resources: ['r', 's'],
      condition: { Bool: { k: 'true' } },
    },
  ] as const;
  expect(toPolicyJson(statements)).toBe(
    '{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Action":"a:B","Resource":"r"},' +
      '{"Sid":"D","Effect":"Deny","Principal":"*","Action":["a:B","a:C"],"Resource":["r","s"],"Condition":{"Bool":{"k":"true"}}}]}',
  );
});

test.each([
  [
    arn({ partition: 'aws-cn', service: 'kms', region: 'cn-north-1', account: '1', resource: 'alias/a' }),
    'arn:aws-cn:kms:cn-north-1:1:alias/a',
  ],
  [bucketArn('aws-us-gov', 'b'), 'arn:aws-us-gov:s3:::b'],
  [roleArn('aws', '*', 'audit/BreakGlass'), 'arn:aws:iam::*:role/audit/BreakGlass'],
])('%s is spelt as AWS does', (built, expected) => {
  expect(built).toBe(expected);
});

describe('people are trusted with a second factor only', () => {
  const MFA = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
  const [ROOT, ANA] = ['arn:aws:iam::1:root', 'arn:aws:iam::1:user/ana'];
  const LEAD = 'arn:aws:iam::2:role/security/Lead';

  test.each([
    ['whoever IAM lets', [ROOT], ROOT, MFA],
    ['one user', [ANA], ROOT, { ...MFA, ArnEquals: { 'aws:PrincipalArn': ANA } }],
    [
      'users and roles of several accounts',
      [ANA, LEAD],
      [ROOT, 'arn:aws:iam::2:root'],
      { ...MFA, ArnEquals: { 'aws:PrincipalArn': [ANA, LEAD] } },
    ],
  ])('%s', (_who, people, principal, condition) => {
    expect(JSON.parse(trustPeople(people))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'PeopleWithMfa',
          Effect: 'Allow',
          Principal: { AWS: principal },
          Action: 'sts:AssumeRole',
          Condition: condition,
        },
      ],
    });
  });
});
