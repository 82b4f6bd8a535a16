import { readdirSync } from 'node:fs';
import { RemediationPlan } from '../../src/response/remediation-plan';
import { Detections } from '../../src/stacks/detections';
import { organization } from '../organizations';
import { FOLDER, MEMBER } from './plans';
import { FILES } from './remediations';

const PACKS = readdirSync('conformance-packs').map((file) => file.replace('.yaml', ''));
const FOLDERS = { lambdas: 'lambdas', guard: 'policies/guard', packs: 'conformance-packs' };

const planned = (...packs: string[]) => {
  const declared = organization({
    accounts: { members: [MEMBER] },
    conformancePacks: packs.map((pack) => ({ pack })),
    response: {
      remediations: FILES.map(({ name }) => ({
        remediation: name,
        mode: 'auto',
        ...(name === 'vpc-flow-logs' && { parameters: { LogDestinationArn: 'arn:aws:s3:::logs' } }),
      })),
    },
  });
  return new RemediationPlan(declared, FOLDER, new Detections(declared, FOLDERS).finders);
};

test.each(PACKS)('what the rules of %s ask for, the documents take', (pack) => {
  const { problems } = planned(pack);
  expect(problems.filter(({ what }) => !what.startsWith('no rule in use'))).toEqual([]);
});

test('two packs with one rule start one run, for the ports of both', () => {
  const plan = planned('cis-aws-3.0.0', 'cis-aws-5.0.0');
  const ports = plan.of(MEMBER, 'us-east-1').find(({ file }) => file.name === 'security-group-ports')!;
  const name = { prefix: 'vpc-sg-port-restriction-check-conformance-pack-' };
  const named = ports.answers.filter(({ eventNames }) => JSON.stringify(eventNames).includes(name.prefix));
  expect(named.map(({ eventNames }) => eventNames)).toEqual([[name]]);
  expect([...named[0]!.values.Ports!].sort()).toEqual(['22', '3389', '445']);
});

test('two packs that ask for what cannot be had at once stop the synth', () => {
  const what = (days: string[]) =>
    planned('cis-aws-5.0.0', ...days)
      .problems.filter(({ path }) => path.at(-1) === 'Days')
      .map((problem) => problem.what);
  expect(what([])).toEqual([]);
  expect(what(['pci-dss-4.0.1-access-and-logging'])).toEqual([
    'rules that events call iam-user-unused-credentials-check-conformance-pack-* ask for 45 and 90, and one finding starts one run',
  ]);
});
