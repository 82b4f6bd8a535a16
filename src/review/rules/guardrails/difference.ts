import type { Change } from '../../change';
import { compareGuardrails } from '../../policies/compare';
import { linesOf, type Comparison } from '../../policies/comparison';
import { identityOf } from '../../policies/identity';
import type { Scene } from '../../scene';
import { same } from '../known';
import { nameOf } from '../naming';
import { isReadable } from '../policies/delivery';
import type { Weakening } from '../rule';
import { attachedOn, type Attached } from './attachments';

/** What holds at a target, before and after, of one type of policies. */
interface Target {
  readonly name: string;
  readonly type: string;
  readonly before: readonly Attached[];
  readonly after: readonly Attached[];
}

/** AWS's own policies that allow everything; no plan holds their text. */
const FULL_ACCESS = /FullAWSAccess$/;

const isKnown = ({ document }: Attached): boolean => document !== undefined;
const isFullAccess = ({ attachment }: Attached): boolean =>
  [attachment?.before?.policy_id, attachment?.after?.policy_id].some(
    (id) => typeof id === 'string' && FULL_ACCESS.test(id),
  );
const ALLOW_ALL = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

function targetsOf(scene: Scene): readonly Target[] {
  const targets = new Map<string, { name: string; type: string; before: Attached[]; after: Attached[] }>();
  for (const side of ['before', 'after'] as const) {
    for (const attached of attachedOn(scene, side)) {
      const key = `${attached.type} ${attached.target}${attached.attachment ? '' : attached.policy!.address}`;
      const target = targets.get(key) ?? { name: attached.target, type: attached.type, before: [], after: [] };
      target[side].push(attached);
      targets.set(key, target);
    }
  }
  return [...targets.values()];
}

/** Everything at a target that this plan changes, policies before attachments. */
const changesAt = ({ before, after }: Target): readonly Change[] => {
  const all = [...before, ...after];
  return [
    ...new Set([...all.flatMap(({ policy }) => policy ?? []), ...all.flatMap(({ attachment }) => attachment ?? [])]),
  ].filter(isEffective);
};

/** Tags and names have no effect. */
const isEffective = ({ kind, before, after }: Change): boolean =>
  kind !== 'none' &&
  !['content', 'type', 'policy_id', 'target_id'].every((name) => same(before?.[name], after?.[name]));

const documentsOf = (attached: readonly Attached[]): readonly string[] =>
  attached.flatMap((each) => (isKnown(each) ? [each.document!] : isFullAccess(each) ? [ALLOW_ALL] : [])).sort();

/** What cannot be seen is told as such; that it stays as it is only lets the rest be compared. */
function asBefore(attached: Attached): Attached {
  const content = attached.policy?.before?.content;
  return isKnown(attached) || typeof content !== 'string' ? attached : { ...attached, document: content };
}

/** Policies of which no plan has the text. */
const unseenOf = (attached: readonly Attached[]): readonly Attached[] =>
  attached.filter((each) => !isKnown(each) && !isFullAccess(each));

/** What the root refuses reaches an organizational unit, whose id holds that of its root. */
function inherited({ name, type }: Target, targets: readonly Target[]): readonly string[] {
  const [, root] = /^ou-([0-9a-z]+)-/.exec(name) ?? [];
  const above = targets.find((target) => target.name === `r-${root}` && target.type === type);
  return documentsOf(above?.after ?? []).flatMap(refusalsOf);
}

/** What a policy allows at the root is not allowed below it by that alone. */
function refusalsOf(document: string): readonly string[] {
  if (!isReadable(document)) return [];
  const { Statement, ...others } = (JSON.parse(document) ?? {}) as { readonly Statement?: unknown };
  const refusals = [Statement].flat().filter((one) => (one as { Effect?: unknown } | null)?.Effect === 'Deny');
  return refusals.length > 0 ? [JSON.stringify({ ...others, Statement: refusals })] : [];
}

/** Services whose acts touch evidence, or what guards it. */
const EVIDENCE =
  /^(?:cloudtrail|config|s3|kms|logs|events|sns|sqs|cloudwatch|lambda|iam|sts|organizations|account|guardduty|securityhub|access-analyzer|ssm|athena|glue|scheduler|\*):?/i;

const touchesEvidence = ({ gains, undecided }: Comparison): boolean =>
  undecided.length > 0 ||
  gains.some(({ actions }) => actions.length === 0 || actions.some((action) => EVIDENCE.test(action)));

/** What is at fault: the first change that has the effect by itself, else the first of all. */
function culprit(target: Target, found: Comparison): Change {
  const changes = changesAt(target);
  const texts = new Set(found.gains.map(({ text }) => text));
  const alone = (change: Change): readonly string[] => [
    ...documentsOf(target.before.filter(({ policy, attachment }) => policy !== change && attachment !== change)),
    ...documentsOf(target.after.filter(({ policy, attachment }) => policy === change || attachment === change)),
  ];
  const weakening = changes.filter(({ before }) => before !== undefined);
  return (
    weakening.find((change) =>
      compareGuardrails(documentsOf(target.before), alone(change)).gains.some(({ text }) => texts.has(text)),
    ) ??
    weakening[0] ??
    changes[0]!
  );
}

