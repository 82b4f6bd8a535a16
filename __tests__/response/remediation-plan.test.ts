import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printPath } from '../../src/config/problem';
import type { Finder } from '../../src/response/finder';
import { RemediationPlan } from '../../src/response/remediation-plan';
import { organization } from '../organizations';
import { finder, FOLDER, MEMBER, plan, problems } from './plans';
import { file } from './remediations';

const AT = 'response.remediations[0]';
const SSH = finder('INCOMING_SSH_DISABLED');
const FLOW = finder('VPC_FLOW_LOGS_ENABLED');

describe('what is refused', () => {
  test.each<[string, Record<string, unknown>, Finder[], ...string[]]>([
    ['nothing, of a rule that is in use', { remediation: 'security-group-ports', mode: 'auto' }, [SSH]],
    [
      'a remediation that is misspelt',
      { remediation: 'security-group-port', mode: 'auto' },
      [SSH],
      `${AT}.remediation: there is no remediation security-group-port; did you mean security-group-ports?`,
    ],
    [
      'a remediation whose findings no rule makes',
      { remediation: 'kms-key-rotation', mode: 'notify' },
      [SSH],
      `${AT}.remediation: no rule in use finds what kms-key-rotation mends; add CMK_BACKING_KEY_ROTATION_ENABLED to rules or a pack that has it`,
    ],
    ['such a remediation, when it is off', { remediation: 'kms-key-rotation' }, [SSH]],
    [
      'a scope in which the rule does not look',
      { remediation: 'security-group-ports', mode: 'auto', accounts: [MEMBER] },
      [finder('INCOMING_SSH_DISABLED', { excludedAccounts: [MEMBER] })],
      `${AT}.remediation: no rule in use finds what security-group-ports mends; add INCOMING_SSH_DISABLED or RESTRICTED_INCOMING_TRAFFIC or VPC_SG_PORT_RESTRICTION_CHECK to rules or a pack that has it`,
    ],
    [
      'a parameter that is not there',
      { remediation: 'security-group-ports', mode: 'auto', parameters: { Port: '22' } },
      [SSH],
      `${AT}.parameters.Port: is no parameter of security-group-ports; did you mean "Ports"?`,
    ],
    [
      'a value of another form',
      { remediation: 'security-group-ports', mode: 'auto', parameters: { Ports: ['22', 'ssh'] } },
      [SSH],
      `${AT}.parameters.Ports: "ssh" does not have the form ${file('security-group-ports').parameters.Ports!.pattern}; write one that does`,
    ],
    ['a parameter that it needs, where it is given', flowLogs({ LogDestinationArn: 'arn:aws:s3:::logs' }), [FLOW]],
    ['a parameter that it needs, where people are only told', { ...flowLogs({}), mode: 'notify' }, [FLOW]],
    [
      'a tag where tags cannot be read',
      { remediation: 'iam-password-policy', mode: 'auto', tag: { key: 'stage', value: 'test' } },
      [finder('IAM_PASSWORD_POLICY')],
      `${AT}.tag: iam-password-policy is about AWS::::Account, whose tags it cannot read; remove it`,
    ],
    [
      'nothing, of a tag that an answer carries',
      { remediation: 'rds-public-access', mode: 'auto', tag: { key: 'stage', value: 'test' } },
      [finder('RDS_INSTANCE_PUBLIC_ACCESS_CHECK')],
    ],
    [
      'more rules than a pattern takes, where people are only told',
      { remediation: 'security-group-ports', mode: 'notify' },
      Array.from({ length: 40 }, (_, at) =>
        finder('INCOMING_SSH_DISABLED', { eventName: { prefix: `${'x'.repeat(50)}${at}-conformance-pack-` } }),
      ),
      expect.stringMatching(/its event pattern has \d{4} characters of 2048/) as unknown as string,
    ],
    [
      'nothing, of as many rules in regions that differ',
      { remediation: 'security-group-ports', mode: 'notify' },
      Array.from({ length: 40 }, (_, at) =>
        finder('INCOMING_SSH_DISABLED', {
          eventName: { prefix: `${'x'.repeat(50)}${at}-conformance-pack-` },
          regions: [at < 20 ? 'us-east-1' : 'eu-west-1'],
        }),
      ),
    ],
    [
      'more rules than a pattern takes',
      { remediation: 'security-group-ports', mode: 'auto' },
      Array.from({ length: 40 }, (_, at) =>
        finder('INCOMING_SSH_DISABLED', { eventName: { prefix: `${'x'.repeat(50)}${at}-conformance-pack-` } }),
      ),
      expect.stringMatching(/its event pattern has \d{4} characters of 2048/) as unknown as string,
    ],
  ])('%s', (_, item, finders, ...expected) => {
    expect(problems(item, finders)).toEqual(expected);
  });

  test('a parameter that it needs and nobody gives', () => {
    const [only, ...others] = problems(flowLogs({}), [FLOW]);
    expect(only).toMatch(
      /^response\.remediations\[0\]\.parameters\.LogDestinationArn: is missing: .+; give it a value$/,
    );
    expect(others).toEqual([]);
  });

  test('a name with which a role would be too long', () => {
    const name = 'a'.repeat(27);
    const found = problems({ remediation: 's3-account-public-access', mode: 'notify' }, [], { name });
    expect(found[0]).toMatch(/its role .+ has 70 characters of 64; shorten `name`$/);
  });
});

