import { Cloudtrail } from '@cdktf/provider-aws/lib/cloudtrail';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { ConfigConfigurationRecorder } from '@cdktf/provider-aws/lib/config-configuration-recorder';
import { ConfigDeliveryChannel } from '@cdktf/provider-aws/lib/config-delivery-channel';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { OrganizationsPolicy } from '@cdktf/provider-aws/lib/organizations-policy';
import { OrganizationsPolicyAttachment } from '@cdktf/provider-aws/lib/organizations-policy-attachment';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { EXAMPLES, organization } from '../organizations';
import { Platform, type Resource, type StackData } from '../synthesized';

/** What a healer would undo if it had not heard of the change first. */
const GUARDED = [
  { type: Cloudtrail, healer: /^heal-trail/ },
  { type: OrganizationsPolicy, healer: /^heal-guardrails/ },
  { type: ConfigConfigurationRecorder, healer: /^heal-recorder/ },
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
  const platform = new Platform(organization(settings));

  test.each(GUARDED)('$type.tfResourceType changes once its healer knows', ({ type, healer, stack: only }) => {
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

  test('the alarm on silence expects every healer twice in two hours, and lets one be late', () => {
    const healers = platform.stacks.flatMap(healersOf).length;
    const alarm = platform.stack('alerting').named(CloudwatchMetricAlarm)['events_heartbeats-alarm'];
    expect([alarm.threshold, alarm.period, alarm.comparison_operator]).toEqual([
      2 * healers - 1,
      7200,
      'LessThanThreshold',
    ]);
  });
});
