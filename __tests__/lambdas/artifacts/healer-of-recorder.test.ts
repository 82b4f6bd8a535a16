import {
  ConfigServiceClient,
  DeleteConfigurationRecorderCommand,
  DeleteDeliveryChannelCommand,
  DescribeConfigurationRecordersCommand,
  DescribeConfigurationRecorderStatusCommand,
  DescribeDeliveryChannelsCommand,
  DescribeRetentionConfigurationsCommand,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  PutRetentionConfigurationCommand,
  StartConfigurationRecorderCommand,
  StopConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import { recorderHealer } from '../../../src/response/healers/recorder';
import { describeWith } from '../../terraform/terraform';
import { REGION } from '../fake-aws';
import { ACCOUNT } from './artifact';
import { acme, called, HealerOnMoto, HOURLY, roleOf } from './healer-on-moto';

const declared = (keyArn: string) => ({
  name: 'default',
  channelName: 'default',
  roleArn: roleOf('aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig'),
  recordingGroup: {
    allSupported: true,
    includeGlobalResourceTypes: true,
    recordingStrategy: [{ useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' }],
  },
  recordingMode: { recordingFrequency: 'CONTINUOUS' },
  bucketName: 'acme-audit-config-222222222222',
  prefix: 'config',
  keyArn,
  snapshotFrequency: 'TwentyFour_Hours',
  historyDays: 2557,
});

describeWith(['moto_server'], 'the recorder’s healer, as deployed, on moto', () => {
  let healer: HealerOnMoto;
  let config: ConfigServiceClient;
  let key: string;

  beforeAll(async () => {
    healer = await HealerOnMoto.start('recorder', (keyArn) =>
      recorderHealer(acme, ACCOUNT, [REGION], declared(keyArn)),
    );
    ({ key } = healer);
    config = new ConfigServiceClient(healer.settings);
  }, 120_000);

  afterAll(() => {
    config?.destroy();
    healer?.stop();
  });

  const of = (eventName: string, role?: string) =>
    called('config.amazonaws.com', eventName, { configurationRecorderName: 'default' }, role);
  const isRecording = async () =>
      (await config.send(new DescribeConfigurationRecorderStatusCommand({}))).ConfigurationRecordersStatus![0]!.recording; // prettier-ignore
  const stop = () => config.send(new StopConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' }));

  test('makes everything where there is nothing, by the hour', async () => {
    const { error, told } = await healer.wake(HOURLY);
    expect(error).toBeUndefined();
    expect(told.map(({ DetailType }) => DetailType)).toEqual(['Audit Self-Healing', 'Audit Health']);
    expect(told[0]!.detail).toMatchObject({ outcome: 'mended', cause: null });
    expect(await isRecording()).toBe(true);
    const { DeliveryChannels } = await config.send(new DescribeDeliveryChannelsCommand({}));
    expect(DeliveryChannels).toEqual([
      {
        name: 'default',
        s3BucketName: 'acme-audit-config-222222222222',
        s3KeyPrefix: 'config',
        s3KmsKeyArn: key,
        configSnapshotDeliveryProperties: { deliveryFrequency: 'TwentyFour_Hours' },
      },
    ]);
    const { RetentionConfigurations } = await config.send(new DescribeRetentionConfigurationsCommand({}));
    expect(RetentionConfigurations).toMatchObject([{ RetentionPeriodInDays: 2557 }]);
  }, 60_000);

  test('starts a recorder that was stopped, and the same event again does nothing', async () => {
    await stop();
    const { error, told } = await healer.wake(of('StopConfigurationRecorder'));
    expect(error).toBeUndefined();
    expect(told).toEqual(healer.mended('the configuration recorder does not record'));
    expect(await isRecording()).toBe(true);

    const again = await healer.wake(of('StopConfigurationRecorder'));
    expect(again.error).toBeUndefined();
    expect(again.told).toEqual([]);
    expect(again.calls.filter(({ action }) => !action.startsWith('Describe'))).toEqual([]);
    expect(again.log.join()).toContain('nothing differs');
  }, 60_000);

  test.each([
    ['its own', 'acme-audit-remediation-heal-recorder'],
    ['those of who deploys', 'OrganizationAccountAccessRole'],
  ])(
    'leaves alone %s',
    async (_whose, role) => {
      await stop();
      const { error, told, calls, log } = await healer.wake(of('StopConfigurationRecorder', role));
      expect(error).toBeUndefined();
      expect([told, calls]).toEqual([[], []]);
      expect(log).toHaveLength(1);
      expect(await isRecording()).toBe(false);
      await config.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' }));
    },
    60_000,
  );

  test('widens a recorder that was narrowed, while it runs', async () => {
    await config.send(
      new PutConfigurationRecorderCommand({
        ConfigurationRecorder: {
          name: 'default',
          roleARN: roleOf('aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig'),
          recordingGroup: { allSupported: false, resourceTypes: ['AWS::EC2::Instance'] },
        },
      }),
    );
    const { error, told } = await healer.wake(of('PutConfigurationRecorder'));
    expect(error).toBeUndefined();
    expect(told).toEqual(healer.mended('the configuration recorder does not record what it should'));
    const { ConfigurationRecorders } = await config.send(new DescribeConfigurationRecordersCommand({}));
    expect(ConfigurationRecorders![0]!.recordingGroup).toMatchObject({
      allSupported: true,
      includeGlobalResourceTypes: true,
    });
    expect(await isRecording()).toBe(true);
  }, 60_000);

  test('makes a deleted channel and a deleted recorder anew', async () => {
    await stop();
    await config.send(new DeleteDeliveryChannelCommand({ DeliveryChannelName: 'default' }));
    const channel = await healer.wake(of('DeleteDeliveryChannel'));
    expect(channel.error).toBeUndefined();
    expect(channel.told).toEqual(
      healer.mended('there is no delivery channel', 'the configuration recorder does not record'),
    );
    await config.send(new DeleteConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' }));
    const recorder = await healer.wake(of('DeleteConfigurationRecorder'));
    expect(recorder.error).toBeUndefined();
    expect(recorder.told).toEqual(
      healer.mended('there is no configuration recorder', 'the configuration recorder does not record'),
    );
    expect(await isRecording()).toBe(true);
  }, 60_000);

  test('sends deliveries to our bucket, and keeps history for its time', async () => {
    const elsewhere = { name: 'default', s3BucketName: 'mine' };
    await config.send(new PutDeliveryChannelCommand({ DeliveryChannel: elsewhere }));
    await config.send(new PutRetentionConfigurationCommand({ RetentionPeriodInDays: 30 }));
    const { error, told } = await healer.wake(of('PutDeliveryChannel'));
    expect(error).toBeUndefined();
    expect(told).toEqual(
      healer.mended(
        'the delivery channel does not deliver as it should',
        'configuration items are kept for another number of days',
      ),
    );
  }, 60_000);

  test('is healthy once nothing differs', async () => {
    const { error, told } = await healer.wake(HOURLY);
    expect(error).toBeUndefined();
    expect(told).toMatchObject([healer.healthy()]);
  }, 60_000);
});
