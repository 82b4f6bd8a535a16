import type { AdvancedEventSelector, EventSelector, GetEventSelectorsCommandOutput } from '@aws-sdk/client-cloudtrail';

/** Which events a trail logs, as far as audit.yaml can say it. */
export interface SelectorsFound {
  /** Every management event, reads and writes alike. */
  readonly logsManagement: boolean;
  /** Buckets whose object-level calls are logged. */
  readonly s3Buckets: 'all' | readonly string[];
  readonly calls: 'all' | 'read' | 'write';
  /** What audit.yaml has no words for, so that a plan changes it. */
  readonly others: readonly string[];
}

/** Data events of one selector. */
interface Selected {
  readonly management: boolean;
  /** ARN prefixes of objects, empty for every bucket. */
  readonly objects?: readonly string[];
  readonly calls: SelectorsFound['calls'];
  readonly others: readonly string[];
}

export function selectorsOf({ EventSelectors, AdvancedEventSelectors }: Partial<GetEventSelectorsCommandOutput>) {
  const advanced = AdvancedEventSelectors ?? [];
  return merged(advanced.length > 0 ? advanced.map(advancedSelector) : (EventSelectors ?? []).map(classicSelector));
}

function merged(all: readonly Selected[]): SelectorsFound {
  const data = all.filter(({ objects }) => objects !== undefined);
  const arns = data.flatMap(({ objects = [] }) => objects);
  const buckets = data.flatMap(({ objects = [] }) => (objects.length === 0 ? ['*'] : objects.map(bucketOf)));
  const calls = [...new Set(data.map((one) => one.calls))];
  const others = all.flatMap((one) => one.others);
  // One word stands for all buckets: logging more than before is told, logging less must not happen.
  if (calls.length > 1) others.push('different calls for different buckets');
  if (arns.some((arn) => /:::[^/]+\/./.test(arn))) others.push('objects below a prefix only');
  if (arns.some((arn) => /:::[^/]+$/.test(arn))) others.push('buckets whose names start alike only');
  return {
    // A trail without selectors logs management events. Source: CloudTrail API reference, PutEventSelectors.
    logsManagement: all.length === 0 || all.some(({ management }) => management),
    s3Buckets: buckets.includes('*') ? 'all' : [...new Set(buckets)].sort(),
    calls: calls.length === 1 ? calls[0]! : 'all',
    others: [...new Set(others)],
  };
}

/** `arn:aws:s3:::name/prefix`; without a slash many buckets may be meant, so that every bucket is taken. */
const bucketOf = (arn: string): string => /^arn:[^:]+:s3:::([^/]+)\//.exec(arn)?.[1] ?? '*';

/** What equals the ARN of a bucket starts no other bucket's. */
const closed = (arn: string): string => (arn.includes('/') ? arn : `${arn}/`);

function classicSelector({
  ReadWriteType = 'All',
  IncludeManagementEvents = true,
  DataResources = [],
  ExcludeManagementEventSources = [],
}: EventSelector): Selected {
  const objects = DataResources.filter(({ Type }) => Type === 'AWS::S3::Object').flatMap(({ Values = [] }) => Values);
  const calls = ({ ReadOnly: 'read', WriteOnly: 'write', All: 'all' } as const)[ReadWriteType];
  return {
    management: IncludeManagementEvents && calls === 'all' && ExcludeManagementEventSources.length === 0,
    ...(objects.length > 0 && { objects }),
    calls,
    others: DataResources.map(({ Type }) => Type!)
      .filter((type) => type !== 'AWS::S3::Object')
      .map((type) => `data events of ${type}`),
  };
}

function advancedSelector({ FieldSelectors = [] }: AdvancedEventSelector): Selected {
  const field = (name: string) => FieldSelectors.find(({ Field }) => Field === name);
  const [category] = field('eventCategory')?.Equals ?? [];
  const [type] = field('resources.type')?.Equals ?? [];
  const [readOnly] = field('readOnly')?.Equals ?? [];
  const calls = readOnly === undefined ? 'all' : readOnly === 'true' ? 'read' : 'write';
  const known = ['eventCategory', 'resources.type', 'readOnly'];
  const narrowing = FieldSelectors.map(({ Field }) => Field!).filter((name) => !known.includes(name));
  if (category === 'Management') {
    return { management: calls === 'all' && narrowing.length === 0, calls, others: [] };
  }
  if (category !== 'Data' || type !== 'AWS::S3::Object') {
    return { management: false, calls, others: [`${type ? `data events of ${type}` : `${category} events`}`] };
  }
  const arns = field('resources.ARN');
  const leavesOut = arns?.NotEquals ?? arns?.NotStartsWith ?? arns?.NotEndsWith ?? arns?.EndsWith;
  const by = narrowing.filter((name) => name !== 'resources.ARN' || leavesOut !== undefined);
  return {
    management: false,
    objects: [...(arns?.StartsWith ?? []), ...(arns?.Equals ?? []).map(closed)],
    calls,
    others: by.length === 0 ? [] : [`S3 objects narrowed by ${by.join(', ')}`],
  };
}
