import { stacks } from '../../main';
import { proofOf } from '../../src/cli/prove';
import { gapsOf, type Proof } from '../../src/proofs/proof';
import { Detections } from '../../src/stacks/detections';
import { EXAMPLES, organization } from '../organizations';

const FOLDERS = { lambdas: 'lambdas', guard: 'policies/guard', packs: 'conformance-packs' };
const THREE = 'Control Tower 3';
const FOUR = 'Control Tower 4, with its trail';
/** Work on things of ours that a trail brings with it. */
const OF_TRAIL = /verifier|healer of the trail|trail bucket|organization trail|log files|digests|CloudTrail$/;
const OF_AGGREGATOR = /aggregator/;
/** Every account of the organization, with all that it has, is asked. */
const LONG = 240_000;

describe.each([
  [THREE, { trail: true, aggregator: false }],
  [FOUR, { trail: false, aggregator: false }],
])('what is proven of %s', (example, has) => {
  let proof: Proof;
  beforeAll(async () => {
    proof = await proofOf(stacks, organization(EXAMPLES[example]));
  }, LONG);

  test('has no gaps', () => {
    expect(gapsOf(proof)).toEqual([]);
    expect(proof.deliveries.length).toBeGreaterThan(100);
  });

  test('is nothing of what is not ours', () => {
    const kinds = new Set([...proof.sections.values()].flat().map(({ act }) => act.on));
    for (const kind of ['trail-bucket', 'trail-object', 'trail-topic'])
      expect([kind, kinds.has(kind)]).toEqual([kind, has.trail]);
    for (const kind of ['trail', 'trail-log-group', 'config-bucket', 'archive-object', 'evidence-key'])
      expect([kind, kinds.has(kind)]).toEqual([kind, true]);
    const said = proof.deliveries.map(({ by, does }) => `${does} by ${by}`);
    expect(said.some((one) => OF_TRAIL.test(one))).toBe(has.trail);
    expect(said.filter((one) => OF_AGGREGATOR.test(one))).toEqual([]);
  });

  test('is that members neither stop the trail nor blind its log group, whoever owns it', () => {
    const rows = [...proof.sections.values()].flat();
    const stop = rows.find(({ act }) => act.action === 'cloudtrail:StopLogging' && act.on === 'trail')!;
    expect(stop.cells.administrator).toEqual({
      outcome: 'refused',
      by: [expect.objectContaining({ kind: 'SCP', sid: 'ProtectTrail' })],
    });
    const filters = rows.find(({ act }) => act.action === 'logs:DeleteMetricFilter' && act.on === 'trail-log-group');
    expect(filters?.noticedBy).toContain('platform-changes');
  });
});

test('rules that read snapshots are told to be blind where Control Tower delivers them', () => {
  const blind = (settings: Readonly<Record<string, unknown>>) =>
    new Detections(organization(settings), FOLDERS).notices.filter((notice) => notice.startsWith('blind: '));
  const rule = { rules: { lambda: [{ rule: 'cloudtrail-multi-region' }] } };
  const under = { guardrails: { exemptRoles: ['AWSControlTowerExecution'] }, controlTower: { version: 3 } };
  const said = (whose: string) => [
    `blind: cloudtrail-multi-region reads snapshots, and Control Tower delivers those of ${whose} to its own bucket; nothing is evaluated there`,
  ];
  expect(blind({ ...rule, ...under })).toEqual(said('222222222222'));
  expect(blind({ ...rule, ...under, accounts: { logArchive: '333333333333' } })).toEqual(said('2 accounts'));
  expect(blind(rule)).toEqual([]);
  expect(blind(under)).toEqual([]);
  expect(blind({ ...rule, ...under, controlTower: { version: 4, recorders: 'own' } })).toEqual([]);
});
