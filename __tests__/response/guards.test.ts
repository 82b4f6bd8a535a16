import { Cloudtrail } from '@cdktf/provider-aws/lib/cloudtrail';
import { ConfigConfigurationRecorder } from '@cdktf/provider-aws/lib/config-configuration-recorder';
import { ConfigDeliveryChannel } from '@cdktf/provider-aws/lib/config-delivery-channel';
import { ConfigRetentionConfiguration } from '@cdktf/provider-aws/lib/config-retention-configuration';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { OrganizationsPolicy } from '@cdktf/provider-aws/lib/organizations-policy';
import { OrganizationsPolicyAttachment } from '@cdktf/provider-aws/lib/organizations-policy-attachment';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { App } from 'cdktf';
import { unzipSync } from 'fflate';
import { keyOf, readDeclared } from '../../lambdas/roll-call/declared';
import { stacks } from '../../main';
import type { Organization } from '../../src/config/organization';
import { AlertingStack } from '../../src/stacks/alerting-stack';
import { EXAMPLES, organization } from '../organizations';
import { Platform, type Resource, type StackData } from '../synthesized';
import { locationOf } from './routes';

/** What a healer would undo if it had not heard of the change first. */
const GUARDED = [
  { type: Cloudtrail, healer: /^heal-trail/ },
  { type: OrganizationsPolicy, healer: /^heal-guardrails/ },
  { type: ConfigConfigurationRecorder, healer: /^heal-recorder/ },
  { type: ConfigRetentionConfiguration, healer: /^heal-recorder/ },
  { type: S3BucketPolicy, healer: /^heal-evidence/, stack: 'evidence' },
];

const healersOf = (stack: StackData) => Object.keys(stack.named(LambdaFunction)).filter((id) => /^heal-/.test(id));

/** Everything of the stack that is made or changed before a resource. */
function before(stack: StackData, address: string, known = new Set<string>()): Set<string> {
  const [type, name] = address.split('.') as [string, string];
  const resource: Resource = stack.json.resource?.[type]?.[name];
  const text = JSON.stringify({ ...resource, '//': undefined });
  const next = [
    ...(resource?.depends_on ?? []),
    ...[...text.matchAll(/\$\{(aws_\w+\.[\w-]+)\./g)].map((one) => one[1]),
  ];
  for (const one of next) {
    if (known.has(one)) continue;
    known.add(one);
    before(stack, one, known);
  }
  return known;
}

describe.each(Object.entries(EXAMPLES))('%s', (_name, settings) => {
  const declared = organization(settings);
  const platform = new Platform(declared);
  const guards = GUARDED.filter(({ type }) => type !== Cloudtrail || declared.ownership.trail === 'ours');

  test.each(guards)('$type.tfResourceType changes once its healer knows', ({ type, healer, stack: only }) => {
    const guarded = platform.stacks
      .filter(({ name }) => only === undefined || name === only)
      .flatMap((stack) => Object.keys(stack.named(type)).map((id) => ({ stack, id })));
    expect(guarded.length).toBeGreaterThan(0);
    for (const { stack, id } of guarded) {
      const place = ({ region, provider }: Resource): string => region ?? provider;
      const here = place(stack.named(type)[id]);
      const first = [...before(stack, `${type.tfResourceType}.${id}`)];
      const healers = first.filter((one) => healer.test(one.replace(/^aws_lambda_function\./, '')));
      const functions = healers.map((one) => stack.named(LambdaFunction)[one.split('.')[1]!]);
      // Policies of an organization have no region; their healer stands in one.
      const near = functions.filter((one) => type === OrganizationsPolicy || place(one) === here);
      expect([`${stack.name} ${id}`, near.length]).toEqual([`${stack.name} ${id}`, 1]);
    }
  });

  test('attachments and the delivery channel come after what the healer guards', () => {
    for (const [type, of] of [
      [OrganizationsPolicyAttachment, /^aws_organizations_policy\./],
      [ConfigDeliveryChannel, /^aws_config_configuration_recorder\./],
    ] as const) {
      for (const stack of platform.stacks) {
        for (const id of Object.keys(stack.named(type))) {
          expect([...before(stack, `${type.tfResourceType}.${id}`)].some((one) => of.test(one))).toBe(true);
        }
      }
    }
  });

  test('the roll call asks for exactly the healers that are deployed', () => {
    const deployed = platform.stacks.flatMap((stack) =>
      healersOf(stack).map((id) => {
        const healer = stack.named(LambdaFunction)[id];
        const { account, region } = locationOf(stack, healer);
        return { healer: healer.function_name.replace(/^.*-heal-/, ''), account, region };
      }),
    );
    const called = declaredFor(declared);
    expect(called.map(keyOf).sort()).toEqual(deployed.map(keyOf).sort());
    expect(called.length).toBeGreaterThan(4);
  });
});

/** Whom the roll call of an organization asks for, as its function reads them. */
function declaredFor(declared: Organization) {
  for (const stack of stacks(new App({ stackTraces: false }), declared)) {
    if (!(stack instanceof AlertingStack)) continue;
    const { 'declared.json': file } = unzipSync(stack.assets.get('roll-call.zip')!);
    return readDeclared(Buffer.from(file!).toString(), 'declared.json').places;
  }
  throw new Error('no stack calls the roll');
}
