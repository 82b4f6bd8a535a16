import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { App, TerraformStack } from 'cdktf';
import { managedRule } from '../../src/catalogue/managed-rule';
import type { RemediationConfig } from '../../src/config/schema';
import type { EventForwarding } from '../../src/response/event-forwarding';
import { Remediations } from '../../src/response/remediations';
import { EXAMPLES, organization } from '../organizations';
import { Platform, type Resource, type StackData } from '../synthesized';
import { file, FILES } from './remediations';

/** Characters of all inline policies of a role, white space aside. Source: IAM quotas; it cannot be raised. */
const MOST_INLINE = 10240;

const MEMBER = '333333333333';
const checks = FILES.map(({ answers }) => Object.keys(answers).find((check) => managedRule(check))!);

/** Every remediation at work in the 17 regions that no account has to switch on, under the longest name that fits. */
const everything = new Platform(
  organization({
    name: 'a'.repeat(21),
    accounts: { members: [MEMBER] },
    regions: EXAMPLES['many regions']!.regions,
    rules: {
      managed: [...new Set(checks)].map((rule, at) => ({
        rule,
        name: `rule-${at}`,
        ...(managedRule(rule)!.parameters.some(({ required }) => required) && {
          parameters: { maxCredentialUsageAge: 45 },
        }),
      })),
    },
    response: {
      exemptTag: { key: 'audit-exempt', value: 'yes' },
      remediations: FILES.map(({ name }) => ({
        remediation: name,
        mode: 'auto',
        accounts: [MEMBER],
        ...(name === 'vpc-flow-logs' && { parameters: { LogDestinationArn: 'arn:aws:s3:::logs' } }),
      })),
    },
  }),
);

const inlineSizes = (stack: StackData): Map<string, number> => {
  const sizes = new Map<string, number>();
  for (const { role, policy } of stack.all(IamRolePolicy) as Resource[]) {
    sizes.set(role, (sizes.get(role) ?? 0) + policy.replaceAll(/\s/g, '').length);
  }
  return sizes;
};

test('no role has more inline policies than IAM takes, with every remediation in 17 regions', () => {
  const sizes = everything.stacks.flatMap((stack) =>
    [...inlineSizes(stack)].map(([role, size]) => ({ role: `${stack.name} ${role}`, size })),
  );
  const mending = sizes.filter(({ role }) => role.includes('aws_iam_role.remediations_'));
  expect(mending).toHaveLength(FILES.length + 1);
  expect(sizes.filter(({ size }) => size >= MOST_INLINE)).toEqual([]);
});

test('a role that would have more stops the synth, and is named', () => {
  const partition = 'aws';
  const limits = { perHour: 10, failures: 3 };
  const config = { limits, exceptions: [] as unknown } as RemediationConfig;
  const mending = (count: number) => () =>
    new Remediations(
      new TerraformStack(new App(), 'test'),
      'remediations',
      {
        anywhere: { provider: undefined! },
        partition,
        account: MEMBER,
        namePrefix: 'acme-audit-',
        rolePrefix: 'acme-audit-remediation-',
        starterRole: 'acme-audit-remediation-start',
      },
      Array.from({ length: count }, (_, at) => ({
        region: `xx-somewhere-${at}`,
        place: { provider: undefined! },
        forwarding: { busArn: `arn:aws:events:xx-somewhere-${at}:${MEMBER}:event-bus/acme` } as EventForwarding,
        deadLetters: { arn: `arn:aws:sqs:xx-somewhere-${at}:${MEMBER}:acme` },
        ruleOf: () => undefined!,
        planned: [{ file: file('vpc-flow-logs'), mode: 'auto', config, answers: [] }],
      })),
    );
  expect(mending(17)).not.toThrow();
  expect(mending(80)).toThrow(
    /^the policy of the role acme-audit-remediation-vpc-flow-logs takes \d{5} characters of 10240; mend in fewer regions, or with fewer actions$/,
  );
});
