import { messagesOf, type Trigger } from '../../src/rules/messages';

const CHANGES = ['ConfigurationItemChangeNotification', 'OversizedConfigurationItemChangeNotification'];

test.each<[sentence: string, trigger: Trigger, ...types: string[]]>([
  ['changes, also such as do not fit a message', { change: ['AWS::S3::Bucket'] }, ...CHANGES],
  ['the clock', { schedule: 'Six_Hours' }, 'ScheduledNotification'],
  ['snapshots', { snapshot: true }, 'ConfigurationSnapshotDeliveryCompleted'],
  [
    'all of them',
    { change: ['AWS::S3::Bucket'], schedule: 'Six_Hours', snapshot: true },
    ...CHANGES,
    'ScheduledNotification',
    'ConfigurationSnapshotDeliveryCompleted',
  ],
])('a rule is started by %s', (_, trigger, ...types) => {
  const messages = messagesOf(trigger);
  expect(messages.map(({ messageType }) => messageType)).toEqual(types);
  for (const { eventSource } of messages) expect(eventSource).toBe('aws.config');
});

describe('the clock runs', () => {
  const frequencies = (trigger: Trigger, frequency?: string) =>
    messagesOf(trigger, frequency).map((message) =>
      'maximumExecutionFrequency' in message ? message.maximumExecutionFrequency : '',
    );

  test('as the rule says', () => {
    expect(frequencies({ change: ['AWS::S3::Bucket'], schedule: 'Six_Hours' })).toEqual(['', '', 'Six_Hours']);
  });

  test('as audit.yaml says', () => {
    expect(frequencies({ schedule: 'Six_Hours' }, 'One_Hour')).toEqual(['One_Hour']);
  });

  test('not at all for a rule without one', () => {
    expect(frequencies({ snapshot: true }, 'One_Hour')).toEqual(['']);
  });
});
