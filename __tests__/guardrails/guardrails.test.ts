import { OrganizationsPolicy } from '@cdktf/provider-aws/lib/organizations-policy';
import { OrganizationsPolicyAttachment } from '@cdktf/provider-aws/lib/organizations-policy-attachment';
import { TerraformStack, Testing } from 'cdktf';
import { ConfigError } from '../../src/config/problem';
import { Guardrails, type GuardrailsProps } from '../../src/guardrails/guardrails';
import { PolicyFile } from '../../src/guardrails/policy-file';
import { TrustedAccess } from '../../src/organization/trusted-access';
import { organization } from '../organizations';
import { Platform } from '../synthesized';

const stackOf = (settings: Record<string, unknown>) => new Platform(organization(settings)).stack('organization');
const NAMES = ['protect-config', 'protect-evidence', 'protect-platform', 'protect-trail'];

describe('the policies that come with the project', () => {
  test('are created, named after the platform and attached to the root', () => {
    const stack = stackOf({});
    expect(stack.all(OrganizationsPolicy).map(({ name, type }) => [name, type])).toEqual(
      NAMES.map((name) => [`acme-${name}`, 'SERVICE_CONTROL_POLICY']),
    );
    expect(
      stack.all(OrganizationsPolicyAttachment).map((attachment) => [attachment.policy_id, attachment.target_id]),
    ).toEqual(NAMES.map((name) => [`\${aws_organizations_policy.guardrails_${name}.id}`, 'r-a1b2']));
  });

  test('attach where audit.yaml says, and nowhere when it lists nothing', () => {
    const targets = ['ou-a1b2-11111111', '222222222222'];
    const attached = stackOf({ guardrails: { attachTo: targets } }).all(OrganizationsPolicyAttachment);
    expect(attached.map(({ target_id: target }) => target).sort()).toEqual(NAMES.flatMap(() => targets).sort());
    expect(stackOf({ guardrails: { attachTo: [] } }).all(OrganizationsPolicyAttachment)).toEqual([]);
  });

  test('are minified: white space counts against the limit', () => {
    for (const { content } of stackOf({}).all(OrganizationsPolicy))
      expect(content).toBe(JSON.stringify(JSON.parse(content)));
  });

  test('fit the old quotas too, of 5,120 characters and 5 policies, in GovCloud and China', () => {
    const regions = { home: 'us-gov-west-1', governed: ['us-gov-west-1'], archive: 'us-gov-east-1' };
    const policies = stackOf({ regions }).all(OrganizationsPolicy);
    expect(policies.length + 1).toBeLessThanOrEqual(5);
  });

  test('leave no placeholder behind', () => {
    for (const { content } of stackOf({}).all(OrganizationsPolicy)) {
      expect(content.replaceAll(/\$\{data\.terraform_remote_state\.evidence\.outputs\.[\w-]+\}/g, '')).not.toContain(
        '${',
      );
    }
  });
});

const file = (statements: unknown, name = 'team') =>
  new PolicyFile(`policies/scp/${name}.json`, JSON.stringify({ Version: '2012-10-17', Statement: statements }));
const statement = { Sid: 'A', Effect: 'Deny', Action: 'a:B', Resource: '*' };

function build(policies: PolicyFile[], override: Partial<GuardrailsProps> = {}) {
  const stack = new TerraformStack(Testing.app(), 'test');
  const access = new TrustedAccess(stack, 'access', {
    anywhere: {},
    organizationId: 'o-a1b2c3d4e5',
    managementAccount: '111111111111',
    mode: 'assumed',
  });
  const placeholders = { Keys: ['${aws_kms_key.a.arn}'], Roles: ['r1', 'r2'] };
  new Guardrails(stack, 'guardrails', {
    anywhere: {},
    policies,
    placeholders,
    measured: { ...placeholders, Keys: ['x'.repeat(75)] },
    namePrefix: 'acme-',
    targets: ['r-a1b2'],
    limits: { characters: 5120, attachments: 5, alreadyAttached: 1 },
    after: access.ready,
    ...override,
  });
  return JSON.parse(Testing.synth(stack)).resource.aws_organizations_policy as Record<string, { content: string }>;
}

