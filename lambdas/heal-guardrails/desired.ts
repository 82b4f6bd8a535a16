import { parseJson } from '../shared/json';
import { Members } from '../shared/members';

export interface DesiredPolicy {
  readonly name: string;
  /** As in `SERVICE_CONTROL_POLICY`. */
  readonly type: string;
  /** JSON. */
  readonly content: string;
  /** Roots, organizational units and accounts. */
  readonly targets: readonly string[];
  /** By which it is known under another name. */
  readonly tag: { readonly key: string; readonly value: string };
}

/** @throws Error that lists every problem of the first policy that has one */
export function readDesired(value: unknown): readonly DesiredPolicy[] {
  const desired = new Members(value, 'the desired state of guardrails');
  const policies = desired.list('policies');
  const key = desired.text('tagKey');
  desired.check();
  return policies.map((each, at) => {
    const members = new Members(each, `policy ${at + 1} of the desired guardrails`);
    const name = members.text('name');
    const policy = {
      name,
      type: members.text('type'),
      content: members.text('content'),
      targets: members.texts('targets'),
      tag: { key, value: name },
    };
    members.check();
    parseJson(policy.content, `the desired content of ${name}`);
    return policy;
  });
}
