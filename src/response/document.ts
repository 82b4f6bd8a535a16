import type { Statement } from '../policy/statement';
import { asking, changing, choose } from './document-acts';
import { roundOf } from './document-round';
import type { DocumentSettings } from './document-settings';
import type { AutomationStep, Part } from './document-steps';

export type { DocumentSettings, Tag } from './document-settings';
export type { AutomationStep } from './document-steps';

/** An Automation document as plain JSON. */
export interface AutomationDocument {
  readonly schemaVersion: '0.3';
  readonly description: string;
  readonly assumeRole: string;
  readonly parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly mainSteps: readonly AutomationStep[];
  readonly outputs: readonly string[];
}

/** AWS's limit on a document, in bytes. Source: Systems Manager quotas, maximum document size. */
const DOCUMENT_LIMIT = 64 * 1024;
/**
 * The document that mends one resource: it reads, decides, remembers what was, changes, reads again and tells.
 *
 * @throws Error when the document would be too large for AWS, or tags are asked of a resource that has none
 */
export function automationDocument(settings: DocumentSettings): AutomationDocument {
  const { title, reversible } = settings.remediation;
  const document: AutomationDocument = {
    schemaVersion: '0.3',
    description: `${title}. To undo: ${reversible}`,
    assumeRole: '{{ AutomationAssumeRole }}',
    parameters: parametersOf(settings),
    mainSteps: partsOf(settings).map(({ step }) => step),
    outputs: ['Decide.Verdict', 'Decide.Reason'],
  };
  const size = Buffer.byteLength(JSON.stringify(document));
  if (size <= DOCUMENT_LIMIT) return document;
  throw new Error(
    `the document ${settings.name} takes ${size} bytes of ${DOCUMENT_LIMIT}; shorten the judge of ${settings.remediation.name}, or its exceptions`,
  );
}

/** What the role of the document needs: the actions of its very steps, one statement for each. */
export function documentPermissions(settings: DocumentSettings): Statement[] {
  const resources = new Map<string, Set<string>>();
  for (const { action, resource } of partsOf(settings).flatMap(({ needs }) => needs)) {
    resources.set(action, (resources.get(action) ?? new Set()).add(placed(resource, settings)));
  }
  return [...resources].sort().map(([action, on]) => ({
    sid: action.replaceAll(/(?:^|[:-])(\w)/g, (_, letter: string) => letter.toUpperCase()),
    effect: 'Allow',
    actions: [action],
    // One that spans all others makes them idle.
    resources: on.has('*') ? ['*'] : [...on].sort(),
  }));
}

const placed = (text: string, { partition, region, account }: DocumentSettings): string =>
  text
    .replaceAll('${Partition}', partition)
    .replaceAll('${Region}', region)
    .replaceAll('${Account}', account)
    .replaceAll('${ResourceId}', '*');

function parametersOf({ remediation, exceptions }: DocumentSettings): AutomationDocument['parameters'] {
  const own = Object.entries(remediation.parameters).map(([name, { type, description, pattern, default: usual }]) => {
    // AWS checks texts; the script that decides checks every value.
    const isText = type === 'String' || type === 'StringList';
    const optional = usual === undefined ? {} : { default: usual };
    return [name, { type, description, ...(isText ? { allowedPattern: pattern } : {}), ...optional }] as const;
  });
  return {
    ResourceId: {
      type: 'String',
      description: `The ${remediation.resourceType} to mend, as AWS Config calls it`,
      allowedPattern: remediation.resourceId,
    },
    AutomationAssumeRole: {
      type: 'String',
      description: 'ARN of the role that the document runs as',
      allowedPattern: '^arn:[a-z-]+:iam::[0-9]{12}:role/[\\w+=,.@/-]+$',
    },
    Rule: {
      type: 'String',
      description: 'What found it',
      default: 'by hand',
      allowedPattern: '^[\\w .:/-]{1,256}$',
    },
    Exceptions: {
      type: 'StringList',
      description: 'Resources that are spared, each with the last day of it, in UTC',
      default: exceptions.map(({ resourceId, until }) => `${resourceId} ${until}`),
      allowedPattern: '^\\S{1,256} [0-9]{4}-[0-9]{2}-[0-9]{2}$',
    },
    ...Object.fromEntries(own),
  };
}

/** The steps in their order, each with what follows it. */
function partsOf(settings: DocumentSettings): readonly Part[] {
  const approved = settings.mode === 'approve';
  const parts = [
    ...roundOf(settings, ''),
    ...choose(settings, '', approved ? 'Ask' : 'Remember'),
    ...(approved ? [...asking(settings), ...roundOf(settings, 'Again'), ...choose(settings, 'Again', 'Remember')] : []),
    ...changing(settings, approved ? 'Again' : ''),
  ];
  return parts.map((part, at) => {
    const isFree = part.step.action !== 'aws:branch' && part.step.isEnd === undefined;
    return isFree ? { ...part, step: { ...part.step, nextStep: parts[at + 1]!.step.name } } : part;
  });
}
