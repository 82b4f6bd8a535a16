import { eventSourceOf, type TrailEvent } from '../alarms/trail-event';
import type { Act } from './acts';
import type { Principal } from './principals';
import type { Target } from './simulator';

/** How calls of a service name the thing that they are about. Source: the API reference of each. */
interface Calls {
  /** Request parameter of most calls. */
  readonly parameter: string;
  /** Calls that name it in another one. */
  readonly otherwise?: Readonly<Record<string, readonly string[]>>;
  /** Calls that name an id of AWS’s making, something else, or nothing. */
  readonly nameless?: readonly string[];
  /**
   * Actions that leave no event: permissions that are asked for within another call, and calls on data, which the trail
   * does not select.
   */
  readonly unrecorded?: readonly string[];
}

/** By the prefix of the service's actions. What alarms tell by the name of a call alone, or its account, is not here. */
const CALLS: Readonly<Record<string, Calls>> = {
  logs: {
    parameter: 'logGroupName',
    otherwise: {
      logGroupIdentifier: [
        'PutDataProtectionPolicy',
        'DeleteDataProtectionPolicy',
        'PutTransformer',
        'DeleteTransformer',
        'PutLogGroupDeletionProtection',
        'PutBearerTokenAuthentication',
        'PutSyslogConfiguration',
        'DeleteSyslogConfiguration',
        'PutIndexPolicy',
        'DeleteIndexPolicy',
      ],
      resourceArn: ['TagResource', 'UntagResource', 'PutResourcePolicy', 'DeleteResourcePolicy'],
      logGroupArnList: ['CreateLogAnomalyDetector'],
    },
    nameless: [
      'PutAccountPolicy',
      'DeleteAccountPolicy',
      'PutStorageTierPolicy',
      'CancelExportTask',
      'DeleteQueryDefinition',
      'DeleteDelivery',
      'DeleteDeliverySource',
      'DeleteDeliveryDestination',
    ],
    unrecorded: ['PutLogEvents', 'ProcessWithPipeline', 'IntegrateWithS3Table', 'IntegrateWithDataset'],
  },
  cloudwatch: {
    parameter: 'alarmName',
    otherwise: {
      alarmNames: ['DeleteAlarms', 'DisableAlarmActions', 'EnableAlarmActions'],
      alarmMuteRuleName: ['DeleteAlarmMuteRule'],
      dashboardName: ['PutDashboard'],
      dashboardNames: ['DeleteDashboards'],
      'muteTargets.alarmNames': ['PutAlarmMuteRule'],
      resourceARN: ['TagResource', 'UntagResource'],
      name: ['DeleteMetricStream'],
      names: ['StopMetricStreams'],
      ruleNames: ['DisableInsightRules', 'DeleteInsightRules'],
    },
    nameless: ['DeleteAnomalyDetector'],
    unrecorded: ['PutMetricData'],
  },
  events: {
    parameter: 'name',
    otherwise: {
      rule: ['PutTargets', 'RemoveTargets'],
      eventBusName: ['PutPermission', 'RemovePermission'],
      archiveName: ['CreateArchive', 'UpdateArchive', 'DeleteArchive'],
      replayName: ['CancelReplay'],
      resourceARN: ['TagResource', 'UntagResource'],
    },
    // A replay says which bus its events came by, not which archive they are in.
    nameless: ['StartReplay', 'PutResourcePolicy', 'DeleteResourcePolicy', 'RevokeResource'],
    unrecorded: ['PutEvents'],
  },
  sns: {
    parameter: 'topicArn',
    otherwise: {
      name: ['CreateTopic'],
      subscriptionArn: ['Unsubscribe', 'SetSubscriptionAttributes'],
      resourceArn: ['TagResource', 'UntagResource', 'PutDataProtectionPolicy'],
    },
    unrecorded: ['Publish'],
  },
  sqs: {
    parameter: 'queueUrl',
    otherwise: { queueName: ['CreateQueue'], sourceArn: ['StartMessageMoveTask'] },
    nameless: ['CancelMessageMoveTask'],
    unrecorded: ['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility'],
  },
  lambda: {
    parameter: 'functionName',
    otherwise: {
      resource: ['TagResource', 'UntagResource'],
      resourceArn: ['PutResourcePolicy', 'DeleteResourcePolicy'],
    },
    // An update may name a function: the one that is to be fed from now on.
    nameless: ['UpdateEventSourceMapping', 'DeleteEventSourceMapping'],
    unrecorded: ['InvokeFunction', 'InvokeAsync', 'InvokeFunctionUrl', 'UpdateFunctionCodeSigningConfig'],
  },
  ssm: {
    parameter: 'name',
    otherwise: {
      resourceId: ['AddTagsToResource', 'RemoveTagsFromResource'],
      resourceArn: ['PutResourcePolicy', 'DeleteResourcePolicy'],
      documentName: ['StartAutomationExecution'],
      automationExecutionId: ['StopAutomationExecution'],
    },
  },
  athena: {
    parameter: 'workGroup',
    otherwise: { name: ['CreateWorkGroup'], resourceARN: ['TagResource', 'UntagResource'] },
    nameless: ['UpdateNamedQuery', 'DeleteNamedQuery', 'StopQueryExecution'],
  },
  glue: {
    parameter: 'databaseName',
    otherwise: {
      name: ['UpdateDatabase', 'DeleteDatabase'],
      'databaseInput.name': ['CreateDatabase'],
      targetArn: ['CreateIntegration'],
      resourceArn: [
        'TagResource',
        'UntagResource',
        'CreateIntegrationResourceProperty',
        'UpdateIntegrationResourceProperty',
        'DeleteIntegrationResourceProperty',
        'CreateIntegrationTableProperties',
        'UpdateIntegrationTableProperties',
        'DeleteIntegrationTableProperties',
      ],
    },
    nameless: ['PutDataCatalogEncryptionSettings', 'PutResourcePolicy', 'DeleteResourcePolicy'],
    unrecorded: ['RenameTable'],
  },
  iam: {
    parameter: 'roleName',
    otherwise: {
      instanceProfileName: ['AddRoleToInstanceProfile', 'RemoveRoleFromInstanceProfile'],
      sAMLProviderArn: ['UpdateSAMLProvider'],
      openIDConnectProviderArn: ['UpdateOpenIDConnectProviderThumbprint', 'AddClientIDToOpenIDConnectProvider'],
      policyArn: ['CreatePolicyVersion', 'SetDefaultPolicyVersion', 'DeletePolicyVersion'],
    },
    // It names the service, which decides what the role is called.
    nameless: ['CreateServiceLinkedRole'],
    unrecorded: ['PassRole'],
  },
};

