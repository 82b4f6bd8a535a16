import type { Change } from '../change';
import { isElsewhere } from '../region';
import type { Scene } from '../scene';
import type { Attributes } from '../value';
import { ofAccountRule, ofOrganizationRule, type Check } from './checks/check';
import { compareChecks, compareParameters, excluded, standsFor } from './checks/comparison';
import { packOf, type Pack } from './checks/pack';
import { blocks, missingFrom, opacityOf, some, text, Unreadable, type KnownAttributes } from './known';
import { fromTo, nameOf } from './naming';
import type { RuleTexts, Weakening } from './rule';
import { UNKNOWN } from '../value';
import { watch, type Circumstances, type Family } from './watch';

const rules: RuleTexts = {
  'check-removed': {
    title: 'a rule of AWS Config is removed',
    severity: 'high',
    why: 'What it found is not found any more, and its history of compliance ends.',
    better: 'a rule of AWS Config is added',
  },
  'check-replaced': {
    title: 'a rule of AWS Config checks something else',
    severity: 'high',
    why: 'What was checked under this name is not checked any more.',
  },
  'check-text-changed': {
    title: 'the text of a policy rule changes',
    severity: 'medium',
    why: 'A Guard policy decides what is found; whether a text finds less than another cannot be decided by comparing them.',
  },
  'check-narrowed': {
    title: 'a rule of AWS Config looks at less',
    severity: 'medium',
    why: 'What is left out counts neither as compliant nor as not.',
    better: 'a rule of AWS Config looks at more',
  },
  'check-parameters-weakened': {
    title: 'parameters of a rule let more pass',
    severity: 'medium',
    why: 'What was found before now counts as compliant.',
    better: 'parameters of a rule let less pass',
  },
  'check-exclusions-added': {
    title: 'accounts are left out of a rule or a pack',
    severity: 'high',
    why: 'What happens in these accounts is not judged any more.',
    better: 'fewer accounts are left out of a rule or a pack',
  },
  'check-slower': {
    title: 'a rule of AWS Config runs less often',
    severity: 'medium',
    why: 'What is wrong is found later.',
    better: 'a rule of AWS Config runs more often',
  },
  'pack-removed': {
    title: 'a conformance pack is removed',
    severity: 'high',
    why: 'None of its rules is evaluated any more, and its history of compliance ends.',
    better: 'a conformance pack is added',
  },
  'pack-rules-removed': {
    title: 'rules are removed from a conformance pack',
    severity: 'high',
    why: 'What they found is not found any more.',
    better: 'rules are added to a conformance pack',
  },
  'pack-unseen': {
    title: 'a conformance pack is made from another template that the plan does not hold',
    severity: 'high',
    why: 'Which rules it has is decided by a file that nobody sees in the plan.',
  },
};

const PACKS = ['aws_config_conformance_pack', 'aws_config_organization_conformance_pack'];
const ORGANIZATION_RULES = [
  'aws_config_organization_managed_rule',
  'aws_config_organization_custom_rule',
  'aws_config_organization_custom_policy_rule',
];
const RULES = ['aws_config_config_rule', ...ORGANIZATION_RULES];

const RULE_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  aws_config_config_rule: ['source', 'scope', 'input_parameters', 'maximum_execution_frequency'],
  ...Object.fromEntries(
    ORGANIZATION_RULES.map((type) => [
      type,
      [
        'rule_identifier', 'lambda_function_arn', 'policy_text', 'input_parameters', 'maximum_execution_frequency',
        'excluded_accounts', 'resource_types_scope', 'resource_id_scope', 'tag_key_scope', 'tag_value_scope', 'trigger_types',
      ],
    ]),
  ),
}; // prettier-ignore
const PACK_ATTRIBUTES = ['template_body', 'template_s3_uri', 'input_parameter', 'excluded_accounts'];

const checkOf = (known: KnownAttributes, type: string): Check =>
  type === 'aws_config_config_rule' ? ofAccountRule(known) : ofOrganizationRule(known);

/** Whether checks of one type reach all that those of another reach. */
const isForAll = (type: string): boolean => type.includes('_organization_');

/** All checks that a resource makes; nothing of what cannot be read. */
function checksOf(type: string, attributes: Attributes | undefined): readonly Check[] {
  if (attributes === undefined) return [];
  const read = RULE_ATTRIBUTES[type] ?? PACK_ATTRIBUTES;
  if (read.some((name) => opacityOf(attributes[name]) !== undefined)) return [];
  try {
    const known = attributes as KnownAttributes;
    return RULES.includes(type) ? [checkOf(known, type)] : packOf(known).checks;
  } catch (error) {
    if (error instanceof Unreadable) return [];
    throw error;
  }
}

/** A check, and the resources that will make it. Accounts by the hundred have the same checks. */
interface Made {
  readonly check: Check;
  readonly by: Change[];
  /** Whether it stands for others, by their forms. */
  readonly standsFor: Map<string, boolean>;
}

const madeIn = new WeakMap<Scene, ReadonlyMap<string, ReadonlyMap<string, Made>>>();
const sourceOf = ({ source: { kind, id } }: Check): string => `${kind} ${id}`;
const formOf = (check: Check): string => JSON.stringify({ ...check, name: '' });

