/** What watches read of an event of the trail. */
export interface TrailEvent {
  readonly eventSource: string;
  /** As CloudTrail calls it, which is not always as IAM calls the action: `PutBucketLifecycle`. */
  readonly eventName: string;
  readonly readOnly: boolean;
  /** The account that the event is about; an act across accounts is an event in each. */
  readonly recipientAccountId: string;
  /** Absent in events of some services, and false for data events. */
  readonly managementEvent?: boolean;
  readonly requestParameters?: Readonly<Record<string, unknown>> | null;
  readonly userIdentity?: Readonly<Record<string, unknown>>;
}

/** Services whose events come from elsewhere than their actions' prefix says. */
const SOURCES: Readonly<Record<string, string>> = { cloudwatch: 'monitoring' };

/** The source of a service's events, by the prefix of its IAM actions. */
export const eventSourceOf = (servicePrefix: string): string =>
  `${SOURCES[servicePrefix] ?? servicePrefix}.amazonaws.com`;