/** Calls whose event has another name than their action, where watches go by it. */
const EVENT_NAMES: Readonly<Record<string, string>> = {
  'lambda:CreateEventSourceMapping': 'CreateEventSourceMapping20150331',
  'lambda:UpdateEventSourceMapping': 'UpdateEventSourceMapping20150331',
  'lambda:DeleteEventSourceMapping': 'DeleteEventSourceMapping20150331',
};

/**
 * The event that the organization trail records of an act that goes through, as far as alarms look at it. Nothing where it
 * records none: the trail selects no data events, since reading its own log files would feed it.
 */
export function recorded({ action }: Act, principal: Principal, { arn, account }: Target): TrailEvent | undefined {
  const [prefix, name] = action.split(':') as [string, string];
  if (CALLS[prefix]?.unrecorded?.includes(name) || isObject(arn)) return undefined;
  return {
    eventSource: eventSourceOf(prefix),
    eventName: EVENT_NAMES[action] ?? name,
    readOnly: false,
    // An act across accounts is an event in that of the resource too.
    recipientAccountId: account || (principal.account ?? ''),
    managementEvent: true,
    requestParameters: parametersOf(prefix, name, arn),
    userIdentity: { sessionContext: { sessionIssuer: { arn: principal.context['aws:PrincipalArn'] } } },
  };
}

/** Objects are within buckets, whose ARNs name no account; access points and jobs are within accounts. */
const isObject = (arn: string): boolean => /^arn:[^:]+:s3:::[^/]+\//.test(arn);

function parametersOf(prefix: string, name: string, arn: string): Readonly<Record<string, unknown>> {
  const calls = CALLS[prefix];
  if (!calls || arn === '*' || calls.nameless?.includes(name)) return {};
  const [other] = Object.entries(calls.otherwise ?? {}).find(([, names]) => names.includes(name)) ?? [];
  const parameter = other ?? calls.parameter;
  return parameter
    .split('.')
    .reduceRight<unknown>((inner, part) => ({ [part]: inner }), valueOf(parameter, prefix, arn)) as Readonly<
    Record<string, unknown>
  >;
}

function valueOf(parameter: string, prefix: string, arn: string): unknown {
  const [, , , region, account, ...rest] = arn.split(':');
  const name = nameOf(prefix, rest.join(':'));
  switch (parameter) {
    case 'queueUrl':
      return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
    case 'subscriptionArn':
      return `${arn}:0123`;
    case 'logGroupArnList':
      return [arn];
    case 'alarmNames':
    case 'muteTargets.alarmNames':
    case 'dashboardNames':
    case 'names':
    case 'ruleNames':
      return [name];
    case 'logGroupIdentifier':
    case 'resource':
      return arn;
    default:
      return /arn$/i.test(parameter) ? arn : name;
  }
}

/** What a service calls the thing that its ARN ends with. */
function nameOf(prefix: string, resource: string): string {
  switch (prefix) {
    case 'logs':
      return resource.replace(/^log-group:/, '').replace(/:.*$/, '');
    case 'glue':
      // A table's database: calls name that too.
      return resource.split('/')[1] ?? '';
    default:
      return resource.split(/[:/]/).at(-1)!;
  }
}
