import type { Matrix } from './matrix';
import type { Context } from './principals';
import type { Target } from './simulator';
import type { SynthesizedPolicies } from './synthesized-policies';
import type { Partition } from '../config/regions';
import { delivering } from './delivering';
import { investigating } from './investigating';
import { operating } from './operating';
import { Platform, type Task } from './platform';
import { responding } from './responding';
import { telling } from './telling';
import { verifying } from './verifying';

/** A piece of the platform's own work, and what becomes of it. */
export interface Delivery {
  /** In plain words: `deliver log files of the organization`. */
  readonly does: string;
  /** Who does it, in words. */
  readonly by: string;
  readonly action: string;
  readonly outcome: 'works' | 'fails';
  /** What refuses, such as `RCP NoWrites`. Empty as well where nothing refuses, but nothing allows either. */
  readonly refusedBy: readonly string[];
}

/**
 * What delivers, keeps and copies evidence, what mends all that, and what deploys it: a policy that stops any of it blinds the audit as
 * well as an attacker could. One row works when it works in each account and region that it is done in.
 *
 * Roles, investigators' apart, are taken to have all rights, so that only policies stop them; what holds evidence must let them in all the same.
 */
export async function deliveries(
  policies: SynthesizedPolicies,
  matrix: Pick<Matrix, 'decide' | 'targets'>,
): Promise<Delivery[]> {
  const platform = new Platform(policies, matrix.targets);
  // What nobody asks for is what the organization has not.
  const tasks = [delivering, operating, responding, telling, investigating, verifying]
    .flatMap((work) => work(platform))
    .filter(({ requests }) => requests.length > 0);
  return Promise.all(tasks.map((task) => decided(task, policies, matrix)));
}

async function decided(
  { does, by, action, requests }: Task,
  policies: SynthesizedPolicies,
  matrix: Pick<Matrix, 'decide'>,
): Promise<Delivery> {
  const verdicts = await Promise.all(
    requests.map(({ principal, target, context }) =>
      matrix.decide(principal, action, target, { ...placeOf(action, target, policies), ...context }),
    ),
  );
  const refusals = verdicts.flatMap(({ deniedBy }) => deniedBy.map(({ kind, sid }) => `${kind} ${sid}`));
  return {
    does,
    by,
    action,
    outcome: verdicts.every(({ decision }) => decision === 'Allowed') ? 'works' : 'fails',
    refusedBy: [...new Set(refusals)].sort(),
  };
}

/** What requests carry of where they go. All that they go to is ours; without the keys a perimeter would refuse it. */
function placeOf(action: string, { arn, account }: Target, { organization }: SynthesizedPolicies): Context {
  const { names, config, home, partition } = organization;
  const isArchive = arn.split('/')[0] === organization.bucketArn(names.archiveBucket);
  const elsewhere = isArchive ? config.regions.archive : home;
  return {
    'aws:RequestedRegion': action.startsWith('iam:') ? globalRegionOf(partition) : arn.split(':')[3] || elsewhere,
    'aws:ResourceAccount': account,
    'aws:ResourceOrgID': organization.id,
  };
}

/** IAM answers there, wherever it is called from. Source: IAM user guide, "AWS global condition context keys". */
const globalRegionOf = (partition: Partition): string =>
  ({ aws: 'us-east-1', 'aws-us-gov': 'us-gov-west-1', 'aws-cn': 'cn-north-1' })[partition];
