import { decideScript } from '../../src/response/document-frame';
import { describeWithPython, python } from './python';
import { file } from './remediations';

/** Each judge within its frame, so that it imports what it uses. */
const PROGRAM = `
import json, sys
answers = []
for case in json.load(sys.stdin):
    names = {}
    exec(case["script"], names)
    try:
        answers.append(names["judge"](case["event"]))
    except ValueError as error:
        answers.append(str(error))
json.dump(answers, sys.stdout)
`;

interface Judged {
  readonly wrong: boolean;
  readonly why: string;
  readonly previous: unknown;
  readonly change: Readonly<Record<string, unknown>> | null;
}

type Values = Readonly<Record<string, unknown>>;

const judge = (cases: readonly (readonly [name: string, reads: Values, more?: Values])[]): (Judged | string)[] =>
  python(
    ['-c', PROGRAM],
    cases.map(([name, reads, more]) => ({
      script: decideScript(file(name).judge),
      event: {
        reads,
        parameters: {},
        resourceId: 'acme-data',
        account: '123456789012',
        region: 'eu-west-1',
        partition: 'aws',
        now: '2026-06-15T12:00:00+00:00',
        ...more,
      },
    })),
  );

const rule = (id: string, protocol: string, from: number, to: number, more: object = {}) => ({
  SecurityGroupRuleId: id,
  GroupOwnerId: '123456789012',
  IsEgress: false,
  IpProtocol: protocol,
  FromPort: from,
  ToPort: to,
  CidrIpv4: '0.0.0.0/0',
  ...more,
});
const ports = (rules: readonly object[], asked = ['22'], more: object = {}, parameters: Values = {}) =>
  [
    'security-group-ports',
    { ReadRules: { SecurityGroupRules: rules, ...more } },
    { parameters: { Ports: asked, Protocols: ['ALL'], Families: ['ALL'], ...parameters } },
  ] as const;

