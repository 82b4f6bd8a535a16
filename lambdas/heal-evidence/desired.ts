import { isObject, parseJson, show } from '../shared/json';

/** Where evidence is kept in one account and region, as it was synthesized. */
export interface DesiredEvidence {
  readonly buckets: readonly DesiredBucket[];
  readonly keys: readonly { readonly arn: string }[];
}

export interface DesiredBucket {
  readonly name: string;
  /** JSON. */
  readonly policy: string;
  readonly publicAccessBlock: PublicAccessBlock;
  readonly versioning: 'Enabled';
}

/** Nothing public, in no way. */
export type PublicAccessBlock = Readonly<Record<(typeof BLOCKS)[number], true>>;

export const BLOCKS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'] as const;

/** @throws Error that lists every problem */
export function readDesired(value: unknown): DesiredEvidence {
  const { buckets, keys } = isObject(value) ? value : ({} as Readonly<Record<string, unknown>>);
  const problems = [
    ...(Array.isArray(buckets) ? buckets.flatMap(bucketProblems) : [`buckets is ${show(buckets)}, not a list`]),
    ...(Array.isArray(keys) ? keys.flatMap(keyProblems) : [`keys is ${show(keys)}, not a list`]),
  ];
  if (problems.length > 0) throw new Error(`what the evidence should be is malformed: ${problems.join('; ')}`);
  return value as DesiredEvidence;
}

function bucketProblems(bucket: unknown, at: number): string[] {
  const { name, policy, publicAccessBlock, versioning } = isObject(bucket) ? bucket : {};
  const blocks = isObject(publicAccessBlock) ? publicAccessBlock : {};
  const wrong = (what: string, found: unknown, form: string) => `buckets[${at}].${what} is ${show(found)}, not ${form}`;
  return [
    ...(typeof name === 'string' && name !== '' ? [] : [wrong('name', name, 'a text')]),
    ...(isPolicy(policy) ? [] : [wrong('policy', policy, 'the text of a policy')]),
    ...BLOCKS.filter((block) => blocks[block] !== true).map((block) =>
      wrong(`publicAccessBlock.${block}`, blocks[block], 'true'),
    ),
    ...(versioning === 'Enabled' ? [] : [wrong('versioning', versioning, 'Enabled')]),
  ];
}

function isPolicy(policy: unknown): boolean {
  if (typeof policy !== 'string') return false;
  try {
    const document = parseJson(policy, 'the policy');
    return isObject(document) && Array.isArray(document['Statement']) && document['Statement'].length > 0;
  } catch {
    return false;
  }
}

function keyProblems(key: unknown, at: number): string[] {
  const arn = isObject(key) ? key['arn'] : undefined;
  const isArn = typeof arn === 'string' && /^arn:[^:]+:kms:[^:]+:\d{12}:key\/./.test(arn);
  return isArn ? [] : [`keys[${at}].arn is ${show(arn)}, not a key's ARN`];
}
