import { GuardrailPlan } from '../../src/guardrails/guardrail-plan';
import type { PolicyDocument } from '../../src/policy/document';
import { type Act, ACTS } from '../../src/proofs/acts';
import { Account, type Principal } from '../../src/proofs/principals';
import { type Bounds, type Named, simulate, type Target } from '../../src/proofs/simulator';
import { Targets } from '../../src/proofs/targets';
import { EXAMPLES, organization } from '../organizations';
import { Policies } from '../proofs/policies';
import { POLICIES } from './plans';

/** One act in so many is tried, others in each example. */
const ONE_IN = 12;

interface Case {
  readonly act: Act;
  readonly principal: Principal;
  readonly target: Target;
}

const bounds = (policies: readonly { readonly type: string; readonly named: Named }[]): Bounds => {
  const of = (type: string) => policies.filter((one) => one.type === type).map(({ named }) => named);
  return { scps: of('SERVICE_CONTROL_POLICY'), rcps: of('RESOURCE_CONTROL_POLICY') };
};

/** Packed as AWS gets them; without quarantine, which denies so much that nothing else could be seen. */
const packed = ({ policies }: GuardrailPlan): Bounds =>
  bounds(
    policies
      .filter(({ id }) => !id.startsWith('scp-quarantine-'))
      .map(({ type, id, text }) => ({ type, named: { name: id, policy: JSON.parse(text) as PolicyDocument } })),
  );

/** Each statement in a policy of its own, as the files have it. */
const unpacked = ({ statements }: GuardrailPlan): Bounds =>
  bounds(
    statements
      .filter(({ statement }) => statement.Sid !== 'Quarantine')
      .map(({ type, origin, statement }) => ({
        type,
        named: { name: origin, policy: { Version: '2012-10-17', Statement: [statement] } },
      })),
  );

/** Everybody and everything at once: where policies attach is another matter. */
class Trial {
  private readonly declared;
  private readonly targets;
  readonly plan: GuardrailPlan;

  constructor(private readonly example: string) {
    this.declared = organization(EXAMPLES[example]!);
    this.targets = new Targets(new Policies(this.declared));
    this.plan = new GuardrailPlan(this.declared, POLICIES);
  }

  get cases(): Case[] {
    const offset = Object.keys(EXAMPLES).indexOf(this.example);
    return Object.values(ACTS)
      .flat()
      .filter(({ on }) => this.targets.exists(on))
      .filter((_, at) => at % ONE_IN === offset % ONE_IN)
      .flatMap((act) => this.casesOf(act));
  }

  private casesOf(act: Act): Case[] {
    const { declared, targets } = this;
    const { partition, auditAccount, evidenceAccount, managementAccount, names, config } = declared;
    const holder = targets.placeOf(act.on) === 'shared' ? targets.target(act.on, '').account : auditAccount;
    const home = targets.placeOf(act.on) === 'evidence' ? evidenceAccount : holder;
    const account = new Account(home === managementAccount ? auditAccount : home, declared.id, partition);
    return [
      account.administrator,
      account.rootUser,
      account.role(config.provider.roleName),
      account.role(`${names.ruleRolePrefix}x`),
      new Account('999999999999', 'o-zzzzzzzzzz', partition).administrator,
    ].map((principal) => ({ act, principal, target: targets.target(act.on, account.id) }));
  }

  /** Who refuses: nobody, SCPs, RCPs or both. Policies of buckets and keys are left out. */
  async verdict({ act, principal, target: { arn, account } }: Case, within: Bounds): Promise<string> {
    const region = arn.split(':')[3] || this.declared.home;
    const { deniedBy, bySCPs } = await simulate(
      {
        principal,
        action: act.action,
        target: { arn, account },
        context: { 'aws:RequestedRegion': region, ...this.targets.contextOf(act.on) },
      },
      within,
    );
    return [bySCPs, ...new Set(deniedBy.map(({ kind }) => kind))].join(' ');
  }

  /** Cases that are decided another way, and how many are refused in all. */
  async compare(
    cases: readonly Case[],
    one: Bounds,
    other: Bounds,
  ): Promise<{ differences: string[]; tally: Map<string, number> }> {
    const tally = new Map<string, number>();
    const differences: string[] = [];
    for (const each of cases) {
      const [first, second] = [await this.verdict(each, one), await this.verdict(each, other)];
      tally.set(first, (tally.get(first) ?? 0) + 1);
      if (first !== second) {
        differences.push(`${each.principal.name} ${each.act.action} on ${each.target.arn}: ${first}, ${second}`);
      }
    }
    return { differences, tally };
  }
}

// A second or two each; more where other suites run beside them.
jest.setTimeout(60_000);

describe.each(Object.keys(EXAMPLES))('in %s', (example) => {
  const trial = new Trial(example);
  const { cases, plan } = trial;

  test('packing weakens nothing and denies nothing more', async () => {
    const { differences, tally } = await trial.compare(cases, packed(plan), unpacked(plan));
    expect(differences).toEqual([]);
    // What is compared is refused by every kind of policy that there is, and allowed as well.
    const kinds = [...tally.keys()].flatMap((verdict) => verdict.split(' '));
    const RCP = plan.policyTypes.includes('RESOURCE_CONTROL_POLICY') ? ['RCP'] : [];
    expect([...new Set(kinds)].sort()).toEqual(['Allowed', 'ExplicitlyDenied', ...RCP, 'SCP']);
    expect(Math.min(...['Allowed', 'ExplicitlyDenied SCP'].map((verdict) => tally.get(verdict)!))).toBeGreaterThan(50);
  });
});

test('one statement less, or another effect on one role, is seen', async () => {
  const trial = new Trial('single region');
  const { cases, plan } = trial;
  const all = unpacked(plan);
  const without = (sid: string): Bounds => ({
    ...all,
    scps: all.scps!.filter(({ name }) => !name.endsWith(` ${sid}`)),
  });
  for (const sid of ['ProtectConfig', 'ProtectMachinery', 'ProtectSecurityServices', 'ProtectTrailService']) {
    const { differences } = await trial.compare(cases, packed(plan), without(sid));
    expect([sid, differences.length > 0]).toEqual([sid, true]);
  }
});
