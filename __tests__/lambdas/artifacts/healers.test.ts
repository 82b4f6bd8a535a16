import {
  CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  GetEventSelectorsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateOrganizationCommand,
  CreatePolicyCommand,
  DeletePolicyCommand,
  DescribePolicyCommand,
  DetachPolicyCommand,
  AttachPolicyCommand,
  DisablePolicyTypeCommand,
  EnablePolicyTypeCommand,
  ListRootsCommand,
  ListTargetsForPolicyCommand,
  OrganizationsClient,
  UpdatePolicyCommand,
} from '@aws-sdk/client-organizations';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { POLICY_TAG } from '../../../src/config/organization';
import { AwsDouble } from '../../terraform/aws-double';
import { describeWith } from '../../terraform/terraform';
import { REGION } from '../fake-aws';
import { call, CAUSE, desiredFile, environment, HOURLY, sessionOf } from '../healers';
import { ACCOUNT, Artifacts } from './artifact';

const BUS = 'acme-audit-events';
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1234`;
const SCP = 'SERVICE_CONTROL_POLICY';

interface Told {
  readonly 'detail-type': string;
  readonly source: string;
  readonly detail: { readonly outcome?: string; readonly changes?: readonly { what: string }[] };
}

describeWith(['moto_server'], 'healers, as deployed, on moto', () => {
  let aws: AwsDouble;
  let artifacts: Artifacts;
  let trails: CloudTrailClient;
  let organizations: OrganizationsClient;
  let sqs: SQSClient;
  let heard: string;
  let deadLetters: string;

  beforeAll(async () => {
    artifacts = new Artifacts(['heal-trail', 'heal-guardrails']);
    aws = await AwsDouble.start();
    const settings = {
      endpoint: aws.url,
      region: REGION,
      credentials: { accessKeyId: 'AKIAFUNCTION', secretAccessKey: 'secret' },
    };
    [trails, organizations, sqs] = [
      new CloudTrailClient(settings),
      new OrganizationsClient(settings),
      new SQSClient(settings),
    ];
    const events = new EventBridgeClient(settings);
    const queue = async (QueueName: string) => (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl!;
    [heard, deadLetters] = [await queue('heard'), await queue('dead-letters')];
    // All that reaches the bus lies in a queue from then on.
    await events.send(new CreateEventBusCommand({ Name: BUS }));
    const EventPattern = JSON.stringify({ source: ['org-audit'] });
    await events.send(new PutRuleCommand({ Name: 'all', EventBusName: BUS, EventPattern }));
    const Targets = [{ Id: 'queue', Arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:heard` }];
    await events.send(new PutTargetsCommand({ Rule: 'all', EventBusName: BUS, Targets }));
    events.destroy();
    const s3 = new S3Client({ ...settings, forcePathStyle: true });
    await s3.send(
      new CreateBucketCommand({ Bucket: 'evidence', CreateBucketConfiguration: { LocationConstraint: REGION } }),
    );
    s3.destroy();
  }, 120_000);

  afterAll(() => {
    for (const client of [trails, organizations, sqs]) client?.destroy();
    aws?.stop();
    artifacts?.remove();
  });

  /** Runs a healer as Lambda would; gives what the bus heard. */
  async function wake(healer: string, desired: unknown, event: unknown) {
    const { error, log } = await artifacts.run(`heal-${healer}`, event, aws.url, {
      ...environment(ACCOUNT, REGION, deadLetters),
      EVENT_BUS: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${BUS}`,
      EvidenceKeyArn: KEY,
      DESIRED_FILE: desiredFile(desired),
    });
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: heard, MaxNumberOfMessages: 10 }));
    await sqs.send(new PurgeQueueCommand({ QueueUrl: heard }));
    const told = Messages.map(({ Body }) => JSON.parse(Body!) as Told);
    return { error, log, told };
  }

  const healed = (healer: string, outcome: string, changes: readonly object[], cause: object | null = CAUSE) => [
    expect.objectContaining({
      source: 'org-audit',
      'detail-type': 'Audit Self-Healing',
      detail: expect.objectContaining({ healer, account: ACCOUNT, region: REGION, outcome, cause, changes }),
    }),
  ];

  describe('of the trail', () => {
    const SELECTORS = [
      { Name: 'Management events', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
    ];
    const logs = {
      group: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:trail:*`,
      role: `arn:aws:iam::${ACCOUNT}:role/t`,
    };
    const DESIRED = {
      trail: 'main',
      s3BucketName: 'evidence',
      kmsKeyId: '${EvidenceKeyArn}',
      isMultiRegion: true,
      isOrganization: true,
      includeGlobal: true,
      logFileValidation: true,
      cloudWatchLogsLogGroupArn: logs.group,
      cloudWatchLogsRoleArn: logs.role,
      advancedEventSelectors: SELECTORS,
      insightSelectors: [],
    };
    const heal = (event: unknown) => wake('trail', DESIRED, event);
    const isLogging = async () => (await trails.send(new GetTrailStatusCommand({ Name: 'main' }))).IsLogging;
    const stop = () => trails.send(new StopLoggingCommand({ Name: 'main' }));

    beforeAll(async () => {
      await trails.send(
        new CreateTrailCommand({
          Name: 'main',
          S3BucketName: 'evidence',
          KmsKeyId: KEY,
          IsMultiRegionTrail: true,
          IsOrganizationTrail: true,
          IncludeGlobalServiceEvents: true,
          EnableLogFileValidation: true,
          CloudWatchLogsLogGroupArn: logs.group,
          CloudWatchLogsRoleArn: logs.role,
        }),
      );
      await trails.send(new PutEventSelectorsCommand({ TrailName: 'main', AdvancedEventSelectors: SELECTORS }));
      await trails.send(new StartLoggingCommand({ Name: 'main' }));
    });

    test('a trail that was stopped logs again, and it is told who stopped it; the event once more changes nothing', async () => {
      await stop();
      expect(await isLogging()).toBe(false);
      const { error, told } = await heal(call());
      expect(error).toBeUndefined();
      expect(await isLogging()).toBe(true);
      const change = { what: 'the trail does not log', was: false, wanted: true, mended: true };
      expect(told).toEqual(healed('trail', 'mended', [change]));

      const again = await heal(call());
      expect([again.error, again.told]).toEqual([undefined, []]);
      expect(again.log).toEqual(['{"healer":"trail","event":"StopLogging","outcome":"nothing differs"}']);
    }, 60_000);

    test.each([
      ['its own', environment(ACCOUNT, REGION).OWN_ROLE],
      ['a trusted role’s', 'arn:aws:iam::999999999999:role/Deploy'],
    ])(
      '%s event makes nothing happen',
      async (_what, role) => {
        await stop();
        const { error, told, log } = await heal(call({ userIdentity: sessionOf(role) }));
        expect([error, told]).toEqual([undefined, []]);
        expect(log).toEqual([expect.stringContaining('"outcome":"ignored: ')]);
        expect(await isLogging()).toBe(false);
        await trails.send(new StartLoggingCommand({ Name: 'main' }));
      },
      60_000,
    );

    test('a trail that was weakened is as it was', async () => {
      await trails.send(new UpdateTrailCommand({ Name: 'main', IsMultiRegionTrail: false, S3KeyPrefix: 'elsewhere' }));
      const { error, told } = await heal(call({ eventName: 'UpdateTrail' }));
      expect(error).toBeUndefined();
      const change = {
        what: 'the settings of the trail differ',
        was: { isMultiRegion: false, s3KeyPrefix: 'elsewhere' },
        wanted: { isMultiRegion: true, s3KeyPrefix: '' },
        mended: true,
      };
      expect(told).toEqual(healed('trail', 'mended', [change], { ...CAUSE, eventName: 'UpdateTrail' }));
      const { Trail } = await trails.send(new GetTrailCommand({ Name: 'main' }));
      expect(Trail).toMatchObject({ IsMultiRegionTrail: true, S3KeyPrefix: '', KmsKeyId: KEY });
    }, 60_000);

    test('selectors that were narrowed are as they were', async () => {
      const EventSelectors = [{ ReadWriteType: 'WriteOnly' as const, IncludeManagementEvents: false }];
      await trails.send(new PutEventSelectorsCommand({ TrailName: 'main', EventSelectors }));
      const { told } = await heal(call({ eventName: 'PutEventSelectors' }));
      expect(told).toMatchObject([{ detail: { outcome: 'mended' } }]);
      const now = await trails.send(new GetEventSelectorsCommand({ TrailName: 'main' }));
      expect(now).toMatchObject({ EventSelectors: [], AdvancedEventSelectors: SELECTORS });
    }, 60_000);

    test('by the hour it mends what no event told of, and tells of its health', async () => {
      await stop();
      await sqs.send(new SendMessageCommand({ QueueUrl: deadLetters, MessageBody: 'lost' }));
      const { error, told } = await heal(HOURLY);
      expect(error).toBeUndefined();
      expect(await isLogging()).toBe(true);
      expect(told.map((each) => each['detail-type']).sort()).toEqual(['Audit Health', 'Audit Self-Healing']);
      expect(told).toContainEqual(
        expect.objectContaining({
          detail: expect.objectContaining({
            healthy: false,
            problems: [{ kind: 'dead-letters', detail: `1 messages wait in ${deadLetters}` }],
          }),
        }),
      );
    }, 60_000);

    test('a trail that was deleted pages people', async () => {
      await trails.send(new DeleteTrailCommand({ Name: 'main' }));
      const { error, told } = await heal(call({ eventName: 'DeleteTrail' }));
      expect(error).toBeUndefined();
      expect(told).toMatchObject([
        {
          detail: {
            outcome: 'page',
            changes: [{ what: 'the trail is gone', mended: false }],
            firstStep: expect.stringContaining('Apply'),
          },
        },
      ]);
    }, 60_000);
  });

  describe('of the guardrails', () => {
    const CONTENT =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"a:B","Resource":"${EvidenceKeyArn}"}]}';
    const content = CONTENT.replace('${EvidenceKeyArn}', KEY);
    let rootId: string;
    let PolicyId: string;
    const NAME = 'acme-audit-scp-1';
    const heal = (eventName: string) =>
      wake(
        'guardrails',
        { tagKey: POLICY_TAG, policies: [{ name: NAME, type: SCP, content: CONTENT, targets: [rootId] }] },
        call({ eventSource: 'organizations.amazonaws.com', eventName, requestParameters: { policyId: PolicyId } }),
      );
    const attached = async () =>
      (await organizations.send(new ListTargetsForPolicyCommand({ PolicyId }))).Targets!.map(
        ({ TargetId }) => TargetId,
      );

    beforeAll(async () => {
      await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
      rootId = (await organizations.send(new ListRootsCommand({}))).Roots![0]!.Id!;
      const { PolicyTypes = [] } = (await organizations.send(new ListRootsCommand({}))).Roots![0]!;
      if (!PolicyTypes.some(({ Type }) => Type === SCP))
        await organizations.send(new EnablePolicyTypeCommand({ RootId: rootId, PolicyType: SCP }));
      const { Policy } = await organizations.send(
        new CreatePolicyCommand({
          Name: NAME,
          Description: 'd',
          Type: SCP,
          Content: content,
          Tags: [{ Key: POLICY_TAG, Value: NAME }],
        }),
      );
      PolicyId = Policy!.PolicySummary!.Id!;
      await organizations.send(new AttachPolicyCommand({ PolicyId, TargetId: rootId }));
    });

    test('nothing differs at first', async () => {
      expect(await heal('AttachPolicy')).toMatchObject({ error: undefined, told: [] });
    }, 60_000);

    test('a policy that was detached is attached again', async () => {
      await organizations.send(new DetachPolicyCommand({ PolicyId, TargetId: rootId }));
      expect(await attached()).toEqual([]);
      const { error, told } = await heal('DetachPolicy');
      expect(error).toBeUndefined();
      expect(await attached()).toEqual([rootId]);
      const change = { what: `acme-audit-scp-1 is not attached to ${rootId}`, was: [], wanted: rootId, mended: true };
      expect(told).toEqual(healed('guardrails', 'mended', [change], { ...CAUSE, eventName: 'DetachPolicy' }));
    }, 60_000);

    test('a policy that was updated is as it was, with the key in place', async () => {
      await organizations.send(
        new UpdatePolicyCommand({ PolicyId, Content: '{"Version":"2012-10-17","Statement":[]}' }),
      );
      expect(await heal('UpdatePolicy')).toMatchObject({ error: undefined, told: [{ detail: { outcome: 'mended' } }] });
      const { Policy } = await organizations.send(new DescribePolicyCommand({ PolicyId }));
      expect(Policy!.Content).toBe(content);
    }, 60_000);

    test('a policy that was renamed and emptied is as it was', async () => {
      await organizations.send(
        new UpdatePolicyCommand({ PolicyId, Name: 'x', Content: '{"Version":"2012-10-17","Statement":[]}' }),
      );
      const { error, told } = await heal('UpdatePolicy');
      expect(error).toBeUndefined();
      expect(told).toMatchObject([
        { detail: { outcome: 'mended', changes: [{ what: `the policy ${NAME} has another name` }] } },
      ]);
      const { Policy } = await organizations.send(new DescribePolicyCommand({ PolicyId }));
      expect(Policy).toMatchObject({ PolicySummary: { Name: NAME }, Content: content });
    }, 60_000);

    test('a type of policy that was disabled is enabled again, and its policies attached', async () => {
      // AWS detaches all when a type is disabled; moto does not.
      await organizations.send(new DetachPolicyCommand({ PolicyId, TargetId: rootId }));
      await organizations.send(new DisablePolicyTypeCommand({ RootId: rootId, PolicyType: SCP }));
      const { error, told } = await heal('DisablePolicyType');
      expect(error).toBeUndefined();
      expect(told[0]!.detail.changes!.map(({ what }) => what)).toEqual([
        `policies of type ${SCP} are disabled`,
        `acme-audit-scp-1 is not attached to ${rootId}`,
      ]);
      expect(await attached()).toEqual([rootId]);
    }, 60_000);

    test('a policy that was deleted pages people', async () => {
      await organizations.send(new DetachPolicyCommand({ PolicyId, TargetId: rootId }));
      await organizations.send(new DeletePolicyCommand({ PolicyId }));
      expect(await heal('DeletePolicy')).toMatchObject({
        error: undefined,
        told: [{ detail: { outcome: 'page', firstStep: expect.stringContaining('acme-audit-scp-1') } }],
      });
    }, 60_000);
  });
});
