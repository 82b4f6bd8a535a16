import type { BucketPart } from '../config/sections/adopt';
import { type BucketFound, BUCKETS_UNREAD } from './buckets';
import { isControlTowers } from '../config/control-tower';
import type { Drafting } from './draft';
import type { KeyFound } from './keys';
import { few } from './notes';

type Kind = 'trail' | 'config' | 'accessLogs' | 'archive';

/** Each kind of bucket, and what it is called in a sentence. */
const CALLED: Readonly<Record<Kind, string>> = {
  trail: 'trail bucket',
  config: 'Config bucket',
  accessLogs: 'access-log bucket',
  archive: 'archive bucket',
};

/** What a bucket of a kind may have and the platform never sets: it stays as it is. */
const NOT_OURS: Readonly<Record<Kind, readonly BucketPart[]>> = {
  trail: [],
  config: ['object-lock'],
  accessLogs: ['object-lock', 'logging'],
  archive: ['logging', 'replication'],
};

/** The mode is never COMPLIANCE by itself: nobody can take that back, so a person has to write it. */
function settings({ file, found, holders, wishes, notes }: Drafting): void {
  const locked = [
    {
      bucket: found.buckets.find(({ name }) => name === holders.trail?.bucket),
      called: CALLED.trail,
      other: 'archive',
    },
    { bucket: holders.archiveBucket, called: CALLED.archive, other: CALLED.trail },
  ];
  const unread = locked.find(({ bucket }) => bucket?.region && bucket.unread.includes('object-lock'));
  const strict = locked.find(({ bucket }) => bucket?.lock?.mode === 'COMPLIANCE');
  // One retention stands for both buckets: neither must lock for less than it does.
  const [longest] = locked
    .flatMap(({ bucket, called }) => (bucket?.lock ? { ...bucket.lock, called } : []))
    .sort((a, b) => b.years - a.years);
  if (strict) {
    file.leave(
      ['retention', 'mode'],
      `COMPLIANCE, as the ${strict.called} has it, locks the ${strict.other} too, for good; GOVERNANCE weakens the ${strict.called} for new objects`,
    );
  } else if (unread) {
    file.leave(
      ['retention', 'mode'],
      `GOVERNANCE can be undone, COMPLIANCE cannot; how the ${unread.called} locks today could not be read`,
    );
  } else {
    const because = longest
      ? `as the ${longest.called} has it`
      : 'the mode that can be undone; change it to COMPLIANCE when you are sure';
    file.set(['retention', 'mode'], 'GOVERNANCE', because);
  }
  const years = wishes.years ?? longest?.years;
  if (years === undefined) file.leave(['retention', 'years'], 'how long evidence is kept; no lock tells');
  else
    file.set(
      ['retention', 'years'],
      years,
      wishes.years === undefined && longest ? `as the ${longest.called} locks` : undefined,
    );
  if (longest && wishes.years !== undefined && wishes.years < longest.years) {
    const what = `the ${longest.called} locks for ${longest.years} years today, and you asked for ${wishes.years}`;
    file.say(['retention', 'years'], `CHECK: ${what}.`);
    notes.doubtful.push(what);
  }
}

function adopt(drafting: Drafting): void {
  const adopted = (Object.keys(CALLED) as Kind[]).map((kind) => adoptBucket(kind, drafting));
  const [trailBucket, , , archiveBucket] = adopted;
  const { trail, archiveBucket: archive } = drafting.holders;
  const { logArchive, audit, home, archiveAccount, archiveRegion } = drafting.holders;
  const evidence = logArchive?.value ?? audit?.value;
  adoptKey('evidence', trail?.key ?? trailBucket?.key, { account: evidence, region: home.value }, drafting);
  adoptKey(
    'archive',
    archiveBucket?.key ?? archive?.key,
    { account: archiveAccount?.value ?? evidence, region: archiveRegion?.value },
    drafting,
  );
}

/** Names in use for a kind, the one in most use first. */
function namesInUse(kind: Kind, { holders, found }: Drafting): string[] {
  const { trail, archiveBucket, governed } = holders;
  const trailBucket = found.buckets.find(({ name }) => name === trail?.bucket);
  if (kind === 'trail') return trail ? [trail.bucket] : [];
  if (kind === 'archive') return archiveBucket ? [archiveBucket.name] : (trailBucket?.copiesTo.slice() ?? []);
  if (kind === 'accessLogs') return trailBucket?.logsTo ? [trailBucket.logsTo] : [];
  const counts = new Map<string, number>();
  for (const { region, channel } of found.accounts.flatMap(({ places }) => places)) {
    if (channel && governed.includes(region)) counts.set(channel.bucket, (counts.get(channel.bucket) ?? 0) + 1);
  }
  return [...counts].sort(([a, ofA], [b, ofB]) => ofB - ofA || (a < b ? -1 : 1)).map(([name]) => name);
}

