import { placeholdersOf } from '../../src/guardrails/placeholders';
import { PolicyFile } from '../../src/guardrails/policy-file';
import { type CheckContext, statementProblems } from '../../src/guardrails/statement-checks';
import { EXAMPLES, organization } from '../organizations';

const DEPLOY = 'arn:aws:iam::*:role/OrgDeploy';
const REMEDIATE = 'arn:aws:iam::*:role/acme-audit-remediation-*';
const SCP: CheckContext = { type: 'SERVICE_CONTROL_POLICY', exemptRoleArns: [DEPLOY, REMEDIATE] };
const RCP: CheckContext = {
  type: 'RESOURCE_CONTROL_POLICY',
  exemptRoleArns: ['arn:aws:iam::333333333333:role/OrgDeploy'],
};

const spare = (values: unknown = [DEPLOY, REMEDIATE]) => ({ ArnNotLike: { 'aws:PrincipalArn': values } });
const scp = (elements: Record<string, unknown> = {}) => ({
  Sid: 'KeepTrail',
  Effect: 'Deny',
  Action: 'cloudtrail:StopLogging',
  Resource: '*',
  Condition: spare(),
  ...elements,
});
const rcp = (elements: Record<string, unknown> = {}) => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:DeleteBucket',
  Resource: 'arn:aws:s3:::acme',
  Condition: spare('arn:aws:iam::*:role/OrgDeploy'),
  ...elements,
});
const without = (statement: object, element: string) =>
  Object.fromEntries(Object.entries(statement).filter(([name]) => name !== element));
/** A statement with a further condition. */
const when = (condition: unknown, elements: Record<string, unknown> = {}) =>
  scp({ Condition: { ...(condition as object), ...spare() }, ...elements });

/** Rows: what it is about, the statement, its only problem; none where it is sound. */
type Row = readonly [string, unknown, string?];

const tell = (context: CheckContext) => (_name: string, statement: unknown, problem?: string) => {
  expect(statementProblems(statement, context)).toEqual(problem === undefined ? [] : [problem]);
};
const refuses = (rows: readonly Row[], context = SCP) =>
  test.each(rows.map(([name, statement, problem]) => [name, statement, problem] as const))('%s', tell(context));

describe('elements of a service control policy', () => {
  refuses([
    ['a sound statement', scp()],
    ['no Sid', without(scp(), 'Sid')],
    ['a Sid of letters and digits', scp({ Sid: 'a1B2' })],
    ['a Sid with a dash', scp({ Sid: 'keep-trail' }), 'has the Sid "keep-trail"; use letters A-Z, a-z and digits only'],
    ['an empty Sid', scp({ Sid: '' }), 'has the Sid ""; use letters A-Z, a-z and digits only'],
    ['a number as Sid', scp({ Sid: 5 }), 'has the Sid 5; use letters A-Z, a-z and digits only'],
    ['Allow', without(scp({ Effect: 'Allow' }), 'Condition')],
    ['deny', scp({ Effect: 'deny' }), 'has the Effect "deny"; did you mean "Deny"?'],
    ['no such effect', scp({ Effect: 'Refuse' }), 'has the Effect "Refuse"; use Deny, Allow'],
    ['no Effect', without(scp(), 'Effect'), 'has no Effect; write "Effect": "Deny"'],
    [
      'a misspelt element',
      scp({ Conditions: {} }),
      '"Conditions" is no element of a statement; did you mean "Condition"?',
    ],
    [
      'a strange element',
      scp({ Because: 'x' }),
      '"Because" is no element of a statement; use Sid, Effect, Action, Resource, NotResource, Condition, ExemptsNobodyBecause, NotAction',
    ],
    [
      'a Principal',
      scp({ Principal: '*' }),
      'has a Principal, which no service control policy may; drop it: it stands for every principal of the accounts below',
    ],
    [
      'a NotPrincipal',
      scp({ NotPrincipal: '*' }),
      'has a NotPrincipal, which no service control policy may; spare principals with a Condition on aws:PrincipalArn',
    ],
    ['NotAction', without(scp({ NotAction: 'iam:*' }), 'Action')],
    ['neither Action nor NotAction', without(scp(), 'Action'), 'has no Action; name the actions'],
    ['Action and NotAction', scp({ NotAction: 'iam:*' }), 'has both Action and NotAction; keep one'],
    ['NotResource', without(scp({ NotResource: 'arn:aws:cloudtrail:*:*:trail/acme' }), 'Resource')],
    [
      'neither Resource nor NotResource',
      without(scp(), 'Resource'),
      'has no Resource; write "Resource": "*", or name ARNs',
    ],
    ['Resource and NotResource', scp({ NotResource: '*' }), 'has both Resource and NotResource; keep one'],
    [
      'a resource that is no ARN, beside one',
      scp({ Resource: ['arn:aws:cloudtrail:*:*:trail/acme', 'acme'] }),
      'has the resource "acme", which is no ARN; write the whole ARN, or "*"',
    ],
    [
      'a NotResource that is no ARN',
      without(scp({ NotResource: 'acme' }), 'Resource'),
      'has the resource "acme", which is no ARN; write the whole ARN, or "*"',
    ],
  ]);
});

