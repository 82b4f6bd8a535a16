import { Construct } from 'constructs';
import { addAlarm, addCountedAlarm, type Counting } from './alarm';
import type { Silence } from './silence';
import type { Counted } from './watch';

/** Metric filters that one log group takes. Source: CloudWatch Logs quotas; it cannot be raised. */
const FILTER_LIMIT = 100;

/** Of the trail's log group and the metrics over it. */
export interface TrailAlarmsProps extends Counting {
  readonly watches: readonly Counted[];
  readonly silence: Silence;
  /** Topics to tell, in the region of the log group. */
  readonly topicArns: readonly string[];
}

/** An alarm for each watch, over the log group of the organization trail, and one for its silence. */
export class TrailAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: TrailAlarmsProps,
  ) {
    super(scope, id);
    for (const watch of props.watches) addCountedAlarm(this, watch, props);
    this.silenceAlarm(props.silence);
    this.node.addValidation({ validate: () => this.problems() });
  }

  private silenceAlarm({ name, title, firstStep, period }: Silence): void {
    const { place, logGroupName, namePrefix, topicArns } = this.props;
    addAlarm(this, `${name}-alarm`, {
      place,
      name: `${namePrefix}${name}`,
      title,
      firstStep,
      namespace: 'AWS/Logs',
      metricName: 'IncomingLogEvents',
      dimensions: { LogGroupName: logGroupName },
      statistic: 'Sum',
      period,
      threshold: 1,
      rings: 'below',
      // A log group that is gone counts nothing at all.
      silence: 'breaching',
      topicArns,
    });
  }

  private problems(): string[] {
    const { watches, logGroupName } = this.props;
    const filters = watches.flatMap(({ patterns }) => patterns).length;
    return filters > FILTER_LIMIT
      ? [
          `the alarms take ${filters} metric filters, and ${logGroupName} takes ${FILTER_LIMIT}; name fewer roles in guardrails, several by one with a closing *`,
        ]
      : [];
  }
}
