import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import type { Alert, Counter } from './event-counts';

export interface AlarmProps {
  readonly place: Place;
  /** Name of the alarm, whole. */
  readonly name: string;
  readonly title: string;
  readonly firstStep: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly statistic: 'Maximum' | 'Sum';
  /** In seconds. */
  readonly period: number;
  /** Periods in a row, or among those looked at. Default: one. */
  readonly periods?: number;
  /** Periods looked at. Default: as many as must be bad. Together at most a day, or seven of whole hours. */
  readonly among?: number;
  readonly threshold: number;
  /** Default: at the threshold and above. */
  readonly rings?: 'below';
  /** What a period without numbers is. */
  readonly silence: 'breaching' | 'notBreaching';
  /** Topics to tell, in the region of the alarm. */
  readonly topicArns: readonly string[];
}

/** One alarm on one metric, which says what happened and what to do first. */
export function addAlarm(scope: Construct, id: string, props: AlarmProps): void {
  const { place, name, title, firstStep, namespace, metricName, dimensions, topicArns } = props;
  new CloudwatchMetricAlarm(scope, id, {
    ...place,
    alarmName: name,
    alarmDescription: `${title}. ${firstStep}.`,
    namespace,
    metricName,
    ...(dimensions && { dimensions: { ...dimensions } }),
    statistic: props.statistic,
    period: props.period,
    evaluationPeriods: props.among ?? props.periods ?? 1,
    ...(props.among !== undefined && { datapointsToAlarm: props.periods ?? 1 }),
    threshold: props.threshold,
    comparisonOperator: props.rings === 'below' ? 'LessThanThreshold' : 'GreaterThanOrEqualToThreshold',
    treatMissingData: props.silence,
    actionsEnabled: true,
    alarmActions: [...topicArns],
  });
}

/** Where metric filters look, and what they count into. */
export interface Counting {
  readonly place: Place;
  readonly logGroupName: string;
  /** Starts the names of filters and alarms. */
  readonly namePrefix: string;
  /** Of the metrics. */
  readonly namespace: string;
  /** The log group must exist first. */
  readonly after?: readonly ITerraformDependable[];
}

/** The metric filters of what is counted, which all count into one metric of its name. */
export function addFilters(scope: Construct, { name, patterns, value = '1' }: Counter, into: Counting) {
  const { place, logGroupName, namePrefix, namespace, after } = into;
  for (const [at, pattern] of patterns.entries()) {
    const part = at === 0 ? '' : `-${at + 1}`;
    new CloudwatchLogMetricFilter(scope, `${name}-filter${part}`, {
      ...place,
      name: `${namePrefix}${name}${part}`,
      logGroupName,
      pattern,
      metricTransformation: { namespace, name, value },
      ...(after && { dependsOn: [...after] }),
    });
  }
}

/** In seconds. Of what is reported each hour, two reports may be missing before an alarm takes it to be over. */
const ONCE = { period: 300 };
const HOURLY = { period: 3600, among: 3 };

/** The filters, and an alarm that rings at the first event. */
export function addCountedAlarm(
  scope: Construct,
  counted: Alert,
  into: Counting & { readonly topicArns: readonly string[] },
): void {
  addFilters(scope, counted, into);
  addAlarm(scope, `${counted.name}-alarm`, {
    place: into.place,
    name: `${into.namePrefix}${counted.name}`,
    title: counted.title,
    firstStep: counted.firstStep,
    namespace: into.namespace,
    metricName: counted.name,
    // Anybody may put a negative number into a metric, which a sum would take off what filters count.
    statistic: 'Maximum',
    ...(counted.isPulse ? HOURLY : ONCE),
    threshold: 1,
    // Nothing counted is nothing done.
    silence: 'notBreaching',
    topicArns: into.topicArns,
  });
}