describe('elements of a resource control policy', () => {
  refuses(
    [
      ['a sound statement', rcp()],
      [
        'Allow',
        rcp({ Effect: 'Allow' }),
        'has the Effect "Allow", but a resource control policy only denies; write "Deny"',
      ],
      [
        'no Principal',
        without(rcp(), 'Principal'),
        'has no Principal; write "Principal": "*" and tell principals apart with a Condition',
      ],
      [
        'a Principal by type',
        rcp({ Principal: { AWS: '*' } }),
        'has the Principal {"AWS":"*"}; write "Principal": "*" and tell principals apart with a Condition',
      ],
      [
        'a NotPrincipal',
        rcp({ NotPrincipal: '*' }),
        'has a NotPrincipal, which no resource control policy may; write "Principal": "*" and spare principals with a Condition on aws:PrincipalArn',
      ],
      [
        'a star as Action',
        rcp({ Action: '*' }),
        'names the Action "*", which no resource control policy may; name the service, as in "s3:*"',
      ],
      ['all of a service', rcp({ Action: 's3:*' })],
      [
        'a service out of reach',
        rcp({ Action: 'cloudtrail:StopLogging' }),
        '"cloudtrail:StopLogging" is of a service that resource control policies do not reach; deny it in policies/scp',
      ],
      [
        'an action that RCPs do not reach',
        rcp({ Action: ['kms:CreateGrant', 'kms:RetireGrant'], Resource: '*' }),
        '"kms:RetireGrant" never applies: resource control policies do not reach it; deny it in policies/scp',
      ],
      [
        'a pattern of nothing else',
        rcp({ Action: 'kms:Retire*', Resource: '*' }),
        '"kms:Retire*" never applies: resource control policies do not reach it; deny it in policies/scp',
      ],
      ['a pattern of it and others', rcp({ Action: 'kms:*Grant', Resource: '*' })],
      ['a Resource that is left out as NotResource', without(rcp({ NotResource: 'arn:aws:s3:::acme' }), 'Resource')],
    ],
    RCP,
  );

  test('NotAction, which leaves no Action', () => {
    expect(statementProblems(without(rcp({ NotAction: 's3:*' }), 'Action'), RCP)).toEqual([
      'has a NotAction, which no resource control policy may; name the actions in Action',
    ]);
  });
});

