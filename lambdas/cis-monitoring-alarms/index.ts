import { handlerFor } from '../shared/config-rule';
import { account } from '../shared/finding';
import { list, readParameters, text } from '../shared/parameters';
import { type Alarm, type Audience, evaluate, withoutTrail } from './evaluate';
import { fitOf, type Metric } from './filter';
import { readAlarms, readAudience, readFilters, readTrails } from './read';
import { TOPICS, topicsNamed } from './topics';
import { logGroupOf } from './trail';

export const handler = handlerFor({
  readParameters: (raw) => {
    const { topics, topicArn } = readParameters(raw, {
      topics: list({ default: TOPICS.map(({ name }) => name) }),
      topicArn: text({ optional: true }),
    });
    return { topics: topicsNamed(topics), topicArn };
  },
  onSchedule: async ({ topics, topicArn }, aws) => {
    const trails = await readTrails(aws);
    const groups = trails.map((trail) => logGroupOf(trail, aws.accountId)).filter((group) => typeof group !== 'string');
    if (groups.length === 0) return [account(aws, withoutTrail(trails, aws.accountId))];
    const filters = (await Promise.all(groups.map((group) => readFilters(aws, group)))).flat();

    // Only what may be needed is asked for: metrics of filters that fit, and topics that their alarms notify.
    const alarms = new Map<string, readonly Alarm[]>();
    const audiences = new Map<string, Audience>();
    for (const { pattern, metric } of filters) {
      if (!pattern || typeof metric === 'string' || alarms.has(keyOf(metric))) continue;
      if (!topics.some((topic) => fitOf(pattern, topic).isWhole)) continue;
      alarms.set(keyOf(metric), await readAlarms(aws, metric));
    }
    for (const arn of new Set([...alarms.values()].flat().flatMap(({ notifies }) => notifies)))
      if (topicArn === undefined || arn === topicArn) audiences.set(arn, await readAudience(aws, arn));

    const found = {
      of: (metric: Metric) => alarms.get(keyOf(metric)) ?? [],
      audienceOf: (arn: string) => audiences.get(arn) ?? 'none',
    };
    return [account(aws, evaluate(topics, filters, found, topicArn))];
  },
});

const keyOf = ({ region, namespace, name }: Metric): string => JSON.stringify([region, namespace, name]);
