import { describeWithPython } from './python';
import { replay, type Replayed } from './replay';
import {
  aes,
  ALL_BLOCKED,
  approve,
  bucket,
  DENIAL,
  exempt,
  group,
  idsOf,
  key,
  KEY_ARN,
  MENDED,
  of,
  OPEN,
  open,
  opened,
  outcomeOf,
  pagesOf,
  permissions,
  POLICY,
  ports,
  rotate,
  rotation,
  rules,
  run,
  runs,
  s3,
  tagGroup,
  times,
  TODAY,
  vpc,
  YESTERDAY,
} from './replay-setups';

describeWithPython('documents, step by step against moto', ['moto', 'boto3'], () => {
  const outcomes = replay({
    portsBefore: ports(),
    portsMended: ports({}, [vpc, group, open([permissions[3], permissions[4]])]),
    portsRemain: ports({ meanwhile: { Settle: [open([permissions[0]])] } }),
    portsExempt: ports({ settings: { exceptions: [{ resourceId: '$group', until: TODAY }] } }),
    portsExpired: ports({ settings: { exceptions: [{ resourceId: '$group', until: YESTERDAY }] } }),
    portsOtherExempt: ports({ settings: { exceptions: [{ resourceId: '$group0', until: TODAY }] } }),
    portsTagged: ports({ settings: exempt }, [...opened, tagGroup]),
    portsUntagged: ports({ settings: exempt }),
    portsOutOfScope: ports({ settings: { scopeTag: { key: 'stage', value: 'test' } } }),
    portsInScope: ports({ settings: { scopeTag: { key: 'audit-exempt', value: 'yes' } } }, [...opened, tagGroup]),
    portsManyRuns: ports({ given: runs(times(10)) }),
    portsRunsBefore: ports({ given: runs([...times(9), run(61), run(62)]) }),
    portsLaterRuns: ports({
      execution: 'own',
      given: runs([...times(12), run(30, { AutomationExecutionId: 'own' })].filter((_, at) => at < 9 || at === 12)),
    }),
    portsOtherDocument: ports({ given: runs(times(20, { DocumentName: 'acme-audit-security-group-ports-2' })) }),
    portsFailures: ports({ given: runs(times(3, { AutomationExecutionStatus: 'Failed' })) }),
    portsRefusals: ports({
      given: runs(times(20, { AutomationExecutionStatus: 'Failed', FailureMessage: 'refused by its limits: 10 runs' })),
    }),
    portsFullPage: ports({ given: pagesOf(11, times(5, { Outputs: { 'Decide.Verdict': ['nothing'] } })) }),
    portsMendedOverLimit: ports({ given: runs(times(10)) }, [vpc, group]),
    portsDeafBus: ports({ given: { Remember: { FailedEntryCount: 1 } } }),
    portsPaged: ports({ given: { ReadRules: { SecurityGroupRules: [], NextToken: 'more' } } }),
    portsBadPort: ports({ values: { Ports: ['22; 23'] } }),
    portsApproved: ports({ settings: approve }),
    portsRejected: ports({ settings: approve, approval: 'Rejected' }),
    portsTaggedMeanwhile: ports({ settings: { ...approve, ...exempt }, meanwhile: { Approve: [tagGroup] } }),
    blockBefore: of('s3-bucket-public-access', 'acme-data', [bucket], { inspect: [s3('get_public_access_block')] }),
    blockHalf: of(
      's3-bucket-public-access',
      'acme-data',
      [
        bucket,
        s3('put_public_access_block', {
          PublicAccessBlockConfiguration: { ...ALL_BLOCKED, RestrictPublicBuckets: false },
        }),
      ],
      { inspect: [s3('get_public_access_block')] },
    ),
    blockMended: of('s3-bucket-public-access', 'acme-data', [
      bucket,
      s3('put_public_access_block', { PublicAccessBlockConfiguration: ALL_BLOCKED }),
    ]),
    blockTagged: of(
      's3-bucket-public-access',
      'acme-data',
      [bucket, s3('put_bucket_tagging', { Tagging: { TagSet: [{ Key: 'audit-exempt', Value: 'yes' }] } })],
      { settings: exempt, inspect: [s3('get_public_access_block')] },
    ),
    blockUndone: of('s3-bucket-public-access', 'acme-data', [bucket], {
      meanwhile: { Settle: [s3('delete_public_access_block')] },
    }),
    cipherBefore: of('s3-bucket-encryption', 'acme-data', [bucket], {
      inspect: [s3('get_bucket_encryption')],
    }),
    cipherKey: of('s3-bucket-encryption', 'acme-data', [bucket, s3('put_bucket_encryption', aes)], {
      inspect: [s3('get_bucket_encryption')],
      values: { Algorithm: ['aws:kms'], KmsKeyArn: [KEY_ARN] },
    }),
    cipherMended: of('s3-bucket-encryption', 'acme-data', [bucket, s3('put_bucket_encryption', aes)]),
    cipherNoKey: of('s3-bucket-encryption', 'acme-data', [bucket, s3('put_bucket_encryption', aes)], {
      values: { Algorithm: ['aws:kms'] },
    }),
    tlsBefore: of('s3-bucket-tls-only', 'acme-data', [bucket], { inspect: [s3('get_bucket_policy')] }),
    tlsPolicy: of(
      's3-bucket-tls-only',
      'acme-data',
      [bucket, s3('put_bucket_policy', { Policy: JSON.stringify(POLICY) })],
      {
        inspect: [s3('get_bucket_policy')],
      },
    ),
    tlsMended: of('s3-bucket-tls-only', 'acme-data', [
      bucket,
      s3('put_bucket_policy', { Policy: JSON.stringify({ ...POLICY, Statement: [DENIAL] }) }),
    ]),
    keyBefore: of('kms-key-rotation', '$key', [key()], { inspect: [rotation] }),
    keyMended: of('kms-key-rotation', '$key', [key(), rotate]),
    keyAsymmetric: of('kms-key-rotation', '$key', [key({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' })]),
    keyImported: of('kms-key-rotation', '$key', [key({ Origin: 'EXTERNAL' })]),
    defaultBefore: of(
      'default-security-group',
      '$group',
      [
        vpc,
        {
          service: 'ec2',
          call: 'describe_security_groups',
          inputs: { Filters: [{ Name: 'vpc-id', Values: ['$vpc'] }] },
          save: { group: '$.SecurityGroups[0].GroupId' },
        },
        open([permissions[0]]),
      ],
      { inspect: [rules] },
    ),
    defaultOther: of('default-security-group', '$group', opened, { inspect: [rules] }),
  });

  test('revokes only the offending rules, says what was first, and afterwards what it saw', () => {
    const { portsBefore } = outcomes;
    expect(portsBefore).toMatchObject({ status: 'Success', failure: null });
    expect(idsOf(portsBefore)).toEqual(MENDED);
    expect(portsBefore.events.map(({ type }) => type)).toEqual(['Remediation Started', 'Remediation Outcome']);
    const [started, mended] = portsBefore.events;
    expect(started!.detail.previous).toHaveLength(3);
    expect(mended!.detail).toMatchObject({
      remediation: 'security-group-ports',
      resourceId: portsBefore.saved.group,
      account: '123456789012',
      region: 'eu-west-1',
      rule: 'a-rule',
      outcome: 'mended',
      previous: started!.detail.previous,
      now: [],
    });
    expect(portsBefore.steps.indexOf('Remember')).toBeLessThan(portsBefore.steps.indexOf('RevokeIngress'));
  });

  test.each(['portsMended', 'portsMendedOverLimit', 'blockMended', 'cipherMended', 'tlsMended', 'keyMended'] as const)(
    '%s: changes nothing that is as wanted, and says so',
    (name) => {
      const { status, events, calls } = outcomes[name];
      expect({ status, events: events.map(({ detail }) => detail.outcome) }).toEqual({
        status: 'Success',
        events: ['already-mended'],
      });
      expect(calls.filter((call) => /:(?:Revoke|Put(?!Events)|Enable)/.test(call))).toEqual([]);
    },
  );

  test.each([
    ['portsExempt', 'exempt', OPEN],
    ['portsTagged', 'exempt', OPEN],
    ['portsOutOfScope', 'out-of-scope', OPEN],
    ['portsExpired', 'mended', MENDED],
    ['portsOtherExempt', 'mended', MENDED],
    ['portsUntagged', 'mended', MENDED],
    ['portsInScope', 'mended', MENDED],
    ['portsRunsBefore', 'mended', MENDED],
    ['portsOtherDocument', 'mended', MENDED],
    ['portsRefusals', 'mended', MENDED],
    ['portsApproved', 'mended', MENDED],
    ['portsTaggedMeanwhile', 'exempt', OPEN],
  ] as const)('%s: ends well, %s', (name, outcome, left) => {
    const { status, failure } = outcomes[name];
    expect({ status, failure, outcome: outcomeOf(outcomes[name]), left: idsOf(outcomes[name]) }).toEqual({
      status: 'Success',
      failure: null,
      outcome,
      left,
    });
  });

  test.each(['portsManyRuns', 'portsFailures', 'portsFullPage'] as const)(
    '%s: over the limit nothing is touched, and the run fails',
    (name) => {
      expect(outcomes[name]).toMatchObject({
        status: 'Failed',
        failure: expect.stringMatching(/refused by its limits/),
      });
      expect(outcomeOf(outcomes[name])).toBe('over-limit');
      expect(idsOf(outcomes[name])).toEqual(OPEN);
    },
  );

  test('runs that started later do not count', () => {
    expect(outcomes.portsLaterRuns).toMatchObject({ status: 'Success' });
    expect(outcomeOf(outcomes.portsLaterRuns)).toBe('mended');
  });

  test.each([
    ['portsDeafBus', /the bus has not taken the event/],
    ['portsPaged', /more rules than can be judged/],
    ['portsBadPort', /not allowed as Ports/],
    ['portsRejected', /rejected/],
    ['defaultOther', /not the default group/],
  ] as const)('%s: fails before anything is touched', (name, failure) => {
    expect(outcomes[name]).toMatchObject({ status: 'Failed', failure: expect.stringMatching(failure) });
    expect(idsOf(outcomes[name])).toEqual(OPEN);
  });

  test.each([
    ['cipherNoKey', /name one in KmsKeyArn/],
    ['keyAsymmetric', /not a symmetric key/],
    ['keyImported', /imported material/],
  ] as const)('%s: fails', (name, failure) => {
    expect(outcomes[name]).toMatchObject({ status: 'Failed', failure: expect.stringMatching(failure) });
    expect(outcomes[name].calls).not.toContain('events:PutEvents');
  });

  test.each(['portsRemain', 'blockUndone'] as const)('%s: what verify sees is not mended is a failure', (name) => {
    expect(outcomes[name]).toMatchObject({
      status: 'Failed',
      failure: expect.stringMatching(/the change has not mended it/),
    });
    expect(outcomes[name].events.map(({ type }) => type)).toEqual(['Remediation Started']);
  });

  test('asks before it changes, looks again after, and tells what it asks for', () => {
    const { events, steps } = outcomes.portsApproved;
    expect(events.map(({ type }) => type)).toEqual([
      'Remediation Awaits Approval',
      'Remediation Started',
      'Remediation Outcome',
    ]);
    expect(events[0]!.detail.previous).toHaveLength(3);
    expect(steps.indexOf('Approve')).toBeLessThan(steps.indexOf('ReadRulesAgain'));
  });

  test('blocks public access, whatever was blocked before', () => {
    expect(outcomes.blockBefore.seen[0]).toEqual({ PublicAccessBlockConfiguration: ALL_BLOCKED });
    expect(outcomes.blockHalf.seen[0]).toEqual({ PublicAccessBlockConfiguration: ALL_BLOCKED });
    expect(outcomes.blockHalf.events[0]!.detail.previous).toEqual({ ...ALL_BLOCKED, RestrictPublicBuckets: false });
    expect(outcomeOf(outcomes.blockTagged)).toBe('exempt');
    expect(outcomes.blockTagged.seen[0]).toEqual({ error: 'NoSuchPublicAccessBlockConfiguration' });
  });

  test('encrypts with the key that is named', () => {
    expect(outcomes.cipherBefore.seen[0]).toMatchObject({
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    });
    expect(outcomes.cipherKey.status).toBe('Success');
    expect(outcomes.cipherKey.seen[0]).toEqual({
      ServerSideEncryptionConfiguration: {
        Rules: [
          {
            ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY_ARN },
            BucketKeyEnabled: true,
          },
        ],
      },
    });
  });

  test('adds one statement to the policy and keeps the others', () => {
    const policyOf = ({ seen }: Replayed) => JSON.parse(seen[0]!.Policy as string) as unknown;
    expect(policyOf(outcomes.tlsPolicy)).toEqual({ ...POLICY, Statement: [...POLICY.Statement, DENIAL] });
    expect(policyOf(outcomes.tlsBefore)).toEqual({
      Version: '2012-10-17',
      Statement: [{ ...DENIAL, Sid: 'DenyPlainHttp' }],
    });
    expect(outcomes.tlsPolicy.events[0]!.detail.previous).toBe(JSON.stringify(POLICY));
  });

  test('lets a key rotate', () => {
    expect(outcomes.keyBefore).toMatchObject({ status: 'Success', seen: [{ KeyRotationEnabled: true }] });
  });

  test('closes the default security group both ways', () => {
    expect(outcomes.defaultBefore).toMatchObject({ status: 'Success', seen: [{ SecurityGroupRules: [] }] });
  });
});