describe('actions', () => {
  const named = (Action: unknown, problem?: string): Row => [JSON.stringify(Action), scp({ Action }), problem];
  const reference = "see AWS's service authorization reference";
  refuses([
    named('*'),
    named(['cloudtrail:Stop*', 'CLOUDTRAIL:stoplogging', 'cloudtrail:St?pLogging']),
    named(
      ['cloudtrail:StopLogging', 'cloudtrail:StopLoging'],
      '"cloudtrail:StopLoging" is no action of AWS; did you mean "cloudtrail:StopLogging"?',
    ),
    named(
      'cloudtrial:StopLogging',
      '"cloudtrial:StopLogging" is of no service of AWS; did you mean "cloudtrail:StopLogging"?',
    ),
    named(
      'cloudtrial:StopLoging',
      '"cloudtrial:StopLoging" is of no service of AWS; did you mean "cloudtrail:StopLogging"?',
    ),
    named('cloudtrial:Stop*', '"cloudtrial:Stop*" is of no service of AWS; did you mean "cloudtrail:Stop*"?'),
    named('StopLogging', '"StopLogging" names no service; did you mean "cloudtrail:StopLogging"?'),
    named(
      'cloudwatch:PutSubscriptionFilter',
      '"cloudwatch:PutSubscriptionFilter" is no action of AWS; did you mean "logs:PutSubscriptionFilter"?',
    ),
    named('s3:Xyzzyxyzzy', `"s3:Xyzzyxyzzy" is no action of AWS; ${reference}`),
    named('xyzzy:Xyzzyxyzzy', `"xyzzy:Xyzzyxyzzy" is of no service of AWS; ${reference}`),
    // Many services have it.
    named('xyzzy:TagResource', `"xyzzy:TagResource" is of no service of AWS; ${reference}`),
    named('', `"" names no service; ${reference}`),
    named('cloudtrail:Stp*', `"cloudtrail:Stp*" stands for no action; mend or drop it, ${reference}`),
    named(
      'cloud*:StopLogging',
      '"cloud*:StopLogging" has a wildcard in the service, which IAM refuses; write each service on its own',
    ),
    named('*:*', '"*:*" has a wildcard in the service, which IAM refuses; write each service on its own'),
    named([], 'Action has no values; name one, or drop it'),
    named(5, 'Action has the value 5, which is no text; write "5"'),
    named(['iam:*', null], 'Action has the value null, which is no text; write a text, or a list of texts'),
    named({ a: 1 }, 'Action has the value {"a":1}, which is no text; write a text, or a list of texts'),
    [
      'a misspelt NotAction',
      without(scp({ NotAction: 'iam:CreateRoll' }), 'Action'),
      '"iam:CreateRoll" is no action of AWS; did you mean "iam:CreateRole"?',
    ],
  ]);
});

describe('resources', () => {
  const on = (Action: unknown, Resource: unknown, problem?: string): Row => [
    `${JSON.stringify(Action)} on ${JSON.stringify(Resource)}`,
    scp({ Action, Resource }),
    problem,
  ];
  const bucket = 'arn:aws:s3:::acme';
  refuses([
    on('s3:DeleteBucket', bucket),
    on('s3:DeleteBucket', ['arn:aws:s3:::other/*', bucket]),
    on('s3:Delete*', `${bucket}/*`),
    on('*', bucket),
    on('config:PutDeliveryChannel', ['*', bucket]),
    on('s3:DeleteBucket', 'arn:aws:s3:::acme-${aws:PrincipalAccount}'),
    on(
      's3:DeleteBucket',
      `${bucket}/*`,
      '"s3:DeleteBucket" never applies: it takes arn:*:s3:::*; add such a resource, or drop the action',
    ),
    on(
      ['s3:DeleteBucket', 'config:PutDeliveryChannel'],
      bucket,
      '"config:PutDeliveryChannel" never applies: it takes no resources; move it to a statement with "Resource": "*"',
    ),
    on(
      ['s3:DeleteBucket', 'cloudtrail:Stop*'],
      bucket,
      '"cloudtrail:Stop*" never applies: it takes arn:*:cloudtrail:*:*:eventdatastore/*, arn:*:cloudtrail:*:*:trail/*; add such a resource, or drop the action',
    ),
    on(
      's3:DeleteBucket',
      [bucket, 'acme', 'eu-west-1'],
      'has the resource "acme" (and 1 more), which is no ARN; write the whole ARN, or "*"',
    ),
    on('kms:RetireGrant', '*'),
    on('s3:DeleteBucket', [], 'Resource has no values; name one, or drop it'),
    on('s3:DeleteBucket', [7], 'Resource has the value 7, which is no text; write "7"'),
  ]);

  test('a mistaken action is told of once', () => {
    expect(statementProblems(scp({ Action: 's3:DeleteBuckets', Resource: bucket }), SCP)).toEqual([
      '"s3:DeleteBuckets" is no action of AWS; did you mean "s3:DeleteBucket"?',
    ]);
  });
});

