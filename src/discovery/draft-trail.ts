import { counted } from '../../lambdas/evidence/words';
import { LOG_GROUP_RETENTION_DAYS } from '../config/retention';
import { isControlTowers } from '../config/control-tower';
import type { Drafting } from './draft';
import { adoptedBuckets } from './draft-storage';
import { few } from './notes';
import type { SelectorsFound } from './selectors';
import { type TrailFound, TRAILS_UNREAD } from './trails';

const INSIGHTS = ['ApiCallRateInsight', 'ApiErrorRateInsight'];

/** What an ARN names after the account: `log-group:/aws/x:*` gives `/aws/x`. */
const resourceOf = (arn: string): string => arn.split(':').slice(5).join(':');
export const accountOf = (arn: string): string => arn.split(':')[4] ?? '';
const logGroupName = (arn: string): string =>
  resourceOf(arn)
    .replace(/^log-group:/, '')
    .replace(/:\*$/, '');
/** With its path, as audit.yaml names roles. */
export const roleIn = (arn: string): string => resourceOf(arn).replace(/^role\//, '');

/** Whose credentials made the trail. Its ARN never tells, but the log group lies where it was made. */
const makerOf = ({ logGroupArn, account }: TrailFound): string => (logGroupArn ? accountOf(logGroupArn) : account);

/** The trail that is taken over, unless Control Tower owns it or its home cannot be ours. */
function adoptable({ holders: { trail, home } }: Drafting): TrailFound | undefined {
  return trail && !isControlTowers(trail.name) && trail.home === home.value ? trail : undefined;
}

/** The trail keeps logging what it logs: whatever audit.yaml can say of it is said. */
function settings(drafting: Drafting): void {
  const trail = adoptable(drafting);
  if (trail === undefined) return;
  const { file, holders, found } = drafting;
  const isDelegated = holders.audit !== undefined && makerOf(trail) === holders.audit.value;
  if (isDelegated) file.set(['trail', 'administrator'], 'delegated', 'its log group lies in the audit account');

  const { insights, selectors } = trail;
  if (insights === undefined)
    file.say(['adopt', 'trail'], 'Unknown: which insights the trail reports could not be read.');
  else if (INSIGHTS.some((one) => !insights.includes(one))) {
    file.set(
      ['trail', 'insights'],
      INSIGHTS.filter((one) => insights.includes(one)),
      'as it is; more cost money',
    );
  }
  if (selectors === undefined) {
    file.say(
      ['adopt', 'trail'],
      'Unknown: which events the trail logs could not be read. A plan shows what it changes.',
    );
  } else {
    const { calls, others, logsManagement } = selectors;
    const s3Buckets = withoutOurs(selectors, drafting);
    if (s3Buckets === 'all' || s3Buckets.length > 0) {
      file.set(['trail', 'dataEvents', 's3Buckets'], s3Buckets);
      if (calls !== 'all') file.set(['trail', 'dataEvents', 'calls'], calls);
    }
    if (!logsManagement)
      file.say(['adopt', 'trail'], 'The trail leaves out management events today; the plan makes it log all of them.');
    if (others.length > 0) {
      const lost = `the selectors of the trail say what this file cannot, and the plan replaces them: ${others.join(', ')}`;
      file.say(['adopt', 'trail'], `CHECK: ${lost}.`);
      drafting.notes.doubtful.push(lost);
    }
  }
  const logGroup = logGroupOf(trail, found);
  if (logGroup && logGroup !== 'gone') {
    const { days } = logGroup;
    if (days !== undefined && (LOG_GROUP_RETENTION_DAYS as readonly number[]).includes(days)) {
      file.set(['trail', 'logRetentionDays'], days, 'as its log group keeps them');
    } else if (days === undefined) {
      file.say(
        ['adopt', 'trail'],
        'Its log group keeps events for ever; the plan ends that after the retention. The log files stay.',
      );
    }
  }
  if (topicOf(trail, drafting)) file.set(['trail', 'notifications'], true, 'it tells a topic already');
}

/** The platform never logs calls on its own buckets, whether the file names them or not. */
function withoutOurs({ s3Buckets }: SelectorsFound, drafting: Drafting): SelectorsFound['s3Buckets'] {
  if (s3Buckets === 'all') return s3Buckets;
  const adopted = adoptedBuckets(drafting);
  const ours = s3Buckets.filter((name) => adopted.includes(name));
  if (ours.length > 0) {
    drafting.file.say(
      ['adopt', 'trail'],
      `It logs calls on ${ours.join(', ')}; the plan ends that, for logging a log feeds itself.`,
    );
  }
  return s3Buckets.filter((name) => !adopted.includes(name));
}

const logGroupOf = ({ arn }: TrailFound, { outlets }: Drafting['found']) =>
  outlets.find((one) => one.trail === arn)?.logGroup;

/** What keeps the log group from becoming ours, in a sentence. */
function whyNotLogGroup(trail: TrailFound, { found, holders }: Drafting): string | undefined {
  if (trail.logGroupArn === undefined) return undefined;
  const maker = makerOf(trail);
  const its = `Its log group ${logGroupName(trail.logGroupArn)}`;
  if (![found.organization.managementAccount, holders.audit?.value].includes(maker))
    return `Its log group lies in ${maker}, neither the management nor the audit account; the plan makes a new one.`;
  const logGroup = logGroupOf(trail, found);
  if (logGroup === 'gone') return `${its} is gone; the plan makes a new one.`;
  if (logGroup && logGroup.class !== 'STANDARD')
    return `${its} is of the class ${logGroup.class}, which takes no metric filters; the plan makes a new one.`;
  return undefined;
}

/** The topic, where the platform could take it over: of the maker, at home. */
function topicOf({ topicArn, ...trail }: TrailFound, { holders }: Drafting): string | undefined {
  if (topicArn === undefined) return undefined;
  const [, , , region, account, name] = topicArn.split(':');
  const maker = makerOf(trail);
  return region === holders.home.value && account === maker ? name : undefined;
}

function adopt(drafting: Drafting): void {
  const { file, holders, notes } = drafting;
  const trail = adoptable(drafting);
  if (trail !== undefined) adoptTrail(trail, drafting);
  else sayWhyNot(drafting);

  for (const other of holders.otherTrails) {
    if (isControlTowers(other.name) && trail === undefined) continue;
    const why = `a second organization trail, ${other.name} of ${other.home}, delivers every management event once more, which costs money`;
    file.say(['adopt', 'trail'], `Left as it is: ${why}. End it once the platform's trail has delivered for a while.`);
    notes.left.push(why);
  }
  sayAccountTrails(drafting);
}

function adoptTrail(trail: TrailFound, drafting: Drafting): void {
  const { file, holders, notes } = drafting;
  const whyNot = whyNotLogGroup(trail, drafting);
  const logGroup = trail.logGroupArn !== undefined && whyNot === undefined;
  const topic = topicOf(trail, drafting);
  file.set(['adopt', 'trail'], {
    name: trail.name,
    ...(logGroup && { logGroup: logGroupName(trail.logGroupArn!) }),
    ...(logGroup && trail.logsRoleArn !== undefined && { logsRole: roleIn(trail.logsRoleArn) }),
    ...(topic !== undefined && { topic }),
  });
  notes.adopted.push(`the organization trail ${trail.name} of ${trail.home}`);
  const remarks: (string | false | undefined)[] = [
    holders.otherTrails.length > 0 &&
      `Of ${counted(holders.otherTrails.length + 1, 'organization trail')}, this one is taken over: ${meritsOf(trail)}.`,
    trail.isLogging === false && 'It does not log today; the plan starts it.',
    trail.isLogging === undefined && 'Unknown: whether it logs could not be read.',
    trail.deliveryError !== undefined && `It could not deliver last: ${trail.deliveryError}.`,
    !trail.isMultiRegion && 'It covers one region today; the plan makes it cover all.',
    !trail.validates &&
      'It writes no digests today; the plan turns validation on. What was logged before cannot be proven.',
    trail.key === undefined && 'Its log files are encrypted with keys of S3; the plan gives it the evidence key.',
    trail.prefix !== undefined &&
      `It writes below the prefix ${trail.prefix}; the platform writes at the top of the bucket, so look in both places for older files.`,
    whyNot,
    trail.topicArn !== undefined &&
      topic === undefined &&
      `Its topic ${trail.topicArn} lies elsewhere than the trail was made; the plan lets go of it.`,
  ];
  file.say(['adopt', 'trail'], ...remarks.filter((remark) => typeof remark === 'string'));
}

const meritsOf = ({ isLogging, isMultiRegion, validates, logGroupArn }: TrailFound): string =>
  [
    isLogging ? 'it logs' : 'it does not log',
    isMultiRegion ? 'covers all regions' : 'covers one region',
    validates ? 'is validated' : 'is not validated',
    ...(logGroupArn ? ['has a log group'] : []),
  ].join(', ');

function sayWhyNot({ file, holders: { trail, home }, notes, found }: Drafting): void {
  const { caller, gaps, organization } = found;
  const isUnknown = gaps.some(
    ({ account, what }) => [caller, organization.managementAccount].includes(account) && TRAILS_UNREAD.includes(what),
  );
  if (trail === undefined && isUnknown) {
    const why =
      'whether there is an organization trail could not be read; one that is not in adopt.trail gets a second beside it, which costs money';
    file.say(['adopt'], `CHECK: ${why}.`);
    notes.doubtful.push(why);
    return;
  }
  if (trail === undefined) {
    file.say(['adopt'], 'No organization trail was found; one is created.');
    return;
  }
  const why = isControlTowers(trail.name)
    ? `the organization trail ${trail.name} is AWS Control Tower's`
    : `the organization trail ${trail.name} is at home in ${trail.home}, an opt-in region, where few accounts deliver; the home region is ${home.value}`;
  file.say(['adopt', 'trail'], `Not adopted: ${why}.`);
  notes.left.push(why);
}

/** Trails of single accounts stay. Of management events the first copy in a region is free. Source: CloudTrail pricing. */
function sayAccountTrails({ file, found, notes }: Drafting): void {
  const own = found.trails.filter(({ isOrganization }) => !isOrganization);
  if (own.length === 0) return;
  const named = own.map(
    ({ account, home, name, isLogging }) => `${account} ${home} ${name}${isLogging === false ? ' (stopped)' : ''}`,
  );
  const what = `${counted(own.length, 'trail')} of single accounts beside that of the organization; every further copy of a management event costs money`;
  file.say(['adopt', 'trail'], `Left: ${what}. ${few(named, 20).join('; ')}.`);
  notes.left.push(what);
}

export const draftTrail = { settings, adopt };
