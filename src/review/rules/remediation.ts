import { blocks, flag, missingFrom, text, texts } from './known';
import { fromTo, nameOf } from './naming';
import type { RuleTexts } from './rule';
import { watch, type Circumstances, type Family } from './watch';

const rules: RuleTexts = {
  'remediation-automatic': {
    title: 'a remediation starts by itself',
    severity: 'medium',
    why: 'Resources are changed without anybody deciding it, and what was wrong is gone before anybody has looked at it.',
    better: 'a remediation waits for somebody to start it',
  },
  'remediation-removed': {
    title: 'a remediation is removed',
    severity: 'low',
    why: 'What a rule finds is no longer mended this way.',
    better: 'a remediation is added',
  },
  'remediation-changed': {
    title: 'a remediation does something else',
    severity: 'medium',
    why: 'Another document, or other parameters, change resources in another way, with the rights of its role.',
  },
};

const TYPE = 'aws_config_remediation_configuration';
const called = ({ change }: Circumstances): string => `The remediation of rule ${nameOf(change, 'config_rule_name')}`;

/** Remediations: what changes by itself what is found. */
export const remediation: Family = {
  name: 'remediation',
  rules,
  ends: [
    {
      types: [TYPE],
      destroyed: 'remediation-removed',
      replaced: 'compared',
      title: (circumstances) => `${called(circumstances)} is removed.`,
    },
  ],
  watches: [
    watch({
      reads: { [TYPE]: ['automatic'] },
      rule: 'remediation-automatic',
      form: (known) => flag(known.automatic, false),
      absent: (_circumstances, side) => (side === 'before' ? false : undefined),
      compare: (before, after, circumstances) =>
        !before && after
          ? [{ rule: 'remediation-automatic', title: `${called(circumstances)} starts by itself.` }]
          : [],
    }),
    watch({
      reads: { [TYPE]: ['target_id', 'target_version', 'parameter'] },
      rule: 'remediation-changed',
      form: (known) => ({
        document: text(known.target_id) ?? '',
        version: text(known.target_version) ?? '',
        parameters: blocks(known.parameter).map(
          ({ name, resource_value, static_value, static_values }) =>
            `${text(name) ?? ''} = ${[text(resource_value), text(static_value), ...texts(static_values)].filter((each) => each !== undefined).join(', ')}`,
        ),
      }),
      compare: (before, after, circumstances) => {
        const details = [
          ...(before.document === after.document ? [] : [fromTo('Document', before.document, after.document)]),
          ...(before.version === after.version ? [] : [fromTo('Version', before.version, after.version)]),
          ...missingFrom(before.parameters, after.parameters).map((each) => `Parameter before: ${each}`),
          ...missingFrom(after.parameters, before.parameters).map((each) => `Parameter after: ${each}`),
        ];
        if (details.length === 0) return [];
        return [{ rule: 'remediation-changed', title: `${called(circumstances)} does something else.`, details }];
      },
    }),
  ],
};
