import { BAD_ENDS, OWN_SOURCE } from '../events/reports';

/** An EventBridge pattern: for each field the values that match, or the patterns of the fields below. */
export interface EventPattern {
  readonly [field: string]: readonly (string | { readonly prefix: string })[] | EventPattern;
}

/** EventBridge's limit on a rule's pattern, in characters. Source: EventBridge quotas; it can be raised to 4,096. */
export const PATTERN_LIMIT = 2048;

/** Whoever opens an account's bus to others must not speak for it. */
export const reportsOf = (account: string): EventPattern => ({ source: [OWN_SOURCE], account: [account] });

/** Systems Manager says how a run of a document ended, whatever the document itself could still report. */
export const runsOf = (documentPrefix: string): EventPattern => ({
  source: ['aws.ssm'],
  'detail-type': ['EC2 Automation Execution Status-change Notification'],
  detail: { Definition: [{ prefix: documentPrefix }], Status: ['Success', ...BAD_ENDS] },
});

/** Alarms of an account, by how their ARNs begin. */
export const alarmsOf = (...alarmArnPrefixes: readonly string[]): EventPattern => ({
  source: ['aws.cloudwatch'],
  'detail-type': ['CloudWatch Alarm State Change'],
  resources: alarmArnPrefixes.map((prefix) => ({ prefix })),
});

/** A name that AWS Config gives a rule in an account: whole, or how it begins. */
export type RuleName = string | { readonly prefix: string };

/** Findings of some rules about one type of resource. Source: AWS Config developer guide, EventBridge events. */
export const findingsOf = (ruleNames: readonly RuleName[], resourceType: string): EventPattern => ({
  source: ['aws.config'],
  'detail-type': ['Config Rules Compliance Change'],
  detail: {
    messageType: ['ComplianceChangeNotification'],
    configRuleName: ruleNames,
    resourceType: [resourceType],
    newEvaluationResult: { complianceType: ['NON_COMPLIANT'] },
  },
});
