/** What starts a rule, as a rule.json says it. */
export interface Trigger {
  readonly change?: readonly string[];
  readonly schedule?: string;
  readonly snapshot?: true;
}

/** Guard's version in AWS Config. Source: AWS Config API, CustomPolicyDetails. */
export const GUARD_RUNTIME = 'guard-2.x.x';

const EVENT_SOURCE = 'aws.config';

/** Messages of AWS Config that start a rule. A change also comes as a notice that its item was too large to send. */
export function messagesOf({ change, schedule, snapshot }: Trigger, frequency = schedule) {
  return [
    ...(change
      ? [
          { eventSource: EVENT_SOURCE, messageType: 'ConfigurationItemChangeNotification' },
          { eventSource: EVENT_SOURCE, messageType: 'OversizedConfigurationItemChangeNotification' },
        ]
      : []),
    ...(schedule
      ? [{ eventSource: EVENT_SOURCE, messageType: 'ScheduledNotification', maximumExecutionFrequency: frequency }]
      : []),
    ...(snapshot ? [{ eventSource: EVENT_SOURCE, messageType: 'ConfigurationSnapshotDeliveryCompleted' }] : []),
  ];
}