function flowLogs(parameters: Record<string, unknown>) {
  return { remediation: 'vpc-flow-logs', mode: 'auto', parameters };
}

describe('a rule of the account that two files answer', () => {
  const own = (more: Partial<Finder> = {}) =>
    finder('S3_BUCKET_VERSIONING_ENABLED', { eventName: 'acme-versions', ownName: 'acme-versions', ...more });
  const folder = mkdtempSync(join(tmpdir(), 'remediations-'));
  const source = readFileSync(join(FOLDER, 's3-bucket-versioning.yaml'), 'utf8');
  for (const name of ['mine', 'yours']) writeFileSync(join(folder, `${name}.yaml`), source);
  afterAll(() => rmSync(folder, { recursive: true }));
  const found = (first: Record<string, unknown>, second: Record<string, unknown>, finders: Finder[]) => {
    const remediations = [
      { remediation: 'mine', ...first },
      { remediation: 'yours', ...second },
    ];
    const members = [MEMBER, '444444444444'];
    const declared = organization({ accounts: { members }, response: { remediations } });
    return new RemediationPlan(declared, folder, finders).problems.map(
      ({ path, what, mend }) => `${printPath(path)}: ${what}; ${mend}`,
    );
  };
  const auto = { mode: 'auto' };

  test('is refused once, for AWS Config would let one overwrite the other', () => {
    expect(found(auto, auto, [own()])).toEqual([
      'response.remediations[1].remediation: yours answers the rule acme-versions as mine of response.remediations[0] does, and AWS Config takes one remediation of a rule; choose another mode for one of them, or part them by accounts or regions',
    ]);
  });

  test.each([
    ['one of them asks first', { mode: 'approve', approval: { approvers: ['A'] } }, auto, [own()]],
    ['one of them only tells', auto, { mode: 'notify' }, [own()]],
    [
      'they lie in different accounts',
      { ...auto, accounts: [MEMBER] },
      { ...auto, excludedAccounts: [MEMBER] },
      [own()],
    ],
    ['AWS Config deploys the rule', auto, auto, [finder('S3_BUCKET_VERSIONING_ENABLED')]],
  ])('is taken where %s', (_, first, second, finders) => {
    expect(found(first, second, finders)).toEqual([]);
  });
});

describe('a file of one’s own whose name the platform has', () => {
  const folder = mkdtempSync(join(tmpdir(), 'remediations-'));
  const source = readFileSync(join(FOLDER, 's3-bucket-versioning.yaml'), 'utf8');
  const names = [
    'start',
    'reports',
    'runs',
    'roll-call',
    'forward',
    'forward-alarms',
    'heal-trail',
    'started',
    'forwarding',
    'healed',
  ];
  for (const name of names) writeFileSync(join(folder, `${name}.yaml`), source);
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(names.map((name, at) => [name, at < 7] as const))('%s: refused is %s', (remediation, refused) => {
    const declared = organization({ response: { remediations: [{ remediation, mode: 'notify' }] } });
    const found = new RemediationPlan(declared, folder, [finder('S3_BUCKET_VERSIONING_ENABLED')]).problems;
    const problem = {
      path: ['response', 'remediations', 0, 'remediation'],
      what: `${remediation} is a name that the platform's own roles and rules have`,
      mend: 'rename its file',
    };
    expect(found).toEqual(refused ? [problem] : []);
  });
});