/** What will be checked by resources that the plans change: by source, then by form. */
function made(scene: Scene): ReadonlyMap<string, ReadonlyMap<string, Made>> {
  const known = madeIn.get(scene);
  if (known) return known;
  const bySource = new Map<string, Map<string, Made>>();
  for (const change of scene.ofType(...RULES, ...PACKS)) {
    if (change.kind === 'none') continue;
    for (const check of checksOf(change.type, change.after)) {
      const forms = bySource.get(sourceOf(check)) ?? new Map<string, Made>();
      bySource.set(sourceOf(check), forms);
      const form = formOf(check);
      const one = forms.get(form) ?? { check, by: [], standsFor: new Map<string, boolean>() };
      forms.set(form, one);
      one.by.push(change);
    }
  }
  madeIn.set(scene, bySource);
  return bySource;
}

/** Whether something else that the plans change makes the same check from then on: it has only moved. */
function isMadeElsewhere(gone: Check, { change, scene }: Circumstances): boolean {
  const form = formOf(gone);
  const reaches = (other: Change): boolean =>
    other !== change &&
    !isElsewhere(change, other) &&
    (isForAll(other.type) || (!isForAll(change.type) && other.plan === change.plan)) &&
    // What made it before as well, for another region perhaps, takes nothing over.
    !checksOf(other.type, other.before).some((check) => standsFor(check, gone));
  return [...(made(scene).get(sourceOf(gone))?.values() ?? [])].some((one) => {
    const stands = one.standsFor.get(form) ?? standsFor(one.check, gone);
    one.standsFor.set(form, stands);
    return stands && one.by.some(reaches);
  });
}

function comparePacks(before: Pack, after: Pack, circumstances: Circumstances): readonly Weakening[] {
  const called = `conformance pack ${nameOf(circumstances.change)}`;
  if (before.unseen !== after.unseen) {
    return [
      {
        rule: 'pack-unseen',
        title: `Which rules ${called} has cannot be seen in the plan.`,
        details: [fromTo('Template', before.unseen ?? 'in the plan', after.unseen ?? 'in the plan')],
        undecided: true,
      },
    ];
  }
  // Of a template that nobody sees only what it is given can be compared.
  if (before.unseen !== undefined) {
    return [
      ...compareParameters('', before.inputs, after.inputs, called),
      ...excluded(before.excludedAccounts, after.excludedAccounts, called, ''),
    ];
  }
  const byName = new Map(after.checks.map((check) => [check.name, check]));
  const gone = before.checks.filter(
    (check) =>
      !byName.has(check.name) &&
      !after.checks.some((other) => standsFor(other, check)) &&
      !isMadeElsewhere(check, circumstances),
  );
  const changed = before.checks.flatMap((check) => {
    const now = byName.get(check.name);
    // Exclusions are the pack's, and told once.
    const rule = `rule ${check.name} of ${called}`;
    return now === undefined
      ? []
      : compareChecks({ ...check, excludedAccounts: [] }, { ...now, excludedAccounts: [] }, rule);
  });
  const names = gone.map(({ name }) => name).sort();
  return [
    ...(names.length > 0
      ? [
          {
            rule: 'pack-rules-removed',
            title: `${names.length} ${names.length === 1 ? 'rule is' : 'rules are'} removed from ${called}.`,
            details: [`Not checked any more: ${some(names)}`],
            essence: names.join(),
          },
        ]
      : []),
    ...changed,
    ...excluded(before.excludedAccounts, after.excludedAccounts, called, ''),
    ...automatic(before, after, called),
  ];
}

function automatic(before: Pack, after: Pack, called: string): readonly Weakening[] {
  const gained = missingFrom(after.automatic, before.automatic);
  if (gained.length === 0) return [];
  const title = `Remediations of ${called} start by themselves: ${some(gained)}.`;
  return [{ rule: 'remediation-automatic', title, essence: [...after.automatic].sort().join() }];
}

function moved(circumstances: Circumstances): boolean {
  const { type, before } = circumstances.change;
  const checks = checksOf(type, before);
  return checks.length > 0 && checks.every((check) => isMadeElsewhere(check, circumstances));
}

/** Rules and conformance packs: what is judged. */
export const rulesAndPacks: Family = {
  name: 'rules-and-packs',
  rules,
  ends: [
    {
      types: RULES,
      destroyed: 'check-removed',
      replaced: 'compared',
      title: ({ change }) => `Rule ${nameOf(change)} is removed: what it found is not found any more.`,
      skips: moved,
    },
    {
      types: PACKS,
      destroyed: 'pack-removed',
      replaced: 'compared',
      title: ({ change }) => `Conformance pack ${nameOf(change)} is removed with all its rules.`,
      skips: moved,
    },
  ],
  watches: [
    watch({
      reads: RULE_ATTRIBUTES,
      rule: 'check-narrowed',
      form: checkOf,
      compare: (before, after, { change }) => compareChecks(before, after, `rule ${nameOf(change)}`),
    }),
    watch({
      reads: { aws_config_config_rule: ['evaluation_mode'] },
      rule: 'check-narrowed',
      // Of a rule that is made again AWS answers what the configuration leaves open.
      ignores: ({ change }) =>
        change.after?.evaluation_mode === UNKNOWN && change.expression('evaluation_mode') === undefined
          ? ['evaluation_mode']
          : [],
      form: (known) => {
        const modes = blocks(known.evaluation_mode).flatMap(({ mode }) => text(mode) ?? []);
        return modes.length === 0 || modes.includes('DETECTIVE');
      },
      compare: (before, after, { change }) =>
        before && !after
          ? [
              {
                rule: 'check-narrowed',
                title: `Rule ${nameOf(change)} judges only what is about to be deployed, and no longer what there is.`,
                essence: 'proactive',
              },
            ]
          : [],
    }),
    watch({
      reads: Object.fromEntries(PACKS.map((type) => [type, PACK_ATTRIBUTES])),
      rule: 'pack-rules-removed',
      form: packOf,
      compare: comparePacks,
    }),
  ],
};
