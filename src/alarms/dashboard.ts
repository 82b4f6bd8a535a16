import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import { arn } from '../policy/arn';

export interface DashboardProps {
  readonly place: Place;
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** Starts the names of alarms. */
  readonly namePrefix: string;
  /** Names of alarms of this account and region, without the prefix. */
  readonly alarms: readonly string[];
  /** Of the metrics that the event log counts into. */
  readonly namespace: string;
  readonly logGroupName: string;
  readonly busName: string;
  readonly queueName: string;
}

/** CloudWatch counts the width of a dashboard in 24 columns. */
const HALF = { width: 12, height: 6 };

/** The platform's health at a glance: what rings, what was mended, who still reports, and what happened last. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { place, name } = props;
    new CloudwatchDashboard(this, 'dashboard', {
      ...place,
      dashboardName: name,
      dashboardBody: JSON.stringify({ start: '-P1D', periodOverride: 'inherit', widgets: widgetsOf(props) }),
    });
  }
}

type Series = readonly (string | Readonly<Record<string, unknown>>)[];

function widgetsOf(props: DashboardProps): readonly unknown[] {
  const { partition, account, region, namePrefix, alarms, namespace, logGroupName } = props;
  const own = (name: string, label: string): Series => [namespace, name, { label }];
  const graph = (title: string, x: number, y: number, metrics: readonly Series[], more: object = {}) => ({
    type: 'metric',
    x,
    y,
    ...HALF,
    properties: { title, region, view: 'timeSeries', stat: 'Sum', period: 3600, metrics, ...more },
  });
  return [
    {
      type: 'alarm',
      x: 0,
      y: 0,
      width: 24,
      height: 5,
      properties: {
        title: 'What rings',
        alarms: alarms.map((name) =>
          arn({ partition, service: 'cloudwatch', region, account, resource: `alarm:${namePrefix}${name}` }),
        ),
      },
    },
    graph('Self-healing, an hour', 0, 5, [
      own('self-healing-acted', 'somebody weakened the audit'),
      own('self-healing-failed', 'not mended'),
      own('drift', 'drift that remains'),
    ]),
    graph('Remediations, an hour', 12, 5, [
      own('remediations-started', 'started'),
      own('remediations-mended', 'mended'),
      own('remediations-left', 'left alone'),
      own('remediation-failed', 'failed'),
    ]),
    graph(
      'Healers, by the hourly roll call',
      0,
      11,
      [
        own('healers-expected', 'expected'),
        own('healers-heard', 'heard'),
        own('healers-standing', 'problems that stand'),
        own('heartbeats', 'roll calls that missed somebody'),
      ],
      { stat: 'Maximum', yAxis: { left: { min: 0 } } },
    ),
    graph('Evidence, an hour', 12, 11, [
      own('trail-delivery', 'trail does not deliver'),
      own('digest-gap', 'no digests'),
      own('evidence-findings', 'accounts with changed or unproven evidence'),
      own('recorder-stopped', 'Config does not record'),
      own('config-delivery', 'Config does not deliver'),
    ]),
    graph('Events on the bus, an hour', 0, 17, [
      [
        'AWS/Events',
        'MatchedEvents',
        'EventBusName',
        props.busName,
        'RuleName',
        `${namePrefix}keep`,
        { label: 'kept' },
      ],
    ]),
    graph(
      'Given up',
      12,
      17,
      [
        [
          'AWS/SQS',
          'ApproximateNumberOfMessagesVisible',
          'QueueName',
          props.queueName,
          { label: 'in this queue', stat: 'Maximum' },
        ],
        own('dead-letters', 'reports of other queues'),
      ],
      { yAxis: { left: { min: 0 } } },
    ),
    {
      type: 'log',
      x: 0,
      y: 23,
      width: 24,
      height: 9,
      properties: {
        title: 'Latest events, reports of good health left out',
        region,
        view: 'table',
        query: [
          `SOURCE '${logGroupName}'`,
          'fields time, `detail-type`, coalesce(detail.account, account) as inAccount, coalesce(detail.region, region) as inRegion, coalesce(detail.outcome, detail.Status, detail.kinds) as result, coalesce(detail.healer, detail.remediation, detail.Definition, detail.configRuleName, detail.alarmName) as what',
          'filter `detail-type` != "Audit Health" or detail.kinds like /[a-z]/',
          'sort @timestamp desc',
          'limit 50',
        ].join('\n| '),
      },
    },
  ];
}
