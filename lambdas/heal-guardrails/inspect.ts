import {
  AttachPolicyCommand,
  EnablePolicyTypeCommand,
  OrganizationsClient,
  type PolicyType,
  UpdatePolicyCommand,
} from '@aws-sdk/client-organizations';
import type { Aws } from '../shared/aws';
import { same } from '../shared/differences';
import type { Drift } from '../shared/healer';
import { parseJson } from '../shared/json';
import type { DesiredPolicy } from './desired';
import { readContent, readIds, readRoot, readTargets, type Root } from './read';

/** How often, and after how many milliseconds each, is asked whether a type of policy is enabled. */
const ENABLING = { times: 20, pause: 3_000 };

export type Sleep = (ms: number) => Promise<void>;

/**
 * What of the guardrails differs. Types of policies come first: nothing can be attached while its type is disabled,
 * and disabling detaches all.
 */
export const inspector =
  (sleep: Sleep) =>
  async (desired: readonly DesiredPolicy[], aws: Aws): Promise<readonly Drift[]> => {
    const client = aws.client(OrganizationsClient);
    const root = await readRoot(client);
    const types = [...new Set(desired.map(({ type }) => type))];
    const disabled = types.filter((type) => !root.enabled.includes(type));
    const drifts: Drift[] = disabled.map((type) => disabledType(client, root, type, sleep));
    for (const type of types) {
      const ids = await readIds(client, type);
      for (const policy of desired.filter((each) => each.type === type)) {
        const id = ids.get(policy.name);
        drifts.push(...(id === undefined ? [gone(policy)] : await policyDrifts(client, policy, id)));
      }
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
  firstStep: `Apply the organization stack from the reviewed state: it creates and attaches ${name} anew.`,
});

async function policyDrifts(client: OrganizationsClient, policy: DesiredPolicy, PolicyId: string): Promise<Drift[]> {
  const { name, content, targets } = policy;
  const was = await readContent(client, PolicyId);
  const attached = await readTargets(client, PolicyId);
  const update = async () => void (await client.send(new UpdatePolicyCommand({ PolicyId, Content: content })));
  const attach = (TargetId: string) => async () =>
    void (await client.send(new AttachPolicyCommand({ PolicyId, TargetId })));
  const isSame = same(parseJson(was, `the content of ${name}`), parseJson(content, `the desired content of ${name}`));
  return [
    ...(isSame ? [] : [{ what: `the content of ${name} differs`, was, wanted: content, mend: update }]),
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
