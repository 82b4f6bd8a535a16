import { remediation } from '../../../src/review/rules/remediation';
import type { Value } from '../../../src/review/value';
import { holds, type Case } from './cases';

const type = 'aws_config_remediation_configuration';
const base = { config_rule_name: 'r', target_id: 'Doc', target_version: '1', parameter: [], automatic: false };
const of = (name: string, after: Record<string, Value>, finds: Case['finds'], mirror: Case['mirror'] = []): Case => ({ name, change: { type, base, before: {}, after }, finds, mirror }); // prettier-ignore
const changed = (name: string, after: Record<string, Value>): Case => of(name, after, [['remediation-changed', 'medium', 'The remediation of rule r does something else.']], [['remediation-changed', 'medium']]); // prettier-ignore

holds(remediation, [
  of('automatic', { automatic: true }, [
    ['remediation-automatic', 'medium', 'The remediation of rule r starts by itself.'],
  ]),
  {
    name: 'automatic from the start',
    change: { type, base: { ...base, automatic: true }, before: null },
    finds: [['remediation-automatic', 'medium']],
    mirror: [['remediation-removed', 'low']],
  },
  {
    name: 'removed',
    change: { type, base, after: null },
    finds: [['remediation-removed', 'low', 'The remediation of rule r is removed.']],
  },
  changed('another document', { target_id: 'Other' }),
  changed('another version', { target_version: '2' }),
  changed('a parameter', { parameter: [{ name: 'Role', static_value: 'r', resource_value: null, static_values: [] }] }),
  of('more attempts', { maximum_automatic_attempts: 9 }, []),
]);