const complaint = (...args: Parameters<typeof build>): string => {
  try {
    build(...args);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('nothing was wrong');
};

/** The words differ between versions of Node.js. */
function whatNodeSays(source: string): string {
  try {
    JSON.parse(source);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error(`${source} is JSON`);
}

describe('a policy that a team adds', () => {
  test('takes part', () => {
    const built = build([file([statement])]);
    expect(JSON.parse(Object.values(built)[0]!.content).Statement).toEqual([statement]);
  });

  test.each([
    ['alone, a list of values', { Resource: '${Roles}' }, { Resource: ['r1', 'r2'] }],
    ['alone, one value without a list', { Resource: '${Keys}' }, { Resource: '${aws_kms_key.a.arn}' }],
    ['within a list, beside others', { Resource: ['x', '${Roles}', 'y'] }, { Resource: ['x', 'r1', 'r2', 'y'] }],
    [
      'deep in a condition',
      { Condition: { ArnNotLike: { k: ['${Roles}'] } } },
      { Condition: { ArnNotLike: { k: ['r1', 'r2'] } } },
    ],
  ])('has its placeholders resolved: %s', (_name, given, expected) => {
    const [{ content }] = Object.values(build([file([{ ...statement, ...given }])])) as [{ content: string }];
    expect(JSON.parse(content).Statement[0]).toMatchObject(expected);
  });

  test('may use IAM’s own variables, which Terraform must not read', () => {
    const [{ content }] = Object.values(build([file([{ ...statement, Resource: 'user/${aws:username}' }])])) as [
      { content: string },
    ];
    expect(JSON.parse(content).Statement[0].Resource).toBe('user/$${aws:username}');
  });

  test.each<[string, PolicyFile[], Partial<GuardrailsProps>, string]>([
    [
      'is not JSON',
      [new PolicyFile('policies/scp/team.json', '{,}')],
      {},
      `policies/scp has 1 problem:
  policies/scp/team.json: is not JSON: ${whatNodeSays('{,}')}; mend the JSON`,
    ],
    [
      'has no statements',
      [file([])],
      {},
      'policies/scp has 1 problem:\n  policies/scp/team.json: has no list of statements; write { "Version": "2012-10-17", "Statement": [...] }',
    ],
    [
      'misspells a placeholder',
      [file([{ ...statement, Resource: '${Role}' }])],
      {},
      'policies/scp has 1 problem:\n  policies/scp/team.json: ${Role} stands for nothing; did you mean "Roles"?',
    ],
    [
      'uses a placeholder within a longer text',
      [file([{ ...statement, Resource: '${Roles}/*' }])],
      {},
      'policies/scp has 1 problem:\n  policies/scp/team.json: ${Roles} must stand alone, but is part of "${Roles}/*"; write the whole value as ${Roles}',
    ],
    [
      'is named too long',
      [file([statement], 'x'.repeat(124))],
      {},
      `policies/scp has 1 problem:\n  policies/scp/${'x'.repeat(124)}.json: its name acme-${'x'.repeat(124)} has 129 characters of 128; shorten the file's name`,
    ],
    [
      'is one too many',
      Array.from({ length: 5 }, (_, at) => file([statement], `team-${at}`)),
      {},
      'policies/scp has 1 problem:\n  5 policies and the 1 attached already exceed the 5 that a target takes; merge files, or raise guardrails.limits.attachments if your quota is higher',
    ],
    [
      'comes with others that are wrong: all are told',
      [file([], 'a'), file([{ ...statement, Resource: '${Key}' }], 'b')],
      {},
      'policies/scp has 2 problems:\n  policies/scp/a.json: has no list of statements; write { "Version": "2012-10-17", "Statement": [...] }\n  policies/scp/b.json: ${Key} stands for nothing; did you mean "Keys"?',
    ],
  ])('is refused when it %s', (_name, policies, override, message) => {
    expect(complaint(policies, override)).toBe(message);
  });

  test('four policies fit beside FullAWSAccess', () => {
    expect(Object.keys(build(Array.from({ length: 4 }, (_, at) => file([statement], `team-${at}`))))).toHaveLength(4);
  });

  test('is measured to the character, with its keys as long as AWS will make them', () => {
    const sized = (length: number) => [file([{ ...statement, Resource: ['${Keys}', 'x'.repeat(length)] }])];
    const frame = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ ...statement, Resource: ['x'.repeat(75), ''] }],
    }).length;
    expect(Object.keys(build(sized(5120 - frame)))).toHaveLength(1);
    expect(complaint(sized(5121 - frame))).toBe(
      'policies/scp has 1 problem:\n  policies/scp/team.json: has 5121 characters of 5120; split it, or raise guardrails.limits.policyCharacters if your quota is higher',
    );
  });
});
