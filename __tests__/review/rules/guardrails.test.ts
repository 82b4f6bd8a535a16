import { guardrails } from '../../../src/review/rules/guardrails';
import { UNKNOWN, type Value } from '../../../src/review/value';
import { holds, reviewOf, type Case, type Given } from './cases';

const POLICY = 'aws_organizations_policy';
const ATTACHMENT = 'aws_organizations_policy_attachment';

type Values = Record<string, Value>;
const deny = (actions: string[], more: Record<string, unknown> = {}): unknown => ({ Effect: 'Deny', Action: actions, Resource: '*', ...more }); // prettier-ignore
const content = (...statements: unknown[]): Values => ({ content: JSON.stringify({ Version: '2012-10-17', Statement: statements }) }); // prettier-ignore
const TRAIL = deny(['cloudtrail:StopLogging', 'cloudtrail:DeleteTrail']);
const RECORDER = deny(['config:StopConfigurationRecorder']);
const SHOP = deny(['gamelift:*']);
const BREAK_GLASS = { Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/break-glass' } } };

const policy = (id: string, before: Values | null, after: Values | null): Given => ({ type: POLICY, address: `${POLICY}.${id}`, base: { id, name: id, type: 'SERVICE_CONTROL_POLICY' }, before, after }); // prettier-ignore
const kept = (id: string, text: Values): Given => ({ type: POLICY, address: `${POLICY}.${id}`, base: { id, name: id, ...text } }); // prettier-ignore
const attached = (policy_id: string, target_id: string, more: Partial<Given> = {}): Given => ({ type: ATTACHMENT, address: `${ATTACHMENT}.${policy_id}_${target_id}`, base: { id: `${target_id}:${policy_id}`, policy_id, target_id }, ...more }); // prettier-ignore
const detached = { after: null } as const;
/** A policy and its attachment in a module. */
const made = (module: string, target_id: string, text: Values): readonly Given[] => [
  { type: POLICY, address: `${module}${POLICY}.new`, before: null, after: { id: UNKNOWN, ...text } },
  { type: ATTACHMENT, address: `${module}${ATTACHMENT}.new`, before: null, after: { policy_id: UNKNOWN, target_id }, refersTo: { policy_id: [`module.scp.${POLICY}.new`] } },
]; // prettier-ignore

const of = (name: string, [change, ...around]: readonly Given[], finds: Case['finds'], more: Partial<Case> = {}): Case => ({ name, change: change!, around, finds, ...more }); // prettier-ignore
const gone = (at: string): string => `What guardrails denied is no longer denied at ${at}.`;

holds(guardrails, [
  of('detached', [attached('p-1', 'r-1', detached), kept('p-1', content(TRAIL))], [['guardrail-detached', 'critical', gone('r-1')]]), // prettier-ignore
  of('detached and deleted', [attached('p-1', 'r-1', detached), policy('p-1', content(TRAIL), null)], [['guardrail-detached', 'critical', gone('r-1')]]), // prettier-ignore
  of('deleted, attached elsewhere', [policy('p-1', content(TRAIL), null)], [['guardrail-detached', 'critical', gone('wherever it is attached')]]), // prettier-ignore
  of('detached, of another concern', [attached('p-1', 'r-1', detached), kept('p-1', content(SHOP))], [['guardrail-detached', 'high']]), // prettier-ignore
  of('a text that no plan has', [attached('p-1', 'r-1', detached)], [['guardrail-detached', 'critical', 'A policy whose text is not in these plans is detached from r-1.']]), // prettier-ignore
  of('a statement less', [policy('p-1', content(TRAIL, RECORDER), content(RECORDER)), attached('p-1', 'r-1'), attached('p-1', 'ou-2')], [['guardrail-weakened', 'high', gone('ou-2, r-1')]]), // prettier-ignore
  of('somebody spared', [policy('p-1', content(TRAIL), content({ ...(TRAIL as object), ...BREAK_GLASS })), attached('p-1', 'r-1')], [['guardrail-weakened', 'high']]), // prettier-ignore
  of('unknown', [policy('p-1', content(TRAIL), { content: UNKNOWN }), attached('p-1', 'r-1')], [['guardrail-weakened', 'high', 'It cannot be seen in the plan whether p-1 still denies as much.']], { mirror: [['guardrail-weakened', 'high']] }), // prettier-ignore
  of('another name', [policy('p-1', { name: 'a', ...content(TRAIL) }, { name: 'b', ...content(TRAIL) }), attached('p-1', 'r-1')], []), // prettier-ignore
  of('reordered', [policy('p-1', content(TRAIL, RECORDER), content(RECORDER, TRAIL)), attached('p-1', 'r-1')], []),
  of('repacked', [policy('p-1', content(TRAIL, RECORDER), content(TRAIL)), attached('p-1', 'r-1'), policy('p-2', content(SHOP), content(SHOP, RECORDER)), attached('p-2', 'r-1')], []), // prettier-ignore
  of('repacked into a new policy', [
    policy('p-1', content(TRAIL, RECORDER), content(TRAIL)),
    attached('p-1', 'r-1'),
    { type: POLICY, address: `${POLICY}.new`, before: null, after: { id: UNKNOWN, ...content(RECORDER) } },
    { type: ATTACHMENT, address: `${ATTACHMENT}.new`, before: null, after: { policy_id: UNKNOWN, target_id: 'r-1' }, refersTo: { policy_id: [`${POLICY}.new`] } },
  ], []), // prettier-ignore
  of('repacked into copies of a module', [
    policy('p-1', content(TRAIL, RECORDER), null),
    attached('p-1', 'r-1', detached),
    ...made('module.scp["a"].', 'r-1', content(TRAIL)),
    ...made('module.scp["b"].', 'r-1', content(RECORDER)),
  ], []), // prettier-ignore
  of('repacked into copies of a module, one of them attached elsewhere', [
    policy('p-1', content(TRAIL, RECORDER), null),
    attached('p-1', 'r-1', detached),
    ...made('module.scp["a"].', 'ou-2', content(TRAIL, RECORDER)),
    ...made('module.scp["b"].', 'r-1', content(RECORDER)),
  ], [['guardrail-detached', 'critical', gone('r-1')]], { mirror: [['guardrail-detached', 'critical']] }), // prettier-ignore
  of('repacked into one of several policies that the plan does not tell apart', [
    policy('p-1', content(TRAIL), null),
    attached('p-1', 'r-1', detached),
    { type: POLICY, address: `${POLICY}.new["a"]`, before: null, after: { id: UNKNOWN, ...content(TRAIL) } },
    { type: POLICY, address: `${POLICY}.new["b"]`, before: null, after: { id: UNKNOWN, ...content(SHOP) } },
    { type: ATTACHMENT, address: `${ATTACHMENT}.new["r-1/b"]`, before: null, after: { policy_id: UNKNOWN, target_id: 'r-1' }, refersTo: { policy_id: [`${POLICY}.new`] } },
  ], [['guardrail-detached', 'critical', 'It cannot be decided whether guardrails still deny as much at r-1.']], { mirror: [['guardrail-detached', 'critical']] }), // prettier-ignore
  of('repacked, but not everywhere', [policy('p-1', content(TRAIL, RECORDER), content(TRAIL)), attached('p-1', 'r-1'), attached('p-1', 'ou-2'), policy('p-2', content(SHOP), content(SHOP, RECORDER)), attached('p-2', 'r-1')], [['guardrail-weakened', 'high', gone('ou-2')]]), // prettier-ignore
  of('attached to the root instead', [{ ...attached('p-1', 'ou-ab12-1', { before: {}, after: { target_id: 'r-ab12' } }), kind: 'replace' }, kept('p-1', content(TRAIL))], []), // prettier-ignore
  of('detached where the root allows it', [attached('p-1', 'ou-ab12-1', detached), kept('p-1', content(TRAIL)), kept('p-2', content({ ...(TRAIL as object), Effect: 'Allow' })), attached('p-2', 'r-ab12')], [['guardrail-detached', 'critical', gone('ou-ab12-1')]]), // prettier-ignore
  of('attached to the root of another organization instead', [{ ...attached('p-1', 'ou-ab12-1', { before: {}, after: { target_id: 'r-cd34' } }), kind: 'replace' }, kept('p-1', content(TRAIL))], [['guardrail-detached', 'critical', gone('ou-ab12-1')]], { mirror: [['guardrail-weakened', 'high']] }), // prettier-ignore
  of('detached where another denies the same', [attached('p-1', 'r-1', detached), kept('p-1', content(TRAIL)), kept('p-2', content(TRAIL)), attached('p-2', 'r-1')], []), // prettier-ignore
  of('told to stay attached', [{ ...attached('p-1', 'r-1', detached), base: { policy_id: 'p-1', target_id: 'r-1', skip_destroy: true } }, kept('p-1', content(TRAIL))], [['evidence-unmanaged', 'medium']]), // prettier-ignore
  of('a tag policy', [{ ...policy('p-1', content(), null), base: { id: 'p-1', type: 'TAG_POLICY' } }], []),
]);

test('what is lost is told with its targets and stays lost', () => {
  const given = [policy('p-1', content(TRAIL, RECORDER), content(TRAIL)), attached('p-1', 'r-1')];
  const [found, ...others] = reviewOf(given).findings;
  expect(others).toEqual([]);
  expect(found).toMatchObject({ address: `${POLICY}.p-1`, undo: 'What is done meanwhile stays done.' });
  expect(found!.details.join()).toContain('config:StopConfigurationRecorder');
});