describe('what is about the whole account', () => {
  const settings = { regions: { home: 'us-east-1', governed: ['us-east-1', 'eu-west-1'], archive: 'us-west-2' } };
  const item = { remediation: 'iam-password-policy', mode: 'auto' };
  const both = finder('IAM_PASSWORD_POLICY', { regions: ['us-east-1', 'eu-west-1'] });
  const abroad = finder('IAM_PASSWORD_POLICY', { regions: ['eu-west-1'] });

  test('is mended at home alone, wherever a pack finds it', () => {
    const planned = plan(item, [both], settings);
    expect(planned.of(MEMBER, 'us-east-1')).toHaveLength(1);
    expect(planned.of(MEMBER, 'eu-west-1')).toEqual([]);
  });

  test('is found by no rule that looks elsewhere', () => {
    expect(problems(item, [both], settings)).toEqual([]);
    const nobody = expect.stringMatching(/^response\.remediations\[0\]\.remediation: no rule in use finds what iam/);
    expect(problems(item, [abroad], settings)).toEqual([nobody]);
    expect(problems({ ...item, regions: ['eu-west-1'] }, [both], settings)).toEqual([nobody]);
  });

  test('and nothing else: a group is mended where it lies', () => {
    const ports = plan(
      { remediation: 'security-group-ports', mode: 'auto' },
      [{ ...SSH, regions: ['eu-west-1'] }],
      settings,
    );
    expect(ports.problems).toEqual([]);
    expect(ports.of(MEMBER, 'eu-west-1')).toHaveLength(1);
    expect(ports.of(MEMBER, 'us-east-1')).toEqual([]);
  });
});

describe('what applies', () => {
  const restricted = finder('RESTRICTED_INCOMING_TRAFFIC', {
    eventName: 'acme-restricted',
    ownName: 'acme-restricted',
    parameters: { blockedPort1: '5432', blockedPorts: '8080, 9200' },
  });
  const one = plan({ remediation: 'security-group-ports', mode: 'auto', excludedAccounts: [MEMBER] }, [
    SSH,
    restricted,
    finder('S3_BUCKET_VERSIONING_ENABLED'),
  ]);

  test('is answered with what each rule looks for, rules that ask alike together', () => {
    const [planned] = one.of('111111111111', 'us-east-1');
    expect(planned!.answers).toEqual([
      {
        id: 'security-group-ports',
        eventNames: [{ prefix: 'OrgConfigRule-incoming_ssh_disabled-' }],
        ownNames: [],
        values: expect.objectContaining({ Ports: ['22'] }),
      },
      {
        id: 'security-group-ports-2',
        eventNames: ['acme-restricted'],
        ownNames: ['acme-restricted'],
        values: expect.objectContaining({ Ports: ['5432', '21', '3389', '3306', '4333', '8080', '9200'] }),
      },
    ]);
  });

  test('is what audit.yaml says, before what a rule says', () => {
    const told = plan({ remediation: 'security-group-ports', mode: 'auto', parameters: { Ports: ['22', 3389] } }, [
      SSH,
      restricted,
    ]);
    const [{ answers }] = told.of(MEMBER, 'us-east-1') as [ReturnType<typeof told.of>[number]];
    expect(answers.map(({ values }) => values.Ports)).toEqual([['22', '3389']]);
  });

  test.each([
    ['an account that is excluded', MEMBER, 'us-east-1'],
    ['a region in which no rule looks', '111111111111', 'eu-west-1'],
  ])('is nothing in %s', (_, account, region) => {
    expect(one.of(account, region)).toEqual([]);
  });
});

test('what cuts off people or traffic by itself is told of', () => {
  expect(plan({ remediation: 'security-group-ports', mode: 'auto' }, [SSH]).notices).toHaveLength(1);
  expect(plan({ remediation: 'security-group-ports', mode: 'notify' }, [SSH]).notices).toEqual([]);
});

test('an exempt tag that spares nothing, for want of tags to read, is told of', () => {
  const exemptTag = { key: 'audit', value: 'exempt' };
  const noticed = (remediation: string, check: string, mode = 'auto') =>
    plan({ remediation, mode }, [finder(check)], {
      response: { exemptTag, remediations: [{ remediation, mode }] },
    }).notices.filter((notice) => notice.startsWith('not spared'));
  expect(noticed('iam-password-policy', 'IAM_PASSWORD_POLICY')).toEqual([
    'not spared: iam-password-policy reads no tags of AWS::::Account; response.exemptTag spares nothing there, exceptions do',
  ]);
  expect(noticed('iam-password-policy', 'IAM_PASSWORD_POLICY', 'notify')).toEqual([]);
  expect(noticed('kms-key-rotation', 'CMK_BACKING_KEY_ROTATION_ENABLED')).toEqual([]);
  expect(plan({ remediation: 'iam-password-policy', mode: 'auto' }, [finder('IAM_PASSWORD_POLICY')]).notices).toEqual([
    expect.stringMatching(/^disruptive: /),
  ]);
});