function adoptBucket(kind: Kind, drafting: Drafting): BucketFound | undefined {
  const { file, found, notes } = drafting;
  const [name, ...others] = namesInUse(kind, drafting);
  if (name === undefined) return undefined;
  const path = ['adopt', 'buckets', kind];
  const bucket = found.buckets.find((one) => one.name === name);
  const owner = found.gaps.some(({ what }) => what === BUCKETS_UNREAD)
    ? 'who owns it could not be read in every account'
    : 'no account that was entered owns it';
  const why = bucket === undefined ? owner : whyNot(kind, bucket, drafting);
  if (others.length > 0) {
    file.say(path, `Left as they are: other buckets that AWS Config delivers to, ${few(others).join(', ')}.`);
  }
  if (bucket === undefined || why !== undefined) {
    file.say(
      path,
      `Not adopted: the ${CALLED[kind]} ${name}: ${why}. A new one is created; what lies in this one stays.`,
    );
    notes.left.push(`the ${CALLED[kind]} ${name}: ${why}`);
    return undefined;
  }
  file.set(path, {
    name,
    ...(bucket.isLocked && { objectLock: true }),
    has: bucket.has.filter((part) => !NOT_OURS[kind].includes(part)),
  });
  notes.adopted.push(`the ${CALLED[kind]} ${name}`);
  const unread = bucket.unread.filter((part) => !NOT_OURS[kind].includes(part));
  if (unread.length > 0) {
    const what = `${unread.join(', ')} of ${name} could not be read; list in has what it has of them, or that is written over unseen`;
    file.say(path, `CHECK: ${what}.`);
    notes.doubtful.push(what);
  }
  if (unread.includes('object-lock')) file.say(path, 'Write objectLock: true as well if it has Object Lock.');
  else if ((kind === 'trail' || kind === 'archive') && !bucket.isLocked) {
    file.say(path, 'It has no Object Lock; the plan enables it, for good. What lies in it already stays unlocked.');
  }
  return bucket;
}

/** Those that become buckets of the platform, by their names. */
export const adoptedBuckets = (drafting: Drafting): string[] =>
  (Object.keys(CALLED) as Kind[]).flatMap((kind) => {
    const [name] = namesInUse(kind, drafting);
    const bucket = drafting.found.buckets.find((one) => one.name === name);
    return bucket && whyNot(kind, bucket, drafting) === undefined ? bucket.name : [];
  });

/** What keeps a bucket from becoming one of the platform. */
function whyNot(kind: Kind, bucket: BucketFound, drafting: Drafting): string | undefined {
  const { found, holders } = drafting;
  const { logArchive, audit, archiveAccount, home, archiveRegion, trail } = holders;
  const { name, account, region, isLocked, unread } = bucket;
  const evidence = logArchive?.value ?? audit?.value;
  const [rightAccount, called] =
    kind === 'archive' ? [archiveAccount?.value ?? evidence, 'archive'] : [evidence, 'log archive'];
  const rightRegion = kind === 'archive' ? archiveRegion?.value : home.value;
  if (isControlTowers(name)) return "it is AWS Control Tower's";
  if (account === found.organization.managementAccount) {
    return 'it lies in the management account, where no policy protects it';
  }
  if (account !== rightAccount)
    return `it lies in ${account}, not in the ${called} account ${rightAccount ?? ''}`.trim();
  if (region === undefined) return 'where it lies could not be read';
  if (region !== rightRegion) return `it lies in ${region}, not in ${rightRegion}`;
  if (kind !== 'trail' && name === trail?.bucket)
    return 'it is the trail bucket too, which is locked, and each needs its own';
  if ((kind === 'config' || kind === 'accessLogs') && unread.includes('object-lock'))
    return 'whether it has Object Lock, into which nothing is delivered there, could not be read';
  if (kind === 'config' && isLocked) return 'it has Object Lock, into which AWS Config does not deliver';
  if (kind === 'accessLogs' && isLocked) return 'it has Object Lock, into which S3 does not deliver access logs';
  if (kind === 'accessLogs' && namesInUse('config', drafting)[0] === name) return 'AWS Config delivers there too';
  return undefined;
}

function adoptKey(
  kind: 'evidence' | 'archive',
  named: string | undefined,
  right: { account: string | undefined; region: string | undefined },
  drafting: Drafting,
): void {
  const { file, found, notes } = drafting;
  if (named === undefined) return;
  const path = ['adopt', 'keys', kind];
  const key = found.keys.find((one) => namesOf(one).includes(named));
  const evidence = kind === 'archive' ? drafting.holders.trail?.key : undefined;
  const why = key === undefined ? 'it could not be read' : whyNotKey(key, right, evidence);
  if (key === undefined || why !== undefined) {
    file.say(
      path,
      `Not adopted: the key ${named}: ${why}. A new one is created; this one is needed for as long as what it encrypted.`,
    );
    notes.left.push(`the key ${named}: ${why}`);
    return;
  }
  const alias = key.aliases.find((one) => !one.startsWith('alias/aws/'));
  file.set(path, { id: key.id, ...(alias !== undefined && { alias }) });
  notes.adopted.push(`the key ${alias ?? key.id}`);
  if (key.isMultiRegion) file.say(path, 'It is a multi-Region key and stays one: its replicas are not managed.');
  if (key.rotates === false) file.say(path, 'It does not rotate today; the plan turns rotation on.');
}

/** ARNs that a bucket or a trail may name it by. */
const namesOf = ({ arn, aliases }: KeyFound): string[] => [
  arn,
  ...aliases.map((alias) => arn.replace(/key\/.*$/, alias)),
];

function whyNotKey(
  key: KeyFound,
  { account, region }: { account: string | undefined; region: string | undefined },
  evidenceKey: string | undefined,
) {
  if (evidenceKey?.endsWith(`/${key.id}`)) return 'it is the evidence key or a replica of it';
  if (!key.isOfCustomer) return 'AWS owns it, and nobody can change its policy';
  if (key.account !== account) return `it lies in ${key.account}, not in ${account ?? 'the account of its buckets'}`;
  if (key.region !== region) return `it lies in ${key.region}, not in ${region ?? 'the region of its buckets'}`;
  if (key.isReplica) return 'it is a replica of another key, by which it rotates';
  if (!key.isSymmetric) return 'it is not symmetric';
  if (!key.isEnabled) return 'it is disabled or about to be deleted';
  if (key.origin !== 'AWS_KMS')
    return `its material comes from elsewhere (${key.origin}), so it cannot rotate by itself`;
  return undefined;
}

export const draftStorage = { settings, adopt };