describe('operators', () => {
  const by = (operator: string, meant?: string): Row => [
    operator,
    when({ [operator]: { 'aws:SourceArn': 'arn:aws:s3:::acme' } }),
    meant === undefined ? undefined : `${operator} is no operator of IAM; did you mean "${meant}"?`,
  ];
  refuses([
    by('ArnLike'),
    by('ForAnyValue:StringEqualsIfExists'),
    by('ArnNotMatches', 'ArnNotLike'),
    by('ArnMatches', 'ArnLike'),
    by('StringNotMatchesIfExists', 'StringNotLikeIfExists'),
    by('StringMatch', 'StringLike'),
    by('ForAnyValues:StringLike', 'ForAnyValue:StringLike'),
    by('ForAnyValue:StringLikes', 'ForAnyValue:StringLike'),
    by('stringequals', 'StringEquals'),
    by('NullIfExists', 'Null'),
  ]);

  test('tells of all when none is near', () => {
    const [problem] = statementProblems(when({ Xyzzy: { 'aws:SourceIp': '10.0.0.0/8' } }), SCP);
    expect(problem).toMatch(/^Xyzzy is no operator of IAM; use StringEquals, .*, Null$/);
  });
});

describe('condition keys', () => {
  const key = (name: string, Action: unknown, problem?: string): Row => [
    `${name} beside ${JSON.stringify(Action)}`,
    when({ StringLike: { [name]: 'x' } }, { Action }),
    problem,
  ];
  refuses([
    key('aws:requestedregion', '*'),
    key('aws:ResourceTag/team', 'iam:*'),
    key('kms:ViaService', ['kms:CreateGrant', 'KMS:RevokeGrant']),
    key('kms:EncryptionContext:aws:logs:arn', 'kms:*'),
    key('ec2:SourceInstanceArn', 's3:*'),
    key(
      'aws:PrincipalArns',
      's3:*',
      '"aws:PrincipalArns" is no condition key of AWS; did you mean "aws:PrincipalArn"?',
    ),
    key(
      'aws:PrincipalTags/team',
      's3:*',
      '"aws:PrincipalTags/team" is no condition key of AWS; did you mean "aws:PrincipalTag/team"?',
    ),
    key('kms:ViaServices', 'kms:*', '"kms:ViaServices" is no condition key of AWS; did you mean "kms:ViaService"?'),
    key('xyzzy', 's3:*', '"xyzzy" is no condition key of AWS; see AWS\'s service authorization reference'),
    key(
      'kms:ViaService',
      ['kms:CreateGrant', 's3:PutObject', 's3:GetObject', 'sqs:SendMessage'],
      '"kms:ViaService" is a key of kms, which actions of s3, sqs do not carry; move these to a statement of their own',
    ),
    key(
      'kms:ViaService',
      '*',
      '"kms:ViaService" is a key of kms beside actions of any service; name actions of kms only',
    ),
    [
      'a key of a service beside NotAction',
      without(when({ StringEquals: { 'kms:ViaService': 'x' } }, { NotAction: 'kms:*' }), 'Action'),
      '"kms:ViaService" is a key of kms beside actions of any service; name actions of kms only',
    ],
    [
      'a key beside a service that is told of by itself',
      when({ StringEquals: { 'kms:ViaService': 'x' } }, { Action: ['kms:*', 'kmss:CreateGrant'] }),
      '"kmss:CreateGrant" is of no service of AWS; did you mean "kms:CreateGrant"?',
    ],
    // Told of once, as an action.
    key('kms:ViaService', 5, 'Action has the value 5, which is no text; write "5"'),
  ]);
});

