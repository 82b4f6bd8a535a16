import { printPath } from '../../src/config/problem';
import type { Finder } from '../../src/response/finder';
import { RemediationPlan } from '../../src/response/remediation-plan';
import { organization } from '../organizations';

const FOLDER = 'policies/remediations';
const MEMBER = '333333333333';

const finder = (check: string, more: Partial<Finder> = {}): Finder => ({
  check,
  eventName: { prefix: `OrgConfigRule-${check.toLowerCase()}-` },
  parameters: {},
  regions: ['us-east-1'],
  excludedAccounts: [],
  ...more,
});

const plan = (item: Record<string, unknown>, finders: readonly Finder[], settings: Record<string, unknown> = {}) =>
  new RemediationPlan(
    organization({ accounts: { members: [MEMBER] }, response: { remediations: [item] }, ...settings }),
    FOLDER,
    finders,
  );

const problems = (item: Record<string, unknown>, finders: readonly Finder[], settings = {}) =>
  plan(item, finders, settings).problems.map(({ path, what, mend }) => `${printPath(path)}: ${what}; ${mend}`);

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
      `${AT}.parameters.Ports: "ssh" does not have the form ^[0-9]{1,5}$; write one that does`,
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
        values: { Ports: ['22'] },
      },
      {
        id: 'security-group-ports-2',
        eventNames: ['acme-restricted'],
        ownNames: ['acme-restricted'],
        values: { Ports: ['5432', '8080', '9200'] },
      },
    ]);
  });

  test('is what audit.yaml says, before what a rule says', () => {
    const told = plan({ remediation: 'security-group-ports', mode: 'auto', parameters: { Ports: ['22', 3389] } }, [
      SSH,
      restricted,
    ]);
    const [{ answers }] = told.of(MEMBER, 'us-east-1') as [ReturnType<typeof told.of>[number]];
    expect(answers.map(({ values }) => values)).toEqual([{ Ports: ['22', '3389'] }]);
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
