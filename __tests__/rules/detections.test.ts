import { join } from 'node:path';
import { parseOrganization } from '../../src/config/load';
import type { Organization } from '../../src/config/organization';
import { ConfigError } from '../../src/config/problem';
import { Detections } from '../../src/stacks/detections';
import { smallest } from '../config/audit-file';
import { organization } from '../organizations';
import { folderOf, guardText, MANIFEST } from './folders';

const managed = (id: string, name = id.toLowerCase()) => ({
  Type: 'AWS::Config::ConfigRule',
  Properties: { ConfigRuleName: name, Source: { Owner: 'AWS', SourceIdentifier: id } },
});
const pack = (...ids: string[]) => ({ Resources: Object.fromEntries(ids.map((id, at) => [`Rule${at}`, managed(id)])) });
const reminders = (count: number) => ({
  Resources: Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`Rule${at}`, managed('AWS_CONFIG_PROCESS_CHECK', `reminder-${at}`)]),
  ),
});
const lambdaPack = (name: string) => ({
  Resources: {
    Own: {
      Type: 'AWS::Config::ConfigRule',
      Properties: {
        ConfigRuleName: name,
        Source: {
          Owner: 'CUSTOM_LAMBDA',
          SourceIdentifier: {
            'Fn::Sub': `arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:acme-audit-rule-${name}`,
          },
          SourceDetails: [{ EventSource: 'aws.config', MessageType: 'ScheduledNotification' }],
        },
      },
    },
  },
});

const root = folderOf({
  'lambdas/a-rule/rule.json': MANIFEST,
  'lambdas/a-rule/index.ts': 'export const handler = () => "a";\n',
  'lambdas/b-rule/rule.json': MANIFEST,
  'lambdas/b-rule/index.ts': 'export const handler = () => "b";\n',
  'lambdas/trail-rule/rule.json': { ...MANIFEST, regions: 'home', accounts: 'trail' },
  'lambdas/trail-rule/index.ts': 'export const handler = () => "trail";\n',
  'lambdas/unused/rule.json': MANIFEST,
  'lambdas/unused/index.ts': 'this is no code',
  'guard/bucket.guard': guardText('AWS::S3::Bucket'),
  'guard/broken.guard': 'rule a { b exists }',
  'packs/topics.yaml': pack('SNS_ENCRYPTED_KMS', 'SNS_TOPIC_MESSAGE_DELIVERY_NOTIFICATION_ENABLED'),
  'packs/broken.yaml': pack('SNS_ENCRYPTED'),
  'packs/own.yaml': lambdaPack('a-rule'),
  'packs/trail.yaml': lambdaPack('trail-rule'),
  ...Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`packs/p${at}.yaml`, reminders(125)])),
});
const FOLDERS = { lambdas: join(root, 'lambdas'), guard: join(root, 'guard'), packs: join(root, 'packs') };

const detections = (settings: object = {}) => new Detections(organization({ ...settings }), FOLDERS);

/** What the app does with them before it writes anything. */
const refuse = (declared: Organization) => declared.refuse(new Detections(declared, FOLDERS));

