import { COUNT_SCRIPT } from './document-calls';
import { decideScript } from './document-frame';
import type { DocumentSettings, Tag } from './document-settings';
import { apiStep, type Part, readPart, RESPONSE, scriptStep } from './document-steps';
import { type RemediationFile, readsTags } from './remediation-file';

/** Executions that a page tells of, the newest first. Source: DescribeAutomationExecutions, MaxResults. */
const PAGE = 50;
const MOST_PAGES = 10;

/** Looks at the resource and decides: at first, and again when an approval has taken its time. */
export function roundOf(settings: DocumentSettings, suffix: string): Part[] {
  const { remediation, exemptTag, scopeTag } = settings;
  const { arn: tagged } = remediation;
  if (scopeTag !== undefined && !readsTags(remediation)) {
    throw new Error(`${remediation.name} cannot be confined to a tag: it reads none of ${remediation.resourceType}`);
  }
  const heedsTags = (exemptTag ?? scopeTag) !== undefined;
  return [
    ...(heedsTags && tagged !== undefined ? [readTags(tagged, suffix)] : []),
    ...(suffix === '' ? [countRuns(settings)] : []),
    ...remediation.reads.map((read) => readPart(remediation, read, suffix)),
    scriptStep({
      name: `Decide${suffix}`,
      script: decideScript(remediation.judge),
      handler: 'decide',
      payload: {
        ...caseOf(settings, suffix),
        Exceptions: '{{ Exceptions }}',
        ExemptTag: tagOf(exemptTag),
        ScopeTag: tagOf(scopeTag),
        Limits: { PerHour: settings.limits.perHour, Failures: settings.limits.failures },
        Patterns: Object.fromEntries(Object.entries(remediation.parameters).map(([name, one]) => [name, one.pattern])),
        // What has been approved has been counted before.
        Runs: suffix === '' ? '{{ CountRuns.Response }}' : {},
        Tags: heedsTags ? tagsIn(remediation, suffix) : NO_TAGS,
        Types: remediation.outputs,
      },
      outputs: {
        ...DECIDED,
        ...remediation.outputs,
        ...Object.fromEntries(Object.keys(remediation.outputs).map((name) => [`Has${name}`, 'Boolean'])),
      },
    }),
  ];
}

const DECIDED = { Verdict: 'String', Reason: 'String', Started: 'String', Outcome: 'String', Evaluates: 'Boolean' };

const NO_TAGS = { In: {}, At: [] };

/** The answer that carries the tags, and where in it they are. */
function tagsIn({ arn, tags }: RemediationFile, suffix: string) {
  if (arn !== undefined) return { In: `{{ ReadTags${suffix}.Response }}`, At: ['ResourceTagMappingList', 'Tags'] };
  if (tags === undefined) return NO_TAGS;
  const [read, ...at] = tags.split('.');
  return { In: `{{ ${read}${suffix}.Response }}`, At: at };
}

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

/** AWS tells of 50 runs at once, and filters by no verdict: an API step would count what it spares. */
const countRuns = ({ name }: DocumentSettings): Part =>
  scriptStep({
    name: 'CountRuns',
    script: COUNT_SCRIPT,
    handler: 'count',
    payload: {
      Service: 'ssm',
      Api: 'DescribeAutomationExecutions',
      Inputs: { Filters: [{ Key: 'DocumentNamePrefix', Values: [name] }], MaxResults: PAGE },
      Tolerates: [],
      MostPages: MOST_PAGES,
      Document: name,
      Execution: '{{ automation:EXECUTION_ID }}',
      Now: '{{ global:DATE_TIME }}',
    },
    outputs: { Response: 'StringMap' },
    needs: [{ action: 'ssm:DescribeAutomationExecutions', resource: '*' }],
    maxAttempts: 3,
  });