describe('values of conditions', () => {
  const value = (operator: string, given: unknown, problem?: string, name = 'aws:SourceArn'): Row => [
    `${operator} ${JSON.stringify(given)}`,
    when({ [operator]: { [name]: given } }),
    problem === undefined ? undefined : `${operator} ${name} has ${problem}`,
  ];
  const literally = (text: string, like: string) => `the value "${text}", which it compares literally; write ${like}`;
  const arn = 'arn:aws:s3:::acme';
  refuses([
    value('StringEquals', [arn, '${aws:PrincipalAccount}', '']),
    value('StringEquals', 'a${*}b${?}'),
    value('StringEquals', [arn, 'a*'], literally('a*', 'StringLike')),
    value('StringEquals', 'a${*}?', literally('a${*}?', 'StringLike')),
    value('StringNotEquals', '*', literally('*', 'StringNotLike')),
    value('StringEqualsIgnoreCase', 'a?', literally('a?', 'StringLike')),
    value('ForAnyValue:StringNotEqualsIgnoreCaseIfExists', 'a?', literally('a?', 'ForAnyValue:StringNotLikeIfExists')),
    value('StringLike', 'a*'),
    // A placeholder may stand for many values with one problem.
    value(
      'StringEquals',
      ['a*', 'b', 'c?', 'd*'],
      'the value "a*" (and 2 more), which it compares literally; write StringLike',
    ),
    value(
      'ArnLike',
      ['eu-west-1', '*', 'x'],
      'the value "eu-west-1" (and 1 more), which is no ARN; write the whole ARN',
    ),
    ...['aws:PrincipalArn', 'AWS:principalarn'].flatMap((name) => [
      value('StringEquals', arn, undefined, name),
      value('StringEquals', 'a*', literally('a*', 'ArnLike'), name),
      value('StringNotEquals', 'a*', literally('a*', 'ArnNotLike'), name),
      value(
        'ForAnyValue:StringNotEqualsIgnoreCaseIfExists',
        'a?',
        literally('a?', 'ForAnyValue:ArnNotLikeIfExists'),
        name,
      ),
    ]),
    value('ArnEquals', 'arn:*:s3:::acme-?'),
    value('ArnLike', '*'),
    value('ArnLike', '${aws:SourceArn}'),
    value('ArnLike', 'acme', 'the value "acme", which is no ARN; write the whole ARN'),
    value('Bool', 'true', undefined, 'aws:SecureTransport'),
    value('BoolIfExists', ['false'], undefined, 'aws:SecureTransport'),
    value('Bool', 'True', 'the value "True", which is neither; write "true" or "false"', 'aws:SecureTransport'),
    value('Null', 'yes', 'the value "yes", which is neither; write "true" or "false"'),
    value('Bool', false, 'the value false, which is no text; write "false"', 'aws:SecureTransport'),
    value('NumericLessThan', 5, 'the value 5, which is no text; write "5"', 'aws:MultiFactorAuthAge'),
    value('StringLike', [], 'no values; name one, or drop it'),
    value('StringLike', null, 'the value null, which is no text; write a text, or a list of texts'),
    value('StringLike', [['a']], 'the value ["a"], which is no text; write a text, or a list of texts'),
  ]);
});

describe('the shape of a Condition', () => {
  const because = { ExemptsNobodyBecause: 'nobody may' };
  const shape = (Condition: unknown, problem?: string): Row => [
    JSON.stringify(Condition),
    scp({ Condition, ...because }),
    problem,
  ];
  const whole = 'write { "<operator>": { "<key>": "<value>" } }';
  refuses([
    shape({ Bool: { 'aws:SecureTransport': 'false' } }),
    shape([], `has the Condition []; ${whole}`),
    shape('x', `has the Condition "x"; ${whole}`),
    shape(null, `has the Condition null; ${whole}`),
    shape({}, 'has an empty Condition; name an operator, or drop it'),
    shape({ Bool: {} }, 'Bool has no keys; name one, or drop it'),
    shape({ Bool: 'x' }, 'Bool has "x"; write { "<key>": "<value>" }'),
    shape({ Bool: ['x'] }, 'Bool has ["x"]; write { "<key>": "<value>" }'),
  ]);
});