interface Found {
  readonly change: Change;
  readonly comparison: Comparison;
  /** What holds after the change. */
  readonly left: readonly string[];
  /** Whether something is attached of which the plan does not tell which of several policies it is. */
  readonly isUnsure: boolean;
  readonly targets: string[];
}

/** Per change what is no longer denied, at whichever targets: repacking, moving and renaming have no effect. */
export function guardrailWeakenings(scene: Scene): ReadonlyMap<Change, readonly Weakening[]> {
  const found = new Map<string, Found>();
  const unseen: [Change, Weakening][] = [];
  const compared = new Map<string, Comparison>();
  const targets = targetsOf(scene);
  for (const target of targets) {
    if (changesAt(target).length === 0) continue;
    unseen.push(...unseenChanges(target));
    const [before, after] = [documentsOf(target.before), documentsOf(target.after.map(asBefore))];
    if (before.join() === after.join()) continue;
    const isUnsure = target.after.some(({ isOneOfSeveral }) => isOneOfSeveral);
    const held = [...after, ...inherited(target, targets)];
    const key = JSON.stringify([before, held, isUnsure]);
    const comparison = compared.get(key) ?? compareGuardrails(before, held);
    compared.set(key, comparison);
    if (comparison.gains.length === 0 && comparison.undecided.length === 0) continue;
    const change = culprit(target, comparison);
    const same = JSON.stringify([change.plan, change.address, key]);
    const known = found.get(same);
    if (known) known.targets.push(target.name);
    else found.set(same, { change, comparison, left: after, isUnsure, targets: [target.name] });
  }
  const weakenings = new Map<Change, Weakening[]>();
  const tell = (change: Change, weakening: Weakening) =>
    weakenings.set(change, [...(weakenings.get(change) ?? []), weakening]);
  for (const each of found.values()) tell(each.change, told(each));
  for (const [change, weakening] of unseen) tell(change, weakening);
  return weakenings;
}

function told({ change, comparison, left, isUnsure, targets }: Found): Weakening {
  const { gains, undecided } = comparison;
  const detached = change.after === undefined || (change.type.endsWith('_attachment') && change.kind === 'replace');
  const rule = detached ? 'guardrail-detached' : 'guardrail-weakened';
  const isDecided = gains.length > 0 && !isUnsure;
  const touches = touchesEvidence(comparison);
  return {
    rule,
    ...(touches ? {} : { severity: detached ? ('high' as const) : ('medium' as const) }),
    title: isDecided
      ? `What guardrails denied is no longer denied at ${targets.sort().join(', ')}.`
      : `It cannot be decided whether guardrails still deny as much at ${targets.sort().join(', ')}.`,
    details: [
      ...linesOf(gains),
      ...undecided,
      ...(isUnsure ? ['Which of several policies is attached there instead is known only after the apply.'] : []),
      ...(touches ? [] : ['None of it is an act on services that hold or guard evidence.']),
    ],
    undo: 'What is done meanwhile stays done.',
    ...(isDecided ? {} : { undecided: true }),
    essence: JSON.stringify([targets, identityOf(left), undecided]),
  };
}

/** Policies whose text no plan shows, on either side. */
function unseenChanges(target: Target): readonly [Change, Weakening][] {
  const gone = unseenOf(target.before).filter(({ attachment }) => attachment && attachment.after === undefined);
  const hidden = [...new Set([...target.before, ...target.after].flatMap(({ policy }) => policy ?? []))].filter(
    ({ before, after }) =>
      before !== undefined &&
      after !== undefined &&
      !same(before.content, after.content) &&
      (typeof before.content !== 'string' || typeof after.content !== 'string'),
  );
  return [
    ...gone.map(({ attachment }): [Change, Weakening] => [
      attachment!,
      {
        rule: 'guardrail-detached',
        title: `A policy whose text is not in these plans is detached from ${target.name}.`,
        details: [`Policy: ${nameOf(attachment!, 'policy_id')}`],
        undo: 'What is done meanwhile stays done.',
        undecided: true,
        essence: `${target.name} ${nameOf(attachment!, 'policy_id')}`,
      },
    ]),
    ...hidden.map((policy): [Change, Weakening] => [
      policy,
      {
        rule: 'guardrail-weakened',
        title: `It cannot be seen in the plan whether ${nameOf(policy)} still denies as much.`,
        details: ['`content` is known only after the apply, or sensitive.'],
        undecided: true,
        essence: `undecided ${target.name}`,
      },
    ]),
  ];
}
