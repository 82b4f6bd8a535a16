import { state } from '../../../src/review/rules/state';
import { holds } from './cases';

const trail = { type: 'aws_cloudtrail', before: { id: 'arn', name: 'org' }, after: null, kind: 'forget' } as const;

holds(state, [
  {
    name: 'let go of',
    change: trail,
    finds: [['evidence-unmanaged', 'medium', "aws_cloudtrail leaves Terraform’s sight: it stays in AWS, and no plan tells of changes to it any more."]], // prettier-ignore
    mirror: [],
  },
  {
    name: 'taken in by another stack',
    change: trail,
    around: [{ type: 'aws_cloudtrail', plan: 'other', base: { id: 'arn', name: 'org' }, imported: true, kind: 'none' }],
    finds: [],
  },
  {
    name: 'a policy',
    change: { ...trail, type: 'aws_organizations_policy', before: { id: 'p-1', name: 'p', content: '{}' } },
    finds: [['evidence-unmanaged', 'medium']],
  },
  { name: 'anything else', change: { ...trail, type: 'aws_instance' }, finds: [] },
]);
