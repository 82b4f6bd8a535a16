import { managedRule } from '../catalogue/managed-rule';
import { words } from '../catalogue/rule-notes';
import { bestIds, type Entry } from './contents';
import { listWithin } from './control-ids';
import type { Framework } from './framework';
import type { GuardSource, LambdaParameter, LambdaSource, OwnRules } from './own-rules';
import { REMEDIATIONS, type Remediation } from './remediations';
import { valuesOf } from './rule-values';
import { and, condition, equals, not, quoted, ref, sub } from './short-forms';

/** Sections of a template, by name; values are plain or nodes of YAML. */
export interface Sections {
  readonly parameters: Record<string, object>;
  readonly conditions: Record<string, object>;
  readonly resources: Record<string, object>;
}

/** AWS's limit on the description of a rule, in characters. Source: PutConfigRule. */
const DESCRIPTION_LIMIT = 256;

/** Parameters that a pack has besides those of its rules. */
export const PACK_PARAMETERS = { lambda: 'LambdaRulePrefix', remediation: 'RemediationRole' } as const;

/** What stands in the pack for a rule, in all three sections. */
export function sectionsOf(framework: Framework, entry: Entry, own: OwnRules): Sections {
  if (entry.kind === 'lambda') return lambdaSections(framework, entry, found(own.lambda, entry));
  if (entry.kind === 'guard') return guardSections(framework, entry, found(own.guard, entry));
  return managedSections(framework, entry);
}

/** `ACCESS_KEYS_ROTATED` and `access-keys-rotated` become `AccessKeysRotated`. */
export const logicalId = (name: string): string =>
  name
    .toLowerCase()
    .split(/[_-]/)
    .map((word) => capital(word))
    .join('');

function managedSections(framework: Framework, entry: Entry): Sections {
  const { id, name } = managedRule(entry.name)!;
  const logical = logicalId(id);
  const parameters: Record<string, object> = {};
  const inputs = Object.entries(valuesOf(framework.id, id)).map(([parameter, value]) => {
    // A default cannot hold a function.
    if (value.includes('${')) return [parameter, sub(value)] as const;
    const declared = logical + capital(parameter);
    parameters[declared] = { Type: 'String', Default: quoted(value) };
    return [parameter, ref(declared)] as const;
  });
  const rule = {
    Type: 'AWS::Config::ConfigRule',
    Properties: {
      ConfigRuleName: name,
      Description: describe(framework, entry, words(id) ?? ''),
      ...(inputs.length > 0 ? { InputParameters: Object.fromEntries(inputs) } : {}),
      Source: { Owner: 'AWS', SourceIdentifier: id },
    },
  };
  const remediation = REMEDIATIONS[id];
  if (!remediation) return { parameters, conditions: {}, resources: { [logical]: rule } };
  return {
    parameters: { ...parameters, [PACK_PARAMETERS.remediation]: REMEDIATION_ROLE },
    conditions: { WithRemediations: isGiven(PACK_PARAMETERS.remediation) },
    resources: { [logical]: rule, [`${logical}Remediation`]: remediationResource(logical, name, remediation) },
  };
}

const isGiven = (parameter: string) => not(equals(ref(parameter), quoted('')));

const LAMBDA_RULE_PREFIX = {
  Type: 'String',
  Default: quoted(''),
  Description:
    'What the names of the Lambda functions of rules start with, where there are any; empty for no such rule.',
};

const REMEDIATION_ROLE = {
  Type: 'String',
  Default: quoted(''),
  Description: 'Name of the role that remediations run as, once someone starts them; empty for no remediations.',
};

const remediationResource = (logical: string, name: string, { document, resourceParameter }: Remediation) => ({
  Type: 'AWS::Config::RemediationConfiguration',
  Condition: 'WithRemediations',
  DependsOn: logical,
  Properties: {
    ConfigRuleName: name,
    TargetType: 'SSM_DOCUMENT',
    TargetId: document,
    Automatic: false,
    Parameters: {
      AutomationAssumeRole: {
        StaticValue: {
          Values: [sub(`arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/\${${PACK_PARAMETERS.remediation}}`)],
        },
      },
      ...(resourceParameter ? { [resourceParameter]: { ResourceValue: { Value: 'RESOURCE_ID' } } } : {}),
    },
  },
});

