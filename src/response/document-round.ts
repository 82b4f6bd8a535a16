import { decideScript } from './document-frame';
import type { DocumentSettings, Tag } from './document-settings';
import { apiStep, type Part, readPart, RESPONSE, scriptStep } from './document-steps';

/** Executions that one page tells of, the newest first. Source: DescribeAutomationExecutions, MaxResults. */
const MOST_RUNS = 50;
/** Looks at the resource and decides: at first, and again when an approval has taken its time. */
export function roundOf(settings: DocumentSettings, suffix: string): Part[] {
  const { remediation, exemptTag, scopeTag } = settings;
  const { arn: tagged } = remediation;
  if (tagged === undefined && scopeTag !== undefined) {
    throw new Error(`${remediation.name} cannot be confined to a tag: it reads none of ${remediation.resourceType}`);
  }
  const readsTags = tagged !== undefined && (exemptTag ?? scopeTag) !== undefined;
  return [
    ...(readsTags ? [readTags(tagged, suffix)] : []),
    ...(suffix === '' ? [countRuns(settings)] : []),
    ...remediation.reads.map((read) => readPart(remediation, read, suffix)),
    scriptStep({
      name: `Decide${suffix}`,
      script: decideScript(remediation.judge),
      handler: 'decide',
      payload: {
        ...caseOf(settings, suffix),
        Document: settings.name,
        Exceptions: '{{ Exceptions }}',
        ExemptTag: tagOf(exemptTag),
        ScopeTag: tagOf(scopeTag),
        Limits: { PerHour: settings.limits.perHour, Failures: settings.limits.failures },
        Patterns: Object.fromEntries(Object.entries(remediation.parameters).map(([name, one]) => [name, one.pattern])),
        // What has been approved has been counted before.
        Runs: suffix === '' ? '{{ CountRuns.Response }}' : {},
        Tags: readsTags ? `{{ ReadTags${suffix}.Response }}` : {},
        Types: remediation.outputs,
      },
      outputs: {
        ...Object.fromEntries(DECIDED.map((name) => [name, 'String'])),
        ...remediation.outputs,
        ...Object.fromEntries(Object.keys(remediation.outputs).map((name) => [`Has${name}`, 'Boolean'])),
      },
    }),
  ];
}

const DECIDED = ['Verdict', 'Reason', 'Previous', 'Asked', 'Started', 'Outcome'];

const tagOf = (tag: Tag | undefined) => (tag === undefined ? {} : { Key: tag.key, Value: tag.value });

/** What judge and events need to know. */
export const caseOf = ({ remediation, partition }: DocumentSettings, suffix: string) => ({
  Remediation: remediation.name,
  ResourceId: '{{ ResourceId }}',
  Account: '{{ global:ACCOUNT_ID }}',
  Region: '{{ global:REGION }}',
  Partition: partition,
  Rule: '{{ Rule }}',
  Execution: '{{ automation:EXECUTION_ID }}',
  Now: '{{ global:DATE_TIME }}',
  Parameters: Object.fromEntries(Object.keys(remediation.parameters).map((name) => [name, `{{ ${name} }}`])),
  Reads: Object.fromEntries(remediation.reads.map(({ name }) => [name, `{{ ${name}${suffix}.Response }}`])),
});

function readTags(tagged: string, suffix: string): Part {
  const resource = tagged
    .replaceAll('${Partition}', '{{ global:AWS_PARTITION }}')
    .replaceAll('${Region}', '{{ global:REGION }}')
    .replaceAll('${Account}', '{{ global:ACCOUNT_ID }}')
    .replaceAll('${ResourceId}', '{{ ResourceId }}');
  return apiStep({
    name: `ReadTags${suffix}`,
    service: 'resourcegroupstaggingapi',
    api: 'GetResources',
    inputs: { ResourceARNList: [resource] },
    outputs: RESPONSE,
    needs: [{ action: 'tag:GetResources', resource: '*' }],
    maxAttempts: 3,
  });
}

const countRuns = ({ name }: DocumentSettings): Part =>
  apiStep({
    name: 'CountRuns',
    service: 'ssm',
    api: 'DescribeAutomationExecutions',
    inputs: { Filters: [{ Key: 'DocumentNamePrefix', Values: [name] }], MaxResults: MOST_RUNS },
    outputs: RESPONSE,
    needs: [{ action: 'ssm:DescribeAutomationExecutions', resource: '*' }],
    maxAttempts: 3,
  });
