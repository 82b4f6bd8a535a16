import { automationDocument } from '../../src/response/document';
import type { RemediationFile } from '../../src/response/remediation-file';
import { describeWithPython } from './python';
import { file, settings } from './remediations';
import { type MotoCall, replay, type ReplayCase } from './replay';
import {
  bucket,
  exempt,
  group,
  idsOf,
  MENDED,
  of,
  OPEN,
  open,
  outcomeOf,
  pagesOf,
  permissions,
  ports,
  run,
  runs,
  s3,
  times,
  vpc,
} from './replay-setups';

const decided = (verdict: string) => ({ Outputs: { 'Decide.Verdict': [verdict] } });
const right = [vpc, group, open([permissions[3]])];

/** A policy of that many bytes, of statements like those that people write. */
const policyOf = (bytes: number) => {
  const statement = (at: number) => ({
    Sid: `Allow${at}`,
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::123456789012:root' },
    Action: ['s3:GetObject', 's3:ListBucket'],
    Resource: ['arn:aws:s3:::acme-data', `arn:aws:s3:::acme-data/${at}/*`],
  });
  const Statement: object[] = [];
  while (JSON.stringify({ Version: '2012-10-17', Statement }).length < bytes - 250)
    Statement.push(statement(Statement.length));
  return JSON.stringify({ Version: '2012-10-17', Statement });
};
/** Almost nothing but quotes, which are told with backslashes before them. */
const quotes = (bytes: number) => {
  const actions: string[] = [];
  while (JSON.stringify(actions).length < bytes - 600) actions.push('s3:*'.slice(0, 3 + (actions.length % 2)));
  const statement = { Effect: 'Allow', Principal: '*', Action: actions, Resource: 'arn:aws:s3:::acme-data/*' };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
};
const withPolicy = (Policy: string): ReplayCase =>
  of('s3-bucket-tls-only', 'acme-data', [bucket, s3('put_bucket_policy', { Policy })]);

const defaultRule = (at: number, more: object = {}) => ({
  SecurityGroupRuleId: `sgr-${String(at).padStart(17, '0')}`,
  GroupId: 'sg-0123456789abcdef0',
  GroupOwnerId: '123456789012',
  IsEgress: at % 2 === 0,
  IpProtocol: 'tcp',
  FromPort: at,
  ToPort: at,
  CidrIpv4: `10.0.${at}.0/24`,
  Description: `the service ${at} of a partner`,
  SecurityGroupRuleArn: `arn:aws:ec2:eu-west-1:123456789012:security-group-rule/sgr-${at}`,
  ...more,
});
/** moto keeps no group of so many rules. */
const defaultGroup = (count: number, more: object = {}): ReplayCase => ({
  ...of('default-security-group', 'sg-0123456789abcdef0', []),
  given: {
    ReadGroup: { SecurityGroups: [{ GroupName: 'default', OwnerId: '123456789012' }] },
    ReadRules: { SecurityGroupRules: Array.from({ length: count }, (_, at) => defaultRule(at, more)) },
    ReadGroupAfter: { SecurityGroups: [{ GroupName: 'default', OwnerId: '123456789012' }] },
    ReadRulesAfter: { SecurityGroupRules: [] },
  },
});

/** moto's users and instances have ids of another form than AWS's. */
const anyId = (given: ReplayCase): ReplayCase => {
  const { allowedPattern: _, ...ResourceId } = given.document.parameters.ResourceId!;
  return { ...given, document: { ...given.document, parameters: { ...given.document.parameters, ResourceId } } };
};
const Tags = [{ Key: 'audit-exempt', Value: 'yes' }];
const aUser = (more: object = {}): MotoCall => ({
  service: 'iam',
  call: 'create_user',
  inputs: { UserName: 'ann', ...more },
  save: { user: '$.User.UserId' },
});
const iam = (call: string, inputs: object = {}): MotoCall => ({
  service: 'iam',
  call,
  inputs: { UserName: 'ann', ...inputs },
});
const password = iam('create_login_profile', { Password: 'not-a-secret-1' });
const known = { baseConfigurationItems: [{ resourceName: 'ann' }] };
const user = (setup: readonly MotoCall[], more: Parameters<typeof of>[3] = {}) =>
  anyId(
    of('iam-access-keys', '$user', setup, {
      now: new Date(Date.now() + 100 * 86_400_000).toISOString().slice(0, 19),
      given: { FindUser: known, FindUserAfter: known },
      inspect: [iam('list_access_keys')],
      ...more,
    }),
  );
const aDatabase = (more: object = {}): MotoCall => ({
  service: 'rds',
  call: 'create_db_instance',
  inputs: {
    DBInstanceIdentifier: 'orders',
    DBInstanceClass: 'db.t3.micro',
    Engine: 'postgres',
    AllocatedStorage: 20,
    MasterUsername: 'owner',
    MasterUserPassword: 'not-a-secret-1',
    PubliclyAccessible: true,
    ...more,
  },
  save: { database: '$.DBInstance.DbiResourceId' },
});
const database = (more: object, changed: Parameters<typeof of>[3]) =>
  of('rds-public-access', '$database', [aDatabase(more)], changed);

