import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { App } from 'cdktf';
import { unzipSync } from 'fflate';
import { dnsSuffix } from '../../src/config/regions';
import { hashOf } from '../../src/functions/lambda-archive';
import { Detections } from '../../src/stacks/detections';
import { EvidenceStack } from '../../src/stacks/evidence-stack';
import { Responses } from '../../src/stacks/responses';
import { organization, WITH_TRAIL } from '../organizations';
import { type Resource, StackData } from '../synthesized';

jest.setTimeout(120_000);

const composed = (settings: Record<string, unknown>) => {
  const declared = organization(settings);
  const folders = { lambdas: 'lambdas', guard: 'policies/guard', packs: 'conformance-packs' };
  const responses = new Responses(declared, { lambdas: 'lambdas', remediations: 'policies/remediations' }, []);
  const stack = new EvidenceStack(
    new App({ stackTraces: false }),
    declared,
    new Detections(declared, folders),
    responses,
  );
  const data = new StackData('evidence', JSON.parse(JSON.stringify(stack.toTerraform())));
  return { declared, data, assets: stack.assets };
};

const NAME = 'acme-audit-verify-evidence';

describe.each(Object.entries(WITH_TRAIL))('%s', (_name, settings) => {
  const { declared, data, assets } = composed(settings);
  const { partition, evidenceAccount: account, home: region, auditAccount, config } = declared;
  const arn = (service: string, resource: string, owner = account) =>
    `arn:${partition}:${service}:${region}:${owner}:${resource}`;
  const run = data.named(LambdaFunction).verifier_function;
  const deadLetters = arn('sqs', 'acme-audit-evidence-dead-letters');
  const bucket = declared.names.trailBucket;

  test('the function knows bucket, queue and bus, and who must have evidence', () => {
    const zip = assets.get('verify-evidence.zip')!;
    const files = unzipSync(zip);
    expect(Object.keys(files).sort()).toEqual(['declared.json', 'index.js']);
    expect(JSON.parse(Buffer.from(files['declared.json']!).toString())).toEqual({
      accounts: declared.accounts,
      regions: config.regions.governed,
    });
    expect(run).toMatchObject({
      function_name: NAME,
      filename: 'assets/verify-evidence.zip',
      source_code_hash: hashOf(zip),
      environment: {
        variables: {
          BUCKET: bucket,
          ORGANIZATION: 'o-a1b2c3d4e5',
          KEY_PREFIX: 'PublicKeys',
          QUEUE: '${aws_sqs_queue.verifier_work_queue.url}',
          EVENT_BUS: arn('events', 'event-bus/acme-audit-events', auditAccount),
        },
      },
      timeout: 900,
      memory_size: 1024,
      dead_letter_config: { target_arn: deadLetters },
    });
  });

  test('may read evidence, add public keys, and nothing else', () => {
    expect(data.named(IamRole).verifier_role.name).toBe('acme-audit-remediation-verify-evidence');
    const statements: Resource[] = JSON.parse(data.named(IamRolePolicy).verifier_rights.policy).Statement;
    const evidence = `arn:${partition}:s3:::${bucket}`;
    const logs = arn('logs', `log-group:/aws/lambda/${NAME}`);
    expect(statements.map(({ Effect, Action, Resource: on }) => [Effect, [Action].flat(), [on].flat()])).toEqual([
      ['Allow', ['s3:ListBucket'], [evidence]],
      ['Allow', ['s3:GetObject'], [`${evidence}/AWSLogs/*`, `${evidence}/PublicKeys/*`]],
      ['Allow', ['s3:PutObject'], [`${evidence}/PublicKeys/*`]],
      ['Allow', ['kms:Decrypt', 'kms:GenerateDataKey'], ['${aws_kms_key.evidence_key.arn}']],
      ['Allow', ['cloudtrail:ListPublicKeys'], ['*']],
      [
        'Allow',
        ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage', 'sqs:SendMessage'],
        [arn('sqs', NAME)],
      ],
      ['Allow', ['logs:FilterLogEvents'], [logs, `${logs}:*`]],
      ['Allow', ['events:PutEvents'], [arn('events', 'event-bus/acme-audit-events', auditAccount)]],
      ['Allow', ['sqs:SendMessage'], [deadLetters]],
      ['Allow', ['logs:CreateLogStream', 'logs:PutLogEvents'], [`${logs}:log-stream:*`]],
    ]);
    expect(statements.map(({ Condition }) => Condition).filter(Boolean)).toEqual([
      { StringEquals: { 'kms:ViaService': `s3.${region}.${dnsSuffix(partition)}` } },
    ]);
  });

  test('works through a queue that nobody else touches, one account at a time', () => {
    const queue = data.named(SqsQueue).verifier_work_queue;
    expect(queue).toMatchObject({ name: NAME, message_retention_seconds: 172_800 });
    expect(JSON.parse(queue.redrive_policy)).toEqual({ deadLetterTargetArn: deadLetters, maxReceiveCount: 4 });
    // Lambda refuses a queue that shows a message again while the function may still run.
    expect(queue.visibility_timeout_seconds).toBeGreaterThanOrEqual(run.timeout);
    const { Statement } = JSON.parse(data.named(SqsQueuePolicy).verifier_work_policy.policy);
    expect(Statement).toEqual([
      {
        Sid: 'DenyPlainHttp',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:*',
        Resource: arn('sqs', NAME),
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      {
        Sid: 'DenyAllButTheWorker',
        Effect: 'Deny',
        Principal: '*',
        Action: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage', 'sqs:SendMessage'],
        Resource: arn('sqs', NAME),
        Condition: {
          ArnNotEquals: {
            'aws:PrincipalArn': `arn:${partition}:iam::${account}:role/acme-audit-remediation-verify-evidence`,
          },
        },
      },
    ]);
    expect(data.only(LambdaEventSourceMapping)).toMatchObject({
      event_source_arn: arn('sqs', NAME),
      function_name: '${aws_lambda_function.verifier_function.function_name}',
      batch_size: 1,
      scaling_config: { maximum_concurrency: 2 },
    });
  });

  test('is woken each hour by its own rule only', () => {
    expect(data.named(CloudwatchEventRule).verifier_rule).toMatchObject({
      name: NAME,
      schedule_expression: 'cron(35 * * * ? *)',
    });
    expect(data.named(CloudwatchEventTarget).verifier_target).toMatchObject({
      arn: '${aws_lambda_function.verifier_function.arn}',
      dead_letter_config: { arn: deadLetters },
    });
    expect(data.named(LambdaPermission).verifier_permission).toMatchObject({
      principal: 'events.amazonaws.com',
      source_arn: arn('events', `rule/${NAME}`),
    });
  });

  test('everything of it stands at home, where the evidence is', () => {
    const own = Object.values<Record<string, Resource>>(data.json.resource).flatMap((resources) =>
      Object.entries(resources).filter(([name]) => name.startsWith('verifier')),
    );
    expect(own.length).toBeGreaterThan(10);
    const regional = own.filter(([name]) => !/^verifier_(role|rights)$/.test(name));
    const archive = config.regions.archive;
    for (const [name, { region: its = region, provider }] of regional)
      expect([name, its, String(provider ?? '').includes(archive)]).toEqual([name, region, false]);
  });
});

test.each([
  [1, 2],
  [198, 2],
  [199, 3],
  [4000, 41],
  [9000, 50],
])('with %i members %i functions run at a time', (members, concurrency) => {
  const ids = Array.from({ length: members }, (_, at) => String(300_000_000_000 + at));
  const { data } = composed({ accounts: { members: ids } });
  expect(data.only(LambdaEventSourceMapping).scaling_config).toEqual({ maximum_concurrency: concurrency });
});