describeWithPython('judges', [], () => {
  describe('security-group-ports', () => {
    const SIX = { CidrIpv4: undefined, CidrIpv6: '::/0' };
    const cases = [
      ['the very port', rule('a', 'tcp', 22, 22), true],
      ['a range that begins with it', rule('a', 'tcp', 22, 80), true],
      ['a range that ends with it', rule('a', 'tcp', 0, 22), true],
      ['a range below it', rule('a', 'tcp', 0, 21), false],
      ['a range above it', rule('a', 'tcp', 23, 65535), false],
      ['UDP', rule('a', 'udp', 22, 22), true],
      ['TCP by its number', rule('a', '6', 22, 22), true],
      ['every protocol', rule('a', '-1', -1, -1), true],
      ['ICMP', rule('a', 'icmp', 8, -1), false],
      ['IPv6', rule('a', 'tcp', 22, 22, SIX), true],
      ['IPv6, written long', rule('a', 'tcp', 22, 22, { ...SIX, CidrIpv6: '0::0/0' }), true],
      ['a part of the world', rule('a', 'tcp', 22, 22, { CidrIpv4: '0.0.0.0/1' }), false],
      ['a private network', rule('a', 'tcp', 22, 22, { CidrIpv4: '10.0.0.0/8' }), false],
      ['a prefix list', rule('a', 'tcp', 22, 22, { CidrIpv4: undefined, PrefixListId: 'pl-1' }), false],
      ['another group', rule('a', 'tcp', 22, 22, { CidrIpv4: undefined, ReferencedGroupInfo: {} }), false],
      ['egress', rule('a', '-1', -1, -1, { IsEgress: true }), false],
    ] as const;
    const judged = judge(cases.map(([, one]) => ports([one]))) as Judged[];

    test.each(cases.map(([title, , wrong], at) => ({ title, wrong, at })))('$title: $wrong', ({ wrong, at }) => {
      expect(judged[at]).toMatchObject({ wrong, change: { RuleIds: wrong ? ['a'] : [] } });
    });

    const SPANS = [
      ['20-25', 19, 19, false],
      ['20-25', 20, 20, true],
      ['20-25', 25, 80, true],
      ['20-25', 22, 23, true],
      ['20-25', 0, 65535, true],
      ['20-25', 26, 26, false],
      ['25', 20, 24, false],
      ['0-65535', 443, 443, true],
    ] as const;
    const spans = judge(SPANS.map(([asked, from, to]) => ports([rule('a', 'tcp', from, to)], [asked]))) as Judged[];

    test.each(SPANS.map(([asked, from, to, wrong], at) => ({ asked, from, to, wrong, at })))(
      'a range of ports, $asked against $from to $to: $wrong',
      ({ at, wrong }) => expect(spans[at]).toMatchObject({ wrong }),
    );

    const KINDS = [
      ['tcp', { Protocols: ['TCP'] }, true],
      ['6', { Protocols: ['tcp'] }, true],
      ['udp', { Protocols: ['TCP'] }, false],
      ['17', { Protocols: ['TCP'] }, false],
      ['udp', { Protocols: ['UDP'] }, true],
      ['17', { Protocols: ['Udp'] }, true],
      ['tcp', { Protocols: ['UDP'] }, false],
      ['udp', { Protocols: ['TCP', 'UDP'] }, true],
      ['udp', { Protocols: ['TCP', 'all'] }, true],
      ['-1', { Protocols: ['TCP'] }, true],
      ['-1', { Protocols: ['UDP'] }, true],
      ['tcp', { Families: ['IPv4'] }, true],
      ['tcp', { Families: ['ipv6'] }, false],
      ['-1', { Families: ['IPv6'] }, false],
      ['tcp', { Families: ['IPv6', 'IPv4'] }, true],
    ] as const;
    const kinds = judge(
      KINDS.map(([protocol, asked]) => ports([rule('a', protocol, 22, 22)], ['22'], {}, asked)),
    ) as Judged[];

    test.each(KINDS.map(([protocol, asked, wrong], at) => ({ protocol, asked: JSON.stringify(asked), wrong, at })))(
      'what the rule asks of, $protocol and $asked: $wrong',
      ({ at, wrong }) => expect(kinds[at]).toMatchObject({ wrong }),
    );

    test('each rule asks of its own protocols and addresses', () => {
      const { answers } = file('security-group-ports');
      expect(answers.INCOMING_SSH_DISABLED!.Protocols).toEqual(['TCP']);
      expect(answers.RESTRICTED_INCOMING_TRAFFIC!.Protocols).toEqual(['TCP']);
      expect(answers.VPC_SG_PORT_RESTRICTION_CHECK).toMatchObject({
        Protocols: { from: ['protocolType'], default: ['ALL'] },
        Families: { from: ['ipType'], default: ['ALL'] },
      });
    });

    test('names only the offending rules, whatever the number of ports', () => {
      const rules = [rule('a', 'tcp', 3389, 3389), rule('b', 'tcp', 443, 443), rule('c', 'tcp', 20, 25)];
      const [several, none] = judge([ports(rules, ['22', '3389']), ports([])]) as Judged[];
      expect(several!.change).toEqual({ RuleIds: ['a', 'c'] });
      expect(several!.previous).toHaveLength(2);
      expect(none).toMatchObject({ wrong: false, previous: [] });
    });

    test('refuses what it cannot see whole, ports that are none, and groups of others', () => {
      expect(
        judge([
          ports([], ['22'], { NextToken: 'more' }),
          ports([], ['65536']),
          ports([], []),
          ports([], ['25-20']),
          ports([], ['22'], {}, { Protocols: [] }),
          ports([], ['22'], {}, { Families: [] }),
          ports([rule('a', 'tcp', 22, 22, { GroupOwnerId: '999999999999' })]),
        ]),
      ).toEqual([
        'the group has more rules than can be judged at once',
        'Ports must name ports from 0 to 65535, or ranges of them',
        'Ports must name ports from 0 to 65535, or ranges of them',
        'Ports must name ports from 0 to 65535, or ranges of them',
        'Protocols and Families must name what is asked for, or ALL',
        'Protocols and Families must name what is asked for, or ALL',
        'the group belongs to account 999999999999: mend it there',
      ]);
    });
  });

  test('default-security-group: closes it both ways, and touches no other group', () => {
    const group = (name: string, rules: object[], more: object = {}) =>
      [
        'default-security-group',
        {
          ReadGroup: { SecurityGroups: [{ GroupName: name, OwnerId: '123456789012', ...more }] },
          ReadRules: { SecurityGroupRules: rules },
        },
      ] as const;
    const kept = { Description: 'ours', Tags: [{ Key: 'a', Value: 'b' }] };
    const both = [rule('a', '-1', -1, -1, kept), rule('b', '-1', -1, -1, { IsEgress: true })];
    const was = both.map(({ GroupOwnerId: _, ...one }) => one);
    const [open, closed, other, theirs, gone] = judge([
      group('default', both),
      group('default', []),
      group('web', both),
      group('default', both, { OwnerId: '999999999999' }),
      ['default-security-group', { ReadGroup: { SecurityGroups: [] }, ReadRules: {} }],
    ]);
    expect(open).toMatchObject({ wrong: true, change: { IngressIds: ['a'], EgressIds: ['b'] } });
    expect((open as Judged).previous).toEqual(was);
    expect(closed).toMatchObject({ wrong: false });
    expect(other).toBe('the group is web, not the default group of its VPC');
    expect(theirs).toBe('the group belongs to account 999999999999: mend it there');
    expect(gone).toMatchObject({ wrong: false });
  });

  test.each([
    ['s3-bucket-public-access', 'ReadBlock', {}],
    ['s3-bucket-encryption', 'ReadEncryption', { Algorithm: 'AES256', KmsKeyArn: '' }],
    ['s3-bucket-tls-only', 'ReadPolicy', {}],
    ['s3-bucket-versioning', 'ReadVersioning', { MfaDelete: 'true' }],
  ])('%s: a bucket that is gone needs nothing, one without the setting does', (name, read, parameters) => {
    const [gone, bare] = judge([
      [name, { [read]: { Tolerated: 'NoSuchBucket' } }, { parameters }],
      [name, { [read]: { Tolerated: 'NoSuchThing' } }, { parameters }],
    ]);
    expect(gone).toEqual({ wrong: false, why: 'the bucket is gone', previous: null, change: {} });
    expect(bare).toMatchObject({ wrong: true });
  });

  test('s3-bucket-public-access: wants all four', () => {
    const all = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
    const block = (PublicAccessBlockConfiguration: object) =>
      ['s3-bucket-public-access', { ReadBlock: { PublicAccessBlockConfiguration } }] as const;
    const judged = judge([
      ['s3-bucket-public-access', { ReadBlock: {} }],
      block(all),
      ...Object.keys(all).map((name) => block({ ...all, [name]: false })),
    ]) as Judged[];
    expect(judged.map(({ wrong }) => wrong)).toEqual([true, false, true, true, true, true]);
    expect(judged[0]!.previous).toEqual({});
  });

  test('s3-bucket-encryption: never weakens, keeps what else the rule says, and wants a key where a key is asked for', () => {
    const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/0123';
    const by = (SSEAlgorithm: string, more: object = {}) => ({
      ReadEncryption: {
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm, ...more }, BucketKeyEnabled: false, Else: 1 }],
        },
      },
    });
    const asked = (Algorithm: string, KmsKeyArn = '') => ({ parameters: { Algorithm, KmsKeyArn } });
    const judged = judge([
      ['s3-bucket-encryption', { ReadEncryption: {} }, asked('AES256')],
      ['s3-bucket-encryption', by('AES256'), asked('AES256')],
      ['s3-bucket-encryption', by('aws:kms', { KMSMasterKeyID: 'theirs' }), asked('AES256', KEY)],
      ['s3-bucket-encryption', by('aws:kms:dsse'), asked('aws:kms', KEY)],
      ['s3-bucket-encryption', by('AES256'), asked('aws:kms', KEY)],
      ['s3-bucket-encryption', by('AES256'), asked('AES256', KEY)],
      ['s3-bucket-encryption', by('AES256'), asked('aws:kms')],
      ['s3-bucket-encryption', by('aws:new'), asked('aws:kms', KEY)],
      ['s3-bucket-encryption', by('AES256'), asked('aws:kms', KEY.replace('eu-west-1', 'us-east-1'))],
    ]) as Judged[];
    expect(judged.slice(0, 6).map(({ wrong }) => wrong)).toEqual([true, false, false, false, true, true]);
    expect(judged[0]!.change).toEqual({ Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] });
    expect(judged[4]!.change).toEqual({
      Rules: [
        {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY },
          BucketKeyEnabled: true,
          Else: 1,
        },
      ],
    });
    expect(judged.slice(6)).toEqual([
      'the rule asks for a KMS key: name one in KmsKeyArn',
      'the bucket is encrypted with aws:new, which may be stronger',
      expect.stringMatching(/us-east-1.* is not of the region eu-west-1/),
    ]);
  });

  describe('s3-bucket-tls-only', () => {
    const denial = (more: object = {}) => ({
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: ['arn:aws:s3:::acme-data', 'arn:aws:s3:::acme-data/*'],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      ...more,
    });
    const policy = (Statement: unknown, more: Values = {}) =>
      [
        's3-bucket-tls-only',
        { ReadPolicy: { Policy: JSON.stringify({ Version: '2012-10-17', Statement }) } },
        more,
      ] as const;
    const cases: readonly (readonly [string, unknown, boolean])[] = [
      ['the statement itself', [denial()], false],
      ['one that is not in a list', denial(), false],
      ['false as a word of JSON, key in small letters', [denial({ Condition: { Bool: { 'aws:securetransport': false } } })], false],
      ['everybody as AWS', [denial({ Principal: { AWS: '*' } })], false],
      ['two statements, one for each', [denial({ Resource: 'arn:aws:s3:::acme-data' }), denial({ Resource: 'arn:aws:s3:::acme-data/*' })], false],
      ['a wildcard over both', [denial({ Resource: 'arn:aws:s3:::acme-data*' })], false],
      ['all resources', [denial({ Resource: '*', Action: '*' })], false],
      ['objects alone', [denial({ Resource: 'arn:aws:s3:::acme-data/*' })], true],
      ['the bucket alone', [denial({ Resource: 'arn:aws:s3:::acme-data' })], true],
      ['another bucket', [denial({ Resource: ['arn:aws:s3:::acme', 'arn:aws:s3:::acme/*'] })], true],
      ['reading alone', [denial({ Action: 's3:GetObject' })], true],
      ['one principal', [denial({ Principal: { AWS: 'arn:aws:iam::123456789012:root' } })], true],
      ['an Allow', [denial({ Effect: 'Allow' })], true],
      ['the other way round', [denial({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } })], true],
      ['a further condition', [denial({ Condition: { Bool: { 'aws:SecureTransport': 'false' }, StringEquals: { 'aws:SourceVpc': 'vpc-1' } } })], true],
      ['actions left out', [denial({ Action: undefined, NotAction: 's3:GetObject' })], true],
      ['nothing', [], true],
    ]; // prettier-ignore
    const judged = judge(cases.map(([, statement]) => policy(statement))) as Judged[];

    test.each(cases.map(([title, , wrong], at) => ({ title, wrong, at })))('$title: $wrong', ({ wrong, at }) => {
      expect(judged[at]).toMatchObject({ wrong });
    });

    test('keeps every other statement, takes a free Sid, and knows its partition', () => {
      const kept = [
        denial({ Sid: 'DenyPlainHttp', Action: 's3:GetObject' }),
        denial({ Sid: 'DenyPlainHttp2', Action: 's3:PutObject', Condition: { StringLike: { 'aws:username': 'ä*' } } }),
      ];
      const [judgement] = judge([policy(kept, { partition: 'aws-cn' })]) as Judged[];
      const changed = JSON.parse(judgement!.change!.Policy as string) as { Statement: unknown[] };
      expect(changed.Statement.slice(0, 2)).toEqual(kept);
      expect(changed.Statement[2]).toEqual(
        denial({ Sid: 'DenyPlainHttp3', Resource: ['arn:aws-cn:s3:::acme-data', 'arn:aws-cn:s3:::acme-data/*'] }),
      );
      expect(judgement!.change!.Policy).toContain('ä*');
    });

    test('refuses a policy that would grow too large', () => {
      expect(judge([policy([denial({ Action: 's3:GetObject', Sid: 'a'.repeat(20100) })])])).toEqual([
        expect.stringMatching(/the policy would have 2\d{4} bytes of 20480/),
      ]);
    });
  });

  test('kms-key-rotation: turns rotation on where KMS can rotate, and refuses the rest', () => {
    const FIT = { KeyManager: 'CUSTOMER', Origin: 'AWS_KMS', KeySpec: 'SYMMETRIC_DEFAULT', KeyState: 'Enabled' };
    const key = (more: object, rotation: object = { KeyRotationEnabled: false }) =>
      ['kms-key-rotation', { ReadKey: { KeyMetadata: { ...FIT, ...more } }, ReadRotation: rotation }] as const;
    const multi = (MultiRegionKeyType: string) => ({
      MultiRegionConfiguration: { MultiRegionKeyType, PrimaryKey: { Arn: 'primary' } },
    });
    const judged = judge([
      key({}),
      key(multi('PRIMARY')),
      key({}, { KeyRotationEnabled: true, RotationPeriodInDays: 90, Else: 1 }),
      key({ KeyManager: 'AWS' }),
      key({ Origin: 'EXTERNAL' }, {}),
      key({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId: 'cks-1' }, {}),
      key({ KeySpec: 'HMAC_256' }, {}),
      key({ KeyState: 'PendingDeletion' }, {}),
      key({ KeyState: 'Disabled' }),
      key(multi('REPLICA')),
      ['kms-key-rotation', { ReadKey: { Tolerated: 'NotFoundException' }, ReadRotation: {} }],
    ]);
    expect(judged.slice(0, 3)).toEqual([
      { wrong: true, why: 'the key does not rotate', previous: { KeyRotationEnabled: false }, change: {} },
      expect.objectContaining({ wrong: true }),
      {
        wrong: false,
        why: 'the key rotates',
        previous: { KeyRotationEnabled: true, RotationPeriodInDays: 90 },
        change: {},
      },
    ]);
    expect(judged.at(-1)).toMatchObject({ wrong: false, why: 'the key is gone' });
    expect(judged.slice(3, -1)).toEqual([
      'the key is managed by AWS: KMS does not rotate it',
      'the key has imported material: KMS does not rotate it',
      'the key lies in a store of its own: KMS does not rotate it',
      'the key is not a symmetric key for encryption: KMS does not rotate it',
      'the key is in the state PendingDeletion: KMS does not rotate it',
      'the key is in the state Disabled: KMS does not rotate it',
      'the key follows primary, which is to be mended: KMS does not rotate it',
    ]);
  });
});
