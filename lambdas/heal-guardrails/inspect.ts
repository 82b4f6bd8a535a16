import {
  AttachPolicyCommand,
  EnablePolicyTypeCommand,
  OrganizationsClient,
  type PolicyType,
  UpdatePolicyCommand,
} from '@aws-sdk/client-organizations';
import type { ApiCall } from '../shared/api-call';
import type { Aws } from '../shared/aws';
import { same } from '../shared/differences';
import type { Drift } from '../shared/healer';
import { parseJson } from '../shared/json';
import type { DesiredPolicy } from './desired';
import { Listing } from './listing';
import { type ListedPolicy, readContent, readRoot, readTargets, type Root } from './read';

/** How often, and after how many milliseconds each, is asked whether a type of policy is enabled. */
const ENABLING = { times: 20, pause: 3_000 };

export type Sleep = (ms: number) => Promise<void>;

/**
 * What of the guardrails differs: of the policy that the cause names, or without one of them all. Types of policies come
 * first: nothing can be attached while its type is disabled, and disabling detaches all.
 */
export const inspector =
  (sleep: Sleep) =>
  async (desired: readonly DesiredPolicy[], aws: Aws, cause?: ApiCall): Promise<readonly Drift[]> => {
    const client = aws.client(OrganizationsClient);
    const { policyId, policyType } = cause?.requestParameters ?? {};
    const isConcerned = (type: string) => typeof policyType !== 'string' || policyType === type;
    const types = [...new Set(desired.map(({ type }) => type))].filter(isConcerned);
    const root = await readRoot(client);
    const drifts: Drift[] = [];
    for (const type of types) {
      const listing = await Listing.of(client, type);
      const ofType = desired.filter((each) => each.type === type);
      const policies = typeof policyId === 'string' ? await listing.concernedBy(policyId, ofType) : ofType;
      if (policies.length > 0 && !root.enabled.includes(type)) drifts.push(disabledType(client, root, type, sleep));
      for (const policy of policies) drifts.push(...(await policyDrifts(client, policy, listing)));
    }
    return drifts;
  };

function disabledType(client: OrganizationsClient, { id: RootId }: Root, type: string, sleep: Sleep): Drift {
  const mend = async () => {
    await client.send(new EnablePolicyTypeCommand({ RootId, PolicyType: type as PolicyType }));
    // AWS takes its time, in which nothing can be attached.
    for (let time = 0; time < ENABLING.times; time++) {
      if ((await readRoot(client)).enabled.includes(type)) return;
      await sleep(ENABLING.pause);
    }
    throw new Error(`${type} is not enabled a minute after it was asked for`);
  };
  return { what: `policies of type ${type} are disabled`, was: 'disabled', wanted: 'enabled', mend };
}

const gone = ({ name, targets }: DesiredPolicy): Drift => ({
  what: `the policy ${name} is gone`,
  was: null,
  wanted: { name, targets },
  firstStep:
    `Apply the organization stack from the reviewed state: where ${name} was deleted it creates and attaches it anew, ` +
    'and where it was renamed and lost its tag it gives back its name, tag and content.',
});

async function policyDrifts(client: OrganizationsClient, policy: DesiredPolicy, listing: Listing): Promise<Drift[]> {
  const named = listing.named(policy);
  if (!named) {
    const renamed = await listing.tagged(policy);
    return renamed ? driftsOf(client, policy, renamed, true) : [gone(policy)];
  }
  const drifts = await driftsOf(client, policy, named);
  if (drifts.length === 0 || (await listing.isTagged(named, policy))) return drifts;
  const ours = await listing.tagged(policy);
  return ours ? [...(await driftsOf(client, policy, ours)), taken(policy, named, ours)] : drifts;
}

const taken = ({ name }: DesiredPolicy, { id: was }: ListedPolicy, { id: wanted, name: by }: ListedPolicy): Drift => ({
  what: `another policy has the name ${name}`,
  was,
  wanted,
  firstStep:
    `Detach and delete the policy ${was}, which took the name ${name} from ${wanted}, now ${by}; this healer then gives ` +
    'the name back.',
});

/** @param isRenamed - whether the name is to be given back as well */
async function driftsOf(
  client: OrganizationsClient,
  { name, content, targets }: DesiredPolicy,
  { id: PolicyId, name: present }: ListedPolicy,
  isRenamed = false,
): Promise<Drift[]> {
  const was = await readContent(client, PolicyId);
  const attached = await readTargets(client, PolicyId);
  const update = (change: object) => async () =>
    void (await client.send(new UpdatePolicyCommand({ PolicyId, ...change, Content: content })));
  const attach = (TargetId: string) => async () =>
    void (await client.send(new AttachPolicyCommand({ PolicyId, TargetId })));
  const isSame = same(parseJson(was, `the content of ${name}`), parseJson(content, `the desired content of ${name}`));
  const differs: Drift[] = isRenamed
    ? [
        {
          what: `the policy ${name} has another name`,
          was: { name: present, content: was },
          wanted: { name, content },
          mend: update({ Name: name }),
        },
      ]
    : isSame
      ? []
      : [{ what: `the content of ${name} differs`, was, wanted: content, mend: update({}) }];
  return [
    ...differs,
    ...targets
      .filter((target) => !attached.includes(target))
      .map((target) => ({
        what: `${name} is not attached to ${target}`,
        was: attached,
        wanted: target,
        mend: attach(target),
      })),
  ];
}