/** A parameter that only its user can know makes the rule depend on being given one. */
const needsValue = ({ required, default: usual }: LambdaParameter): boolean =>
  usual === undefined ? required === true : usual.includes('${');

function lambdaSections(framework: Framework, entry: Entry, source: LambdaSource): Sections {
  const logical = logicalId(entry.name);
  const taken = Object.entries(source.parameters).filter(([, one]) => one.default !== undefined || needsValue(one));
  const named = taken.map(([name, parameter]) => ({ name, parameter, declared: logical + capital(name) }));
  const needed = named.filter(({ parameter }) => needsValue(parameter));
  const prefix = PACK_PARAMETERS.lambda;
  const conditions: Record<string, object> = { WithLambdaRules: isGiven(prefix) };
  if (needed.length > 0) {
    conditions[`With${logical}`] = and(
      condition('WithLambdaRules'),
      ...needed.map(({ declared }) => isGiven(declared)),
    );
  }
  const { change, schedule, snapshot } = source.trigger;
  return {
    parameters: {
      ...Object.fromEntries(
        named.map(({ declared, parameter }) => [
          declared,
          needsValue(parameter)
            ? {
                Type: 'String',
                Default: quoted(''),
                Description: `${parameter.description.replace(/\.$/, '')}; empty for no such rule.`,
              }
            : { Type: 'String', Default: quoted(parameter.default!) },
        ]),
      ),
      [prefix]: LAMBDA_RULE_PREFIX,
    },
    conditions,
    resources: {
      [logical]: {
        Type: 'AWS::Config::ConfigRule',
        Condition: needed.length > 0 ? `With${logical}` : 'WithLambdaRules',
        Properties: {
          ConfigRuleName: entry.name,
          Description: describe(framework, entry, source.description),
          ...(named.length > 0
            ? { InputParameters: Object.fromEntries(named.map(({ name, declared }) => [name, ref(declared)])) }
            : {}),
          ...(change ? { Scope: { ComplianceResourceTypes: change } } : {}),
          Source: {
            Owner: 'CUSTOM_LAMBDA',
            SourceIdentifier: sub(
              `arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:\${${prefix}}${entry.name}`,
            ),
            SourceDetails: [
              ...(change ? CHANGES : []),
              ...(schedule ? [{ ...message('ScheduledNotification'), MaximumExecutionFrequency: schedule }] : []),
              ...(snapshot ? [message('ConfigurationSnapshotDeliveryCompleted')] : []),
            ],
          },
        },
      },
    },
  };
}

function guardSections(framework: Framework, entry: Entry, { description, types, text }: GuardSource): Sections {
  const resource = {
    Type: 'AWS::Config::ConfigRule',
    Properties: {
      ConfigRuleName: entry.name,
      Description: describe(framework, entry, description),
      Scope: { ComplianceResourceTypes: types },
      Source: {
        Owner: 'CUSTOM_POLICY',
        CustomPolicyDetails: { PolicyRuntime: 'guard-2.x.x', PolicyText: text },
        SourceDetails: CHANGES,
      },
    },
  };
  return { parameters: {}, conditions: {}, resources: { [logicalId(entry.name)]: resource } };
}

const message = (type: string) => ({ EventSource: 'aws.config', MessageType: type });

const CHANGES = [
  message('ConfigurationItemChangeNotification'),
  message('OversizedConfigurationItemChangeNotification'),
];

/** What the rule wants, in words, and the controls it stands for, as far as they fit. */
function describe(framework: Framework, entry: Entry, says: string): string {
  const { ids, ground } = bestIds(entry);
  const claim = CLAIMS[ground];
  const start = `${says} ${framework.short}${claim} `;
  return start + (listWithin(ids, DESCRIPTION_LIMIT - start.length) ?? '');
}

/** A weaker ground is said wherever an id is. */
const CLAIMS: Readonly<Record<ReturnType<typeof bestIds>['ground'], string>> = {
  published: '',
  derived: '',
  related: ', related to',
  additional: ', candidate for',
};

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function found<Source>(sources: Readonly<Record<string, Source>>, { kind, name }: Entry): Source {
  const source = sources[name];
  if (source === undefined) throw new Error(`no ${kind} rule ${name} can stand in a pack; mend src/frameworks/data`);
  return source;
}
