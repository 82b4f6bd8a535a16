import { CloudwatchEventBus } from '@cdktf/provider-aws/lib/cloudwatch-event-bus';
import { CloudwatchEventBusPolicy } from '@cdktf/provider-aws/lib/cloudwatch-event-bus-policy';
import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { isLike } from '../../lambdas/shared/api-call';
import { organization } from '../organizations';
import { Platform, type Resource } from '../synthesized';
import { locationOf, rightsOf, targetsOf } from './routes';

/** Rules of another bus than the default carry its name. */
const busOf = ({ event_bus_name: bus }: Resource): string[] => (bus === undefined ? [] : [bus]);

const NOTIFIED = {
  accounts: { audit: '222222222222', members: ['333333333333'] },
  regions: { home: 'us-east-1', governed: ['us-east-1', 'eu-west-1'], archive: 'us-west-2' },
  rules: { managed: [{ rule: 'IAM_PASSWORD_POLICY' }] },
  response: { remediations: [{ remediation: 'iam-password-policy', mode: 'notify' }] },
};

describe.each([
  ['a trail of the management account', { trail: { administrator: 'management' } }],
  ['a delegated trail', { trail: { administrator: 'delegated' } }],
  ['findings that people are told of', NOTIFIED],
] as const)('every link of %s', (_, settings) => {
  const { stacks } = new Platform(organization(settings));

  test('each target is in the place of its rule and on its bus, and keeps what it cannot deliver', () => {
    for (const each of stacks) {
      for (const { target, rule } of targetsOf(each)) {
        expect(locationOf(each, target)).toEqual(locationOf(each, rule));
        expect(target.event_bus_name).toBe(rule.event_bus_name);
        expect(target.dead_letter_config.arn).toMatch(/^arn:aws:sqs:/);
      }
    }
  });

  test('each healer is woken by its rules, by nobody else, and may leave what failed', () => {
    for (const each of stacks) {
      for (const [id, healer] of Object.entries<Resource>(each.named(LambdaFunction))) {
        if (!/^heal-/.test(id)) continue;
        const wakes = targetsOf(each).filter(({ target }) => target.arn === `\${aws_lambda_function.${id}.arn}`);
        const allowed = each
          .all(LambdaPermission)
          .filter((one) => one.function_name === `\${aws_lambda_function.${id}.function_name}`);
        const { account, region } = locationOf(each, healer);
        const ruleArns = wakes.map(({ rule }) =>
          [`arn:aws:events:${region}:${account}:rule`, ...busOf(rule), rule.name].join('/'),
        );
        expect(allowed.map((one) => one.source_arn).sort()).toEqual(ruleArns.sort());
        expect(wakes.filter(({ rule }) => rule.schedule_expression === 'rate(1 hour)')).toHaveLength(1);
        expect(allowed.every((one) => one.principal === 'events.amazonaws.com')).toBe(true);
        expect(healer.dead_letter_config.target_arn).toMatch(/^arn:aws:sqs:/);
      }
    }
  });

  test('whatever is forwarded goes with a role of its account to a bus that lets it in', () => {
    const bus = stacks.flatMap((each) => each.all(CloudwatchEventBus).map((one) => ({ each, one })));
    const forwards = stacks.flatMap((each) =>
      targetsOf(each)
        .filter(({ target }) => target.arn.includes(':event-bus/'))
        .map(({ target }) => ({ each, target })),
    );
    expect(forwards.length).toBeGreaterThan(0);
    for (const { each, target } of forwards) {
      const to = bus.find(({ each: stack, one }) => {
        const { account, region } = locationOf(stack, one);
        return target.arn === `arn:aws:events:${region}:${account}:event-bus/${one.name}`;
      });
      expect([target.arn, to?.each.name]).toEqual([target.arn, 'alerting']);
      const { account } = locationOf(each, target);
      const role = each.all(IamRole).find(({ name }) => target.role_arn === `arn:aws:iam::${account}:role/${name}`);
      expect([target.role_arn, role?.name]).toEqual([target.role_arn, expect.any(String)]);
      expect(JSON.parse(rightsOf(each, role.name)).Statement).toEqual([
        { Sid: 'Forward', Effect: 'Allow', Action: 'events:PutEvents', Resource: target.arn },
      ]);
      const [lets] = JSON.parse(to!.each.only(CloudwatchEventBusPolicy).policy).Statement;
      expect(lets).toMatchObject({ Effect: 'Allow', Action: 'events:PutEvents', Resource: target.arn });
      expect([lets.Condition.ArnLike['aws:PrincipalArn']].flat().some((role) => isLike(target.role_arn, role))).toBe(
        true,
      );
    }
  });

  test('each queue takes what the rules leave that name it', () => {
    for (const each of stacks) {
      for (const { target, rule } of targetsOf(each)) {
        const { account, region } = locationOf(each, rule);
        const { arn } = target.dead_letter_config;
        const policies = stacks.flatMap((one) => one.all(SqsQueuePolicy).map(({ policy }) => JSON.parse(policy)));
        const own = policies.filter(({ Statement: [{ Resource: queue }] }) => queue === arn);
        expect([arn, own.length]).toEqual([arn, 1]);
        const [{ Condition: pins }] = own[0].Statement;
        expect(Object.assign({}, ...Object.values(pins))).toMatchObject({ 'aws:SourceAccount': account });
        const ruleArn = [`arn:aws:events:${region}:${account}:rule`, ...busOf(rule), rule.name].join('/');
        expect(pins.ArnLike['aws:SourceArn'].some((pattern: string) => isLike(ruleArn, pattern))).toBe(true);
      }
    }
  });
});

test('with the longest name that its buckets leave a platform, all names fit', () => {
  const longest = 'a'.repeat(63 - '-access-logs-222222222222-us-east-1'.length);
  const { stacks } = new Platform(organization({ name: longest, trail: { administrator: 'delegated' } }));
  const namesOf = (type: { readonly tfResourceType: string }, key = 'name'): string[] =>
    stacks.flatMap((each) => each.all(type).flatMap((one) => one[key] ?? []));
  // Source: the create call of each service.
  for (const [names, most] of [
    [namesOf(CloudwatchEventRule), 64],
    [namesOf(IamRole), 64],
    [namesOf(LambdaFunction, 'function_name'), 64],
    [namesOf(SqsQueue), 80],
  ] as const) {
    expect(names.filter((name) => name.startsWith(longest)).length).toBeGreaterThan(0);
    expect(names.filter((name) => name.length > most)).toEqual([]);
  }
});