/** With parameters that AWS checks no pattern of. */
const counted: RemediationFile = {
  ...file('kms-key-rotation'),
  parameters: {
    Days: { type: 'Integer', description: 'days between rotations', pattern: '^[1-9][0-9]{1,2}$' },
    Strict: { type: 'Boolean', description: 'whether to be strict', pattern: '^true$', default: true },
  },
};
const withDays = (days: string, strict = 'true'): ReplayCase => ({
  ...of('kms-key-rotation', '$key', [{ service: 'kms', call: 'create_key', save: { key: '$.KeyMetadata.KeyId' } }], {
    values: { Days: [days], Strict: [strict] },
  }),
  document: automationDocument(settings('kms-key-rotation', { remediation: counted })),
});

describeWithPython('limits of documents, against moto', ['moto', 'boto3'], () => {
  const outcomes = replay({
    mended: ports(),
    byHand: ports({ values: { Ports: ['22', '3389'], Rule: ['by hand'] } }),
    rightByHand: ports({ values: { Ports: ['22'], Rule: ['by hand'] } }, right),
    alreadyRight: ports({}, right),
    spared: ports({ settings: { exceptions: [{ resourceId: '$group', until: '2026-06-15' }] } }),
    busyRule: ports({ given: { Evaluate: { error: 'LimitExceededException' } } }),
    busyRuleRight: ports({ given: { EvaluateNothing: { error: 'AccessDeniedException' } } }, right),
    disagreeing: ports({ given: runs(times(10, decided('nothing'))) }, right),
    almostDisagreeing: ports({ given: runs(times(9, decided('nothing'))) }, right),
    mendedAfterIdle: ports({ given: runs(times(10, decided('nothing'))) }),
    afterExempt: ports({ given: runs(times(20, decided('exempt'))) }),
    afterOutOfScope: ports({ given: runs(times(20, decided('out-of-scope'))) }),
    afterLeft: ports({ given: runs(times(20, decided('left'))) }),
    afterManyExempt: ports({ given: pagesOf(10, times(50, decided('exempt'))) }),
    afterPages: ports({
      given: {
        CountRuns: {
          pages: [times(50, decided('exempt')), times(10, decided('mend'))].map((AutomationExecutionMetadataList) => ({
            AutomationExecutionMetadataList,
          })),
        },
      },
    }),
    afterOldPages: ports({
      given: {
        CountRuns: {
          pages: [[run(1, decided('exempt')), run(61, decided('mend'))], times(20)].map(
            (AutomationExecutionMetadataList) => ({ AutomationExecutionMetadataList }),
          ),
        },
      },
    }),
    afterMended: ports({ given: runs([...times(20, decided('nothing')), ...times(10, decided('mend'))]) }),
    afterUnknown: ports({ given: runs(times(10, decided('No output available yet'))) }),
    afterIdleFailures: ports({
      given: runs(times(3, { ...decided('nothing'), AutomationExecutionStatus: 'Failed' })),
    }),
    notMended: ports({ meanwhile: { Settle: [open([permissions[0]])] }, given: runs([run(50)]) }),
    largePolicy: withPolicy(policyOf(15_900)),
    fullPolicy: withPolicy(policyOf(20_000)),
    quotedPolicy: withPolicy(quotes(20_000)),
    manyRules: defaultGroup(120),
    tooManyRules: defaultGroup(202),
    tooMuchToTell: defaultGroup(150, { Tags: [{ Key: 'k', Value: 'v'.repeat(900) }] }),
    days: withDays('90'),
    noDays: withDays('7'),
    lax: withDays('90', 'false'),
    left: user([aUser(), password]),
    keysAndLeft: user([aUser(), password, iam('create_access_key')]),
    keysAlone: user([aUser(), iam('create_access_key')]),
    taggedUser: user([aUser({ Tags }), iam('create_access_key')], { settings: exempt }),
    untaggedUser: user([aUser(), iam('create_access_key')], { settings: exempt }),
    taggedDatabase: database({ Tags }, { settings: exempt }),
    untaggedDatabase: database({}, { settings: exempt }),
    databaseInScope: database({ Tags }, { settings: { scopeTag: exempt.exemptTag } }),
    databaseOutOfScope: database({}, { settings: { scopeTag: exempt.exemptTag } }),
    databaseGone: of('rds-public-access', 'db-M5ENSHXFPU6XHZ4G4ZEI5QIO2U', [], { settings: exempt }),
  });
  const told = (name: keyof typeof outcomes) => {
    const { failure, evaluated } = outcomes[name];
    return { failure, outcome: outcomeOf(outcomes[name]), evaluated };
  };
  const well = (outcome: string, evaluated: readonly string[] = []) => ({ failure: null, outcome, evaluated });

  test.each([
    ['what is mended is evaluated', 'mended', well('mended', ['a-rule'])],
    ['what was right is evaluated', 'alreadyRight', well('already-mended', ['a-rule'])],
    ['nothing by hand is', 'byHand', well('mended')],
    ['nor what was right', 'rightByHand', well('already-mended')],
    ['what is spared is not', 'spared', well('exempt')],
    ['a rule that cannot be asked takes no success away', 'busyRule', well('mended')],
    ['nor of what was right', 'busyRuleRight', well('already-mended')],
    ['a rule that never agrees is not asked for ever', 'disagreeing', well('already-mended')],
    ['but up to the limit', 'almostDisagreeing', well('already-mended', ['a-rule'])],
    ['and always where something was mended', 'mendedAfterIdle', well('mended', ['a-rule'])],
    ['spared runs leave the limit alone', 'afterExempt', well('mended', ['a-rule'])],
    ['and those out of scope', 'afterOutOfScope', well('mended', ['a-rule'])],
    ['and those that leave it to people', 'afterLeft', well('mended', ['a-rule'])],
    ['however many', 'afterManyExempt', well('mended', ['a-rule'])],
    ['older pages are not read', 'afterOldPages', well('mended', ['a-rule'])],
    ['a user’s password is left to people', 'left', well('left')],
    ['also when the keys are switched off', 'keysAndLeft', well('left', ['a-rule'])],
    ['keys alone are mended', 'keysAlone', well('mended', ['a-rule'])],
    ['a user with the tag is spared', 'taggedUser', well('exempt')],
    ['one without it is not', 'untaggedUser', well('mended', ['a-rule'])],
    ['an instance with the tag is spared', 'taggedDatabase', well('exempt')],
    ['one without it is not', 'untaggedDatabase', well('mended', ['a-rule'])],
    ['an instance in scope is mended', 'databaseInScope', well('mended', ['a-rule'])],
    ['one out of scope is not', 'databaseOutOfScope', well('out-of-scope')],
    ['one that is gone has no tags', 'databaseGone', well('already-mended', ['a-rule'])],
  ] as const)('%s: %s', (_, name, expected) => expect(told(name)).toEqual(expected));

  test('what is changed but not mended is not evaluated', () => {
    expect(outcomes.notMended).toMatchObject({ status: 'Failed', evaluated: [] });
  });

  test.each([
    ['afterMended', /refused by its limits: 10 runs have started/],
    ['afterPages', /refused by its limits: 10 runs have started/],
    ['afterUnknown', /refused by its limits: 10 runs have started/],
    ['afterIdleFailures', /refused by its limits: 3 runs have failed/],
  ] as const)('%s: what counts towards the limits', (name, failure) => {
    expect(outcomes[name].failure).toMatch(failure);
    expect(idsOf(outcomes[name])).toEqual(OPEN);
    expect(idsOf(outcomes.afterExempt)).toEqual(MENDED);
  });

  test.each(['largePolicy', 'fullPolicy', 'quotedPolicy'] as const)('%s: mends, and tells what was', (name) => {
    const { failure, events } = outcomes[name];
    expect(failure).toBeNull();
    expect(events.map(({ type }) => type)).toEqual(['Remediation Started', 'Remediation Outcome']);
    expect((events[0]!.detail.previous as string).length).toBeGreaterThan(15_000);
  });

  test('the change is told of where there is room', () => {
    expect(outcomes.largePolicy.events[0]!.detail.change).toEqual({ Policy: expect.any(String) });
    expect(outcomes.quotedPolicy.events[0]!.detail).not.toHaveProperty('change');
  });

  test('a group of many rules is closed; of too many, or with too much to tell, nothing is touched', () => {
    expect(outcomes.manyRules.events[0]!.detail.previous).toHaveLength(120);
    expect(outcomes.manyRules.steps).toContain('RevokeEgress');
    expect(outcomes.tooManyRules.failure).toMatch(/IngressIds has 101 items of 100 that a run can change/);
    expect(outcomes.tooMuchToTell.failure).toMatch(/what was before takes more than the 100000 bytes/);
    for (const name of ['tooManyRules', 'tooMuchToTell'] as const) expect(outcomes[name].events).toEqual([]);
  });

  test('values that AWS does not check are checked before anything is read of them', () => {
    expect(outcomes.days.failure).toBeNull();
    expect(outcomes.noDays.failure).toMatch(/Days has the value 7, which does not match/);
    expect(outcomes.lax.failure).toMatch(/Strict has the value false, which does not match/);
    for (const name of ['noDays', 'lax'] as const) expect(outcomes[name].events).toEqual([]);
  });

  test('a user who is spared keeps the key', () => {
    expect(outcomes.taggedUser.seen[0]).toMatchObject({ AccessKeyMetadata: [{ Status: 'Active' }] });
    expect(outcomes.keysAndLeft.seen[0]).toMatchObject({ AccessKeyMetadata: [{ Status: 'Inactive' }] });
    expect(outcomes.keysAndLeft.events.at(-1)!.detail.reason).toMatch(/the password is unused too/);
  });
});
