/** The type of a column: text, a number, a list, a map of texts, or named members. */
export type ColumnType = 'string' | 'bigint' | 'double' | 'map' | { readonly listOf: ColumnType } | Members;

export interface Members {
  readonly [name: string]: ColumnType;
}

/** Columns of a table in their order, partitions left out. Names as Athena has them, in lower case. */
export type Columns = Readonly<Record<string, ColumnType>>;

const texts = <const N extends readonly string[]>(...names: N) =>
  Object.fromEntries(names.map((name) => [name, 'string'])) as { readonly [K in N[number]]: 'string' };

/** Who called. Source: Athena user guide, "Create a table for CloudTrail logs"; CloudTrail user guide, "userIdentity element". */
const USER_IDENTITY = {
  ...texts('type', 'principalid', 'arn', 'accountid', 'invokedby', 'accesskeyid', 'username'),
  onbehalfof: texts('userid', 'identitystorearn'),
  inscopeof: texts('issuertype', 'credentialsissuedto', 'sourcearn', 'sourceaccount'),
  sessioncontext: {
    attributes: texts('mfaauthenticated', 'creationdate'),
    sessionissuer: texts('type', 'principalid', 'arn', 'accountid', 'username'),
    ec2roledelivery: 'string',
    sourceidentity: 'string',
    signinsessionarn: 'string',
    webidfederationdata: { federatedprovider: 'string', attributes: 'map' },
  },
} as const satisfies Members;

const RESOURCES = { listOf: texts('arn', 'accountid', 'type') } as const;

/**
 * A record of CloudTrail. What calls carry, `requestparameters` and the like, is JSON text: it differs from call to call.
 * Source: Athena user guide, "Create a table for CloudTrail logs in Athena using partition projection"; CloudTrail user
 * guide, "CloudTrail record contents" (version 1.11).
 */
export const CLOUDTRAIL = {
  eventversion: 'string',
  useridentity: USER_IDENTITY,
  ...texts(
    'eventtime',
    'eventsource',
    'eventname',
    'awsregion',
    'sourceipaddress',
    'useragent',
    'errorcode',
    'errormessage',
  ),
  ...texts('requestparameters', 'responseelements', 'additionaleventdata', 'requestid', 'eventid', 'readonly'),
  resources: RESOURCES,
  ...texts('eventtype', 'apiversion', 'managementevent', 'recipientaccountid', 'serviceeventdetails', 'sharedeventid'),
  ...texts('vpcendpointid', 'vpcendpointaccountid', 'eventcategory'),
  addendum: texts('reason', 'updatedfields', 'originalrequestid', 'originaleventid'),
  ...texts('sessioncredentialfromconsole', 'edgedevicedetails'),
  tlsdetails: texts('tlsversion', 'ciphersuite', 'clientprovidedhostheader', 'keyexchange'),
} as const satisfies Columns;

/** By user, agent or error code: how often in the unusual minutes, and how often before. */
const ATTRIBUTED = { listOf: { value: 'string', average: 'double' } } as const;

/** A record of CloudTrail Insights. Source: CloudTrail user guide, "CloudTrail Insights insightDetails element". */
export const INSIGHTS = {
  ...texts('eventversion', 'eventtime', 'awsregion', 'eventid', 'eventtype', 'recipientaccountid', 'sharedeventid'),
  insightdetails: {
    ...texts('state', 'eventsource', 'eventname', 'insighttype', 'errorcode'),
    // No JSON text, as parameters of calls are: the SerDe reads no object as text, and CloudTrail's input format makes text
    // of those fields alone that are text in AWS's own table.
    insightcontext: {
      statistics: {
        baseline: { average: 'double' },
        insight: { average: 'double' },
        insightduration: 'bigint',
        baselineduration: 'bigint',
      },
      attributions: { listOf: { attribute: 'string', insight: ATTRIBUTED, baseline: ATTRIBUTED } },
    },
  },
  eventcategory: 'string',
} as const satisfies Columns;

/** A configuration item. Source: Config developer guide, "Components of a configuration item". */
const CONFIGURATION_ITEM = {
  ...texts('configurationitemversion', 'configurationitemcapturetime', 'configurationitemstatus'),
  configurationstateid: 'bigint',
  ...texts('awsaccountid', 'awsregion', 'availabilityzone', 'arn', 'resourcetype', 'resourceid', 'resourcename'),
  ...texts('resourcecreationtime', 'configuration'),
  supplementaryconfiguration: 'map',
  tags: 'map',
  relatedevents: { listOf: 'string' },
  relationships: { listOf: texts('resourcetype', 'resourceid', 'resourcename', 'name') },
} as const satisfies Members;

/** A file of AWS Config's history: the items of one type that changed in about six hours. */
export const CONFIG_HISTORY = {
  fileversion: 'string',
  configurationitems: { listOf: CONFIGURATION_ITEM },
} as const satisfies Columns;

/** A snapshot of AWS Config: every item of an account and region at one time. */
export const CONFIG_SNAPSHOTS = {
  fileversion: 'string',
  configsnapshotid: 'string',
  configurationitems: { listOf: CONFIGURATION_ITEM },
} as const satisfies Columns;

/** The type as Hive spells it, which is what the Glue catalog holds. */
export function hiveType(type: ColumnType): string {
  if (typeof type === 'string') return type === 'map' ? 'map<string,string>' : type;
  if (isList(type)) return `array<${hiveType(type.listOf)}>`;
  return `struct<${Object.entries(type)
    .map(([name, of]) => `${name}:${hiveType(of)}`)
    .join(',')}>`;
}

export const isList = (type: ColumnType): type is { readonly listOf: ColumnType } =>
  typeof type === 'object' && 'listOf' in type;
