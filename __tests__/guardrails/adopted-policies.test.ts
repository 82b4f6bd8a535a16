import { ConfigError } from '../../src/config/problem';
import { adoptionProblems } from '../../src/guardrails/adopted-policies';
import { GuardrailPlan } from '../../src/guardrails/guardrail-plan';
import { placeholdersOf } from '../../src/guardrails/placeholders';
import { EXAMPLES, organization } from '../organizations';
import { POLICIES } from './plans';

const PLANNED = [
  { id: 'scp-1', targets: ['r-a1b2', 'ou-a1b2-11111111'] },
  { id: 'rcp-1', targets: [] },
];
const adopted = (policy: string, ...attachedTo: string[]) => ({ policy, id: 'p-a1b2c3d4', attachedTo });
const path = (...parts: PropertyKey[]) => ['adopt', 'policies', ...parts];

describe('an adopted policy', () => {
  test.each([
    ['becomes one that there is', [adopted('scp-1')]],
    ['is attached where ours is', [adopted('scp-1', 'ou-a1b2-11111111', 'r-a1b2')]],
    ['is attached to less than ours', [adopted('scp-1', 'r-a1b2')]],
  ])('%s', (_, policies) => {
    expect(adoptionProblems(policies, PLANNED)).toEqual([]);
  });

  test('becomes none that there is not, nor stays attached where ours is not; everything is told', () => {
    const policies = [adopted('scp-2'), adopted('scp-1', 'r-a1b2', '222222222222'), adopted('rcp-1', 'r-a1b2')];
    expect(adoptionProblems(policies, PLANNED)).toEqual([
      { path: path(0, 'policy'), what: '"scp-2" is no policy of ours', mend: 'did you mean "scp-1"?' },
      {
        path: path(1, 'attachedTo', 1),
        what: '"222222222222" is no target of scp-1, which would stay attached there unseen',
        mend: 'detach p-a1b2c3d4 from it and remove it here, or make it a target in guardrails',
      },
      {
        path: path(2, 'attachedTo', 0),
        what: '"r-a1b2" is no target of rcp-1, which would stay attached there unseen',
        mend: 'detach p-a1b2c3d4 from it and remove it here, or make it a target in guardrails',
      },
    ]);
  });

  test('is told of with the line of the file', () => {
    const declared = organization({ adopt: { policies: [{ policy: 'scp-99', id: 'p-a1b2c3d4' }] } });
    const plan = new GuardrailPlan(declared, POLICIES);
    expect(() => declared.refuse(plan)).toThrow(ConfigError);
    expect(() => declared.refuse(plan)).toThrow(
      /line \d+, adopt\.policies\[0\]\.policy: "scp-99" is no policy of ours; /,
    );
  });
});

test('guardrails speak of adopted roles and topics beside those of our own names', () => {
  const placeholders = placeholdersOf(organization(EXAMPLES['adopted']));
  expect(placeholders.ProtectedRoleArns!.slice(0, 3)).toEqual([
    'arn:aws:iam::*:role/acme-audit-*',
    'arn:aws:iam::*:role/service-role/CloudTrailToLogs',
    'arn:aws:iam::*:role/ConfigAggregator',
  ]);
  expect(placeholders.TrailLogWriterArns).toContain('arn:aws:iam::*:role/service-role/CloudTrailToLogs');
  expect(placeholders.PlatformTopicArns).toEqual(['arn:aws:sns:*:*:acme-audit-*', 'arn:aws:sns:*:*:trail_deliveries']);
});
