import type { ConfigurationRecorder, ResourceType } from '@aws-sdk/client-config-service';
import { evaluate, type RegionRecording } from '../../lambdas/config-recording/evaluate';
import { handler } from '../../lambdas/config-recording/index';
import { scheduled } from './events';
import { ACCOUNT } from './fake-aws';
import { runOverHttp } from './over-http';
import { jsonAnswer, throttled, type WireCall } from './service';

const IAM: ResourceType[] = ['AWS::IAM::Group', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::User'];
type Group = NonNullable<ConfigurationRecorder['recordingGroup']>;

const EVERYTHING: Group = {
  allSupported: true,
  includeGlobalResourceTypes: true,
  recordingStrategy: { useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' },
};
const REGIONAL: Group = { ...EVERYTHING, includeGlobalResourceTypes: false };
const excluding = (...resourceTypes: string[]) =>
  ({
    allSupported: false,
    exclusionByResourceTypes: { resourceTypes },
    recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
  }) as Group;
const including = (...resourceTypes: string[]) =>
  ({ allSupported: false, resourceTypes, recordingStrategy: { useOnly: 'INCLUSION_BY_RESOURCE_TYPES' } }) as Group;

const sound = (region: string, recordingGroup: Group = REGIONAL): RegionRecording => ({
  region,
  recorder: { name: 'default', recordingGroup },
  status: { name: 'default', recording: true, lastStatus: 'SUCCESS' as never },
  channel: { name: 'default', configSnapshotDeliveryInfo: { lastStatus: 'SUCCESS' as never } },
});
const HOME = sound('eu-central-1', EVERYTHING);

describe('a region', () => {
  const at = (rest: Partial<RegionRecording>): RegionRecording => ({ ...sound('eu-west-1'), ...rest });
  const status = (rest: object) => at({ status: { name: 'default', recording: true, ...rest } });
  const channel = (rest: object) => at({ channel: { name: 'default', ...rest } });
  const failure = { lastStatus: 'FAILURE', lastErrorCode: 'AccessDenied' };

  test.each([
    ['records', at({})],
    ['has recorded nothing yet', status({})],
    ['is about to record', status({ lastStatus: 'PENDING' })],
    ['says so in the spelling of the API model', status({ lastStatus: 'Success' })],
    ['has nothing to say of a last recording', status({ lastStatus: 'NotApplicable' })],
    ['has delivered nothing yet', channel({})],
    ['has no topic to notify', channel({ configStreamDeliveryInfo: { lastStatus: 'Not_Applicable' } })],
    ['delivers everywhere', channel({ configSnapshotDeliveryInfo: { lastStatus: 'Success' }, configHistoryDeliveryInfo: { lastStatus: 'SUCCESS' }, configStreamDeliveryInfo: { lastStatus: 'SUCCESS' } })],
  ])('that %s is COMPLIANT', (_what, recording) => {
    expect(evaluate([HOME, recording])).toEqual({ compliance: 'COMPLIANT' });
  }); // prettier-ignore

  test.each([
    ['has no recorder', { region: 'eu-west-1' }, 'no recorder'],
    ['does not record', status({ recording: false, lastStatus: 'SUCCESS' }), 'the recorder is stopped'],
    ['fails to record', status(failure), 'recording failed (AccessDenied)'],
    ['fails to record in the model’s spelling', status({ lastStatus: 'Failure' }), 'recording failed'],
    ['has no channel', { region: 'eu-west-1', recorder: HOME.recorder!, status: HOME.status! }, 'no delivery channel'],
    ['fails to deliver snapshots', channel({ configSnapshotDeliveryInfo: failure }), 'the last snapshot was not delivered (AccessDenied)'],
    ['fails to deliver history', channel({ configHistoryDeliveryInfo: failure }), 'the last history was not delivered (AccessDenied)'],
    ['fails to notify', channel({ configStreamDeliveryInfo: { lastStatus: 'Failure' } }), 'the last notification was not delivered'],
  ])('that %s is NON_COMPLIANT', (_what, recording, problem) => {
    expect(evaluate([HOME, recording])).toEqual({
      compliance: 'NON_COMPLIANT',
      annotation: `AWS Config: ${problem} in eu-west-1`,
    });
  }); // prettier-ignore

  test.each([
    ['a recording', status({ lastStatus: 'SLEEPY' })],
    ['a delivery', channel({ configHistoryDeliveryInfo: { lastStatus: 'SLEEPY' } })],
  ])('that gives %s an unknown status is not judged', (_what, recording) => {
    expect(() => evaluate([HOME, recording])).toThrow('AWS Config gives the unknown status "SLEEPY"');
  });

  test('shares a problem with others: named once, and no more than four of them', () => {
    const names = ['eu-north-1', 'eu-south-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'us-east-1'];
    const without = (count: number) => evaluate([HOME, ...names.slice(0, count).map((region) => ({ region }))]);
    expect(without(4)).toMatchObject({
      annotation: 'AWS Config: no recorder in eu-north-1, eu-south-1, eu-west-1, eu-west-2',
    });
    expect(without(6)).toMatchObject({
      annotation: 'AWS Config: no recorder in eu-north-1, eu-south-1, eu-west-1, eu-west-2 and 2 more',
    });
  });

  test('may have another problem than the next', () => {
    expect(evaluate([HOME, { region: 'us-east-1' }, status({ recording: false })])).toMatchObject({
      annotation: 'AWS Config: no recorder in us-east-1; the recorder is stopped in eu-west-1',
    });
  });
});

describe('global IAM types', () => {
  const MISSING = {
    compliance: 'NON_COMPLIANT',
    annotation: 'AWS Config: IAM users, groups, roles and policies are recorded in no region',
  };

  test.each<[string, Group]>([
    ['by the flag', EVERYTHING],
    ['by the flag, by an old recorder', { allSupported: true, includeGlobalResourceTypes: true }],
    ['because other types alone are excluded', excluding('AWS::EC2::Volume')],
    ['by name', including('AWS::EC2::Volume', ...IAM)],
    ['by name, by an old recorder', { allSupported: false, resourceTypes: IAM }],
  ])('are recorded %s', (_how, group) => {
    expect(evaluate([sound('eu-west-1'), sound('us-east-1', group)])).toEqual({ compliance: 'COMPLIANT' });
  });

  test.each<[string, Group | undefined]>([
    ['without the flag', REGIONAL],
    ['without a group', undefined],
    ['when one of them is excluded', excluding('AWS::IAM::Role')],
    ['when all are excluded, whatever the flag says', { ...excluding(...IAM), includeGlobalResourceTypes: true }],
    ['when one of them is not named', including('AWS::IAM::Group', 'AWS::IAM::Policy', 'AWS::IAM::Role')],
  ])('are not recorded %s', (_how, group) => {
    expect(evaluate([{ ...HOME, recorder: { name: 'default', ...(group && { recordingGroup: group }) } }])).toEqual(MISSING);
  }); // prettier-ignore

  test('may be recorded in several regions', () => {
    expect(evaluate([HOME, sound('us-east-1', EVERYTHING)])).toEqual({ compliance: 'COMPLIANT' });
  });

  test('are recorded by no region that got AWS Config after February 2022', () => {
    expect(evaluate([sound('eu-central-2', excluding('AWS::EC2::Volume'))])).toEqual(MISSING);
  });

  test('are not recorded by a recorder that is stopped', () => {
    const stopped = { ...HOME, status: { name: 'default', recording: false } };
    expect(evaluate([stopped])).toMatchObject({
      annotation:
        'AWS Config: the recorder is stopped in eu-central-1; ' +
        'IAM users, groups, roles and policies are recorded in no region',
    });
  });
});

describe('the rule', () => {
  const event = (regions: string) => scheduled({ ruleParameters: JSON.stringify({ regions }) });
  const recorder = { name: 'default', recordingGroup: EVERYTHING };
  const ofService = { name: 'AWSConfigurationRecorderForX', servicePrincipal: 'x.amazonaws.com' };
  /** A region that records, or what it answers otherwise. */
  const answers = (otherwise: Readonly<Record<string, Readonly<Record<string, object>>>> = {}) => {
    const usual: Record<string, object> = {
      DescribeConfigurationRecorders: { ConfigurationRecorders: [ofService, recorder] },
      DescribeConfigurationRecorderStatus: {
        ConfigurationRecordersStatus: [{ name: ofService.name, recording: true }, { name: 'default', recording: true, lastStatus: 'SUCCESS' }], // prettier-ignore
      },
      DescribeDeliveryChannels: { DeliveryChannels: [{ name: 'default', s3BucketName: 'bucket' }] },
      DescribeDeliveryChannelStatus: { DeliveryChannelsStatus: [{ name: 'default' }] },
    };
    return Object.fromEntries(
      Object.entries(usual).map(([action, answer]) => [
        action,
        ({ region }: WireCall) => jsonAnswer(otherwise[region]?.[action] ?? answer),
      ]),
    );
  };

  test('asks each region once, at its own endpoint', async () => {
    const { reported, service } = await runOverHttp(handler, event('eu-west-1, us-east-1,eu-west-1'), answers());
    expect(reported).toMatchObject([
      { ComplianceResourceType: 'AWS::::Account', ComplianceResourceId: ACCOUNT, ComplianceType: 'COMPLIANT' },
    ]);
    const asked = service.of('DescribeConfigurationRecorders').map(({ region }) => region);
    expect(asked.sort()).toEqual(['eu-west-1', 'us-east-1']);
  });

  test.each([
    ['no recorder of its own', { DescribeConfigurationRecorders: { ConfigurationRecorders: [ofService] } }, 'no recorder'],
    ['a stopped one', { DescribeConfigurationRecorderStatus: { ConfigurationRecordersStatus: [{ name: 'default', recording: false }] } }, 'the recorder is stopped'],
    ['no channel', { DescribeDeliveryChannels: { DeliveryChannels: [] } }, 'no delivery channel'],
    ['a failing one', { DescribeDeliveryChannelStatus: { DeliveryChannelsStatus: [{ name: 'default', configHistoryDeliveryInfo: { lastStatus: 'FAILURE', lastErrorCode: 'NoSuchBucket' } }] } }, 'the last history was not delivered (NoSuchBucket)'],
  ])('reports a region that has %s', async (_what, otherwise, problem) => {
    const { reported } = await runOverHttp(handler, event('eu-west-1,us-east-1'), answers({ 'us-east-1': otherwise }));
    expect(reported).toMatchObject([
      { ComplianceType: 'NON_COMPLIANT', Annotation: `AWS Config: ${problem} in us-east-1` },
    ]);
  }); // prettier-ignore

  test('reports nothing when a region does not answer', async () => {
    const refused = jsonAnswer(
      { __type: 'UnrecognizedClientException', message: 'The security token is invalid.' },
      400,
    );
    const DescribeConfigurationRecorders = ({ region }: WireCall) =>
      region === 'me-south-1' ? refused : jsonAnswer({ ConfigurationRecorders: [recorder] });
    const run = runOverHttp(handler, event('eu-west-1,me-south-1'), { ...answers(), DescribeConfigurationRecorders });
    await expect(run).rejects.toThrow('AWS Config in me-south-1: The security token is invalid.');
  });

  test.each([
    ['recorder', { DescribeConfigurationRecorderStatus: { ConfigurationRecordersStatus: [] } }],
    ['delivery channel', { DescribeDeliveryChannelStatus: { DeliveryChannelsStatus: [{ name: 'another' }] } }],
  ])('reports nothing when the %s has no status', async (what, otherwise) => {
    const run = runOverHttp(handler, event('eu-west-1'), answers({ 'eu-west-1': otherwise }));
    await expect(run).rejects.toThrow(`AWS Config in eu-west-1: the ${what} 'default' has no status`);
  });

  test('asks again when it is throttled', async () => {
    let calls = 0;
    const DescribeDeliveryChannels = () =>
      ++calls === 1 ? throttled() : jsonAnswer({ DeliveryChannels: [{ name: 'default' }] });
    const run = await runOverHttp(handler, event('eu-west-1'), { ...answers(), DescribeDeliveryChannels });
    expect(run.reported).toMatchObject([{ ComplianceType: 'COMPLIANT' }]);
    expect(calls).toBe(2);
  });

  test('needs its regions', async () => {
    await expect(runOverHttp(handler, scheduled(), {})).rejects.toThrow(
      "'regions' is missing; write entries separated",
    );
  });
});