describe('the exempt roles', () => {
  const missing =
    'does not spare every exempt role; write "ArnNotLike": { "aws:PrincipalArn": "${ExemptRoleArns}" } into its Condition, or why not as "ExemptsNobodyBecause"';
  const reason = { ExemptsNobodyBecause: 'no role needs this' };
  const under = (operator: string, name = 'aws:PrincipalArn', values: unknown = [DEPLOY, REMEDIATE]) =>
    scp({ Condition: { [operator]: { [name]: values } } });
  refuses([
    ['ArnNotEquals', under('ArnNotEquals')],
    ['ArnNotLikeIfExists', under('ArnNotLikeIfExists')],
    // A role's path may hold colons: x:role/OrgDeploy would pass.
    ['StringNotLike', under('StringNotLike'), missing],
    ['StringNotLikeIfExists', under('StringNotLikeIfExists'), missing],
    ['ArnNotEqualsIfExists', under('ArnNotEqualsIfExists')],
    ['another case', under('ArnNotLike', 'aws:principalARN')],
    ['a role more', under('ArnNotLike', undefined, ['arn:aws:iam::*:role/x', DEPLOY, REMEDIATE])],
    ['a pattern that covers both', under('ArnNotLike', undefined, 'arn:aws:iam::*:role/*')],
    ['one missing', under('ArnNotLike', undefined, DEPLOY), missing],
    [
      'one of one account only',
      under('ArnNotLike', undefined, ['arn:aws:iam::111122223333:role/OrgDeploy', REMEDIATE]),
      missing,
    ],
    ['ArnLike', under('ArnLike'), missing],
    ['for any value', under('ForAnyValue:ArnNotLike'), missing],
    ['another key', under('ArnNotLike', 'aws:SourceArn'), missing],
    ['no condition', without(scp(), 'Condition'), missing],
    ['a reason', without(scp(reason), 'Condition')],
    ['a reason beside other spared roles', scp({ Condition: spare('arn:aws:iam::*:role/x'), ...reason })],
    [
      'a reason beside the exemption',
      scp(reason),
      'spares every exempt role and says ExemptsNobodyBecause as well; drop the reason, or the exemption',
    ],
    [
      'an empty reason',
      scp({ ExemptsNobodyBecause: ' ' }),
      'has the reason ExemptsNobodyBecause " "; say why, in words',
    ],
    [
      'a reason that is no text',
      without(scp({ ExemptsNobodyBecause: true }), 'Condition'),
      'has the reason ExemptsNobodyBecause true; say why, in words',
    ],
    [
      'a reason beside Allow',
      scp({ Effect: 'Allow', ...reason }),
      'says ExemptsNobodyBecause but denies nothing; drop the reason',
    ],
  ]);
  const missingInRcp =
    'does not spare every exempt role; write "ArnNotLike": { "aws:PrincipalArn": "${EvidenceExemptRoleArns}" (or "${ExemptRoleArns}") } into its Condition, or why not as "ExemptsNobodyBecause"';
  refuses(
    [
      [
        'in a resource control policy',
        rcp({ Condition: spare('arn:aws:iam::444444444444:role/OrgDeploy') }),
        missingInRcp,
      ],
      ['of the evidence account', rcp({ Condition: spare(RCP.exemptRoleArns) })],
    ],
    RCP,
  );
});

describe('whatever JSON knows', () => {
  test.each([null, 5, 'x', true, []])('%j is no statement', (statement) => {
    expect(statementProblems(statement, SCP)).toEqual([
      `is ${JSON.stringify(statement)}, no statement; write { "Effect": "Deny", ... }`,
    ]);
  });

  const values: readonly unknown[] = [
    null,
    5,
    true,
    '',
    '*',
    [],
    [null],
    [[]],
    {},
    { a: 1 },
    { constructor: { toString: [] } },
  ];
  const elements = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource'];
  test.each([...elements, 'Condition', 'ExemptsNobodyBecause', 'constructor', '__proto__'])(
    'nothing thrown, one line each, whatever %s is',
    (element) => {
      for (const value of values) {
        for (const context of [SCP, RCP]) {
          const statement = JSON.parse(`{${JSON.stringify(element)}:${JSON.stringify(value)}}`) as unknown;
          for (const problem of statementProblems(statement, context)) expect(problem).toMatch(/^[^\n]+; [^\n]+$/);
        }
      }
    },
  );
});

describe.each(Object.entries(EXAMPLES))('the policies of this repository, in %s', (_name, settings) => {
  const declared = organization(settings);
  const folders: readonly (readonly [string, CheckContext])[] = [
    ['scp', { ...SCP, exemptRoleArns: declared.exemptRoleArns }],
    ['scp/optional', { ...SCP, exemptRoleArns: declared.exemptRoleArns }],
    ['rcp', { ...RCP, exemptRoleArns: declared.evidenceExemptRoleArns }],
  ];

  test.each(folders)('%s', (folder, context) => {
    const files = PolicyFile.readAll(`policies/${folder}`, folder);
    const resolved = files.map((file) => file.resolve(placeholdersOf(declared), context));
    expect(resolved.flatMap(({ problems }) => problems)).toEqual([]);
    expect(resolved.flatMap(({ statements }) => statements).length).toBeGreaterThan(0);
  });
});

test('where nobody is to be spared, a denial need not say whom it spares', () => {
  const denial = { Sid: 'A', Effect: 'Deny', Action: 'cloudtrail:StopLogging', Resource: '*' };
  const context = { type: 'SERVICE_CONTROL_POLICY', exemptRoleArns: [] } as const;
  expect(statementProblems(denial, context)).toEqual([]);
  expect(statementProblems(denial, { ...context, exemptRoleArns: ['arn:aws:iam::*:role/A'] })).toHaveLength(1);
});