/** The whole message that an organization is refused with, or `no problem`. */
function complaint(work: () => unknown): string {
  try {
    work();
    return 'no problem';
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

test('everything that is wrong is told at once: audit.yaml by its lines, then the files', () => {
  const source = smallest({
    15: `rules:
  managed:
    - rule: SNS_ENCRYPTED_KMS
      name: acme-a-rule
  lambda:
    - rule: a-rule
    - rule: a-roole
      regions: [us-east-1]
  guard:
    - rule: broken
    - rule: buckets
conformancePacks:
  - pack: topcs
  - pack: topics
    parameters: { Age: 5 }
  - pack: broken`,
  });
  expect(complaint(() => refuse(parseOrganization(source, 'audit.yaml')))).toBe(
    `audit.yaml has 8 problems:
  line 20, rules.lambda[0]: its name acme-a-rule is that of rules.managed[0]; give one of them another name
  line 21, rules.lambda[1].rule: there is no Lambda rule a-roole; did you mean a-rule?
  line 25, rules.guard[1].rule: there is no Guard rule buckets; did you mean bucket?
  line 27, conformancePacks[0].pack: there is no pack topcs; did you mean topics?
  line 29, conformancePacks[1].parameters.Age: is no parameter of topics; remove it; the pack takes none
  policies/guard/broken.guard: asks for no type of resource; write when resourceType == "AWS::..." so that it has a scope
  policies/guard/broken.guard: has no description; open the file with a comment of 1 to 256 characters that says what it wants
  conformance-packs/broken.yaml: line 1, Resources.Rule0.Properties.Source.SourceIdentifier: "SNS_ENCRYPTED" is no managed rule of AWS Config; did you mean SNS_ENCRYPTED_KMS?`,
  );
});

test('files that nobody uses are not looked at', () => {
  expect(complaint(() => refuse(organization()))).toBe('no problem');
});

test('what is wrong is held, so that it can be told together with what else is', () => {
  const { problems, fileProblems } = detections({ conformancePacks: [{ pack: 'topcs' }, { pack: 'broken' }] });
  expect(problems).toEqual([
    { path: ['conformancePacks', 0, 'pack'], what: 'there is no pack topcs', mend: 'did you mean topics?' },
  ]);
  expect(fileProblems).toEqual([
    'conformance-packs/broken.yaml: line 1, Resources.Rule0.Properties.Source.SourceIdentifier: "SNS_ENCRYPTED" is no managed rule of AWS Config; did you mean SNS_ENCRYPTED_KMS?',
  ]);
});

test('it is told together with what is wrong with policies', () => {
  const declared = organization({ conformancePacks: [{ pack: 'topcs' }] });
  const policies = {
    problems: [{ path: ['guardrails', 'optional'], what: 'it is wrong', mend: 'mend it' }],
    fileProblems: ['policies/scp/a.json: it is broken'],
  };
  const said = complaint(() => declared.refuse(new Detections(declared, FOLDERS), policies)).split('\n');
  expect(said[0]).toBe('audit.yaml has 3 problems:');
  expect(
    said
      .slice(1)
      .map((line) => line.replace(/^ +(?:line \d+, )?/, ''))
      .sort(),
  ).toEqual([
    'conformancePacks[0].pack: there is no pack topcs; did you mean topics?',
    'guardrails.optional: it is wrong; mend it',
    'policies/scp/a.json: it is broken',
  ]);
});

describe('AWS takes 1,000 rules in a region', () => {
  const all = (...more: object[]) => [...Array.from({ length: 8 }, (_, at) => ({ pack: `p${at}` })), ...more];
  const said = (settings: object) =>
    complaint(() => refuse(organization({ regions: { governed: ['us-east-1', 'us-east-2'] }, ...settings })))
      .split('\n')
      .slice(1);
  const line = (count: number, region: string) =>
    expect.stringMatching(
      new RegExp(
        `^ {2}line \\d+, conformancePacks: and rules make ${count} rules in ${region} where AWS takes 1000 in an account; deploy fewer packs there$`,
      ),
    );

  test('of packs', () => {
    expect(said({ conformancePacks: all() })).toEqual([]);
    expect(said({ conformancePacks: all({ pack: 'topics', regions: ['us-east-2'] }) })).toEqual([
      line(1002, 'us-east-2'),
    ]);
  });

  test.each<[sentence: string, rules: object]>([
    ['a managed rule', { managed: [{ rule: 'SNS_ENCRYPTED_KMS', regions: ['us-east-1'] }] }],
    ['a Lambda rule', { lambda: [{ rule: 'a-rule', regions: ['us-east-1'] }] }],
    ['a Guard rule', { guard: [{ rule: 'bucket', regions: ['us-east-1'] }] }],
    ['the home region', { managed: [{ rule: 'IAM_PASSWORD_POLICY' }] }],
  ])('of packs, and of %s', (_, rules) => {
    expect(said({ conformancePacks: all(), rules })).toEqual([line(1001, 'us-east-1')]);
  });

  test('of a pack that runs alone', () => {
    expect(said({ conformancePacks: all({ pack: 'trail' }) })).toEqual([line(1001, 'us-east-1')]);
  });

  test('without packs', () => {
    const rules = (count: number) => ({
      managed: Array.from({ length: count }, (_, at) => ({
        rule: 'SNS_ENCRYPTED_KMS',
        name: `r${at}`,
        regions: ['us-east-1'],
      })),
    });
    expect(said({ rules: rules(1000) })).toEqual([]);
    expect(said({ rules: rules(1001) })).toEqual([
      expect.stringMatching(
        /^ {2}line \d+, rules: make 1001 rules in us-east-1 where AWS takes 1000 in an account; deploy fewer there$/,
      ),
    ]);
  });
});

describe('something spans the organization', () => {
  test.each<[sentence: string, settings: object, expected: boolean]>([
    ['not when there is nothing', {}, false],
    ['when a managed rule does', { rules: { managed: [{ rule: 'SNS_ENCRYPTED_KMS' }] } }, true],
    ['not when accounts hold it', { rules: { managed: [{ rule: 'SNS_ENCRYPTED_KMS', deploy: 'accounts' }] } }, false],
    ['when a Guard rule does', { rules: { guard: [{ rule: 'bucket' }] } }, true],
    ['not when accounts hold the Guard rule', { rules: { guard: [{ rule: 'bucket', deploy: 'accounts' }] } }, false],
    ['not for Lambda rules', { rules: { lambda: [{ rule: 'a-rule' }] } }, false],
    ['when a pack does', { conformancePacks: [{ pack: 'topics' }] }, true],
    ['not when accounts hold the pack', { conformancePacks: [{ pack: 'topics', deploy: 'accounts' }] }, false],
    ['not for a pack of which nothing is left', { conformancePacks: [{ pack: 'trail' }] }, false],
  ])('%s', (_, settings, expected) => {
    expect(detections(settings).spanOrganization).toBe(expected);
  });
});

describe('the code of Lambda rules', () => {
  const text = (settings: object, rule: string) =>
    Buffer.from(detections(settings).archive(rule).zip).toString('latin1');

  test('is made of those in use, be it by a pack, and of no others', () => {
    const settings = {
      rules: { lambda: [{ rule: 'b-rule' }] },
      conformancePacks: [{ pack: 'own' }, { pack: 'trail' }],
    };
    const made = detections(settings);
    const hashes = ['a-rule', 'b-rule', 'trail-rule'].map((rule) => made.archive(rule).hash);
    expect(new Set(hashes).size).toBe(3);
    expect(made.archive('a-rule')).toBe(made.archive('a-rule'));
    expect(text(settings, 'a-rule').slice(0, 4)).toBe('PK\u0003\u0004');
  });
});

describe('it is to be known', () => {
  const notices = (settings: object) => detections(settings).notices;
  const WAITS =
    'assumed: a release of the AWS provider that knows when an organization pack of a delegated administrator is complete (terraform-provider-aws pull request 47072); an older one waits 4 hours and calls it failed';

  test('nothing of nothing', () => {
    expect(notices({})).toEqual([]);
  });

  test('that a rule is there more than once', () => {
    const topics = { pack: 'topics', deploy: 'accounts' };
    expect(notices({ conformancePacks: [topics] })).toEqual([]);
    expect(
      notices({ conformancePacks: [topics], rules: { managed: [{ rule: 'SNS_ENCRYPTED_KMS', deploy: 'accounts' }] } }),
    ).toEqual([
      'repeated: 1 managed rule is in more than one pack or list, and each copy is paid for: SNS_ENCRYPTED_KMS',
    ]);
  });

  test('that four are, of which three are named', () => {
    const ids = ['SNS_ENCRYPTED_KMS', 'IAM_PASSWORD_POLICY', 'S3_BUCKET_VERSIONING_ENABLED', 'CLOUD_TRAIL_ENABLED'];
    const twice = [...ids, ...ids].map((rule, at) => ({ rule, name: `rule-${at}` }));
    expect(notices({ rules: { managed: twice } })).toEqual([
      'repeated: 4 managed rules are in more than one pack or list, and each copy is paid for: CLOUD_TRAIL_ENABLED, IAM_PASSWORD_POLICY, S3_BUCKET_VERSIONING_ENABLED ...',
    ]);
  });

  test('nothing of reminders, which may be many', () => {
    const both = ['p0', 'p1'].map((name) => ({ pack: name, deploy: 'accounts' }));
    expect(notices({ conformancePacks: both })).toEqual([]);
  });

  test('what packs and rules have to say', () => {
    const settings = {
      regions: { home: 'us-east-1', governed: ['us-east-1', 'eu-west-1'] },
      recorder: { exclude: ['AWS::SNS::Topic'] },
      rules: { managed: [{ rule: 'CLOUDFRONT_SNI_ENABLED' }] },
      conformancePacks: [{ pack: 'topics' }],
    };
    expect(notices(settings)).toEqual([
      'left out: CLOUDFRONT_SNI_ENABLED does not exist in eu-west-1',
      'unrecorded: 2 rules of topics stay INSUFFICIENT_DATA, because recorder.exclude leaves out what they look at: sns_encrypted_kms, sns_topic_message_delivery_notification_enabled',
      WAITS,
    ]);
  });

  test('what a provider must know of organization packs', () => {
    expect(notices({ conformancePacks: [{ pack: 'topics' }] })).toEqual([WAITS]);
  });

  test('which accounts are taken on trust, each once', () => {
    const excludedAccounts = ['999999999999', '111111111111', '888888888888'];
    const line = 'assumed: 999999999999, 888888888888, excluded but not listed here, are accounts of the organization';
    expect(notices({ conformancePacks: [{ pack: 'topics', excludedAccounts }] })).toEqual([WAITS, line]);
    expect(
      notices({
        rules: {
          managed: [{ rule: 'SNS_ENCRYPTED_KMS', excludedAccounts }],
          guard: [{ rule: 'bucket', excludedAccounts: ['888888888888'] }],
        },
      }),
    ).toEqual([line]);
  });
});
