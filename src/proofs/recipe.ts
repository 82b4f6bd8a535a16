import type { Organization } from '../config/organization';
import { statementProblems } from '../guardrails/statement-checks';
import type { PolicyDocument, PolicyStatement } from '../policy/document';
import type { Act } from './acts';
import { Matrix, type Sources } from './matrix';
import type { SynthesizedPolicies } from './synthesized-policies';

/** The roles that the recipe spares. */
const EXEMPT = ['AWSControlTowerExecution', 'EnterpriseCloudOpsAdminRole'];

/** What most articles on the subject deny. */
const ACTIONS = [
  'cloudtrail:DeleteTrail',
  'cloudtrail:PutEventSelectors',
  'cloudtrail:StopLogging',
  'cloudtrail:UpdateTrail',
  'config:DeleteConfigurationRecorder',
  'config:DeleteDeliveryChannel',
  'config:PutConfigurationRecorder',
  'config:PutDeliveryChannel',
  'config:StopConfigurationRecorder',
];

/** A service control policy as it is found all over the web, put in our words: nine actions on everything, two roles spared. */
export const recipe = ({ partition }: Organization, operator = 'ArnNotMatches'): PolicyStatement => ({
  Sid: 'ProtectAuditing',
  Effect: 'Deny',
  Action: ACTIONS,
  Resource: '*',
  Condition: { [operator]: { 'aws:PrincipalArn': EXEMPT.map((name) => `arn:${partition}:iam::*:role/${name}`) } },
});

/** What AWS would say to the recipe as it is written. */
export const recipeProblems = (organization: Organization): string[] =>
  statementProblems(recipe(organization), {
    type: 'SERVICE_CONTROL_POLICY',
    exemptRoleArns: [],
  });

/** An act that the platform's policies stop and the recipe lets through, even with its operator mended. */
export interface Leak {
  readonly act: Act;
  /** Kind and Sid of what stops it here. */
  readonly stoppedBy: readonly string[];
}

/** What administrators of members could do if the recipe were all there is, beside the same bucket and key policies. */
export async function leaksOf(policies: SynthesizedPolicies, acts: readonly Act[], sources: Sources): Promise<Leak[]> {
  const policy: PolicyDocument = { Version: '2012-10-17', Statement: [recipe(policies.organization, 'ArnNotLike')] };
  const [ours, theirs] = [new Matrix(policies, sources), new Matrix(policies.guardedBy(policy), sources)];
  const leaks = await Promise.all(
    acts
      .filter(({ verdict, on }) => verdict === 'denied' && ours.targets.exists(on) && !ours.targets.isMachinery(on))
      .map(async (act): Promise<Leak[]> => {
        if ((await theirs.cell(act, 'administrator')).outcome !== 'open') return [];
        const { outcome, by } = await ours.cell(act, 'administrator');
        return outcome === 'refused'
          ? [{ act, stoppedBy: [...new Set(by.map(({ kind, sid }) => `${kind} ${sid}`))] }]
          : [];
      }),
  );
  return leaks.flat();
}
