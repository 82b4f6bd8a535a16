import { type Conditions, one, type Values } from './document';

export type Condition = Conditions;

/** One policy statement. Plain data: build it, compare it, print it. */
export interface Statement {
  /** Unique within its policy. */
  readonly sid: string;
  readonly effect: 'Allow' | 'Deny';
  /** Absent in identity policies and service control policies. */
  readonly principal?: '*' | { readonly Service: string } | { readonly AWS: string };
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Instead of resources, of which there are none then: all but these. */
  readonly notResources?: readonly string[];
  readonly condition?: Condition;
}

/**
 * The pin that ties a service principal to us, so that nobody else can make the same service act for them
 * (the confused deputy). One kind must be given; there is no way to write an unpinned service statement.
 */
export type Pin =
  /** S3 says both for a bucket, whose ARN names no account. */
  | { readonly sourceArn: string; readonly sourceAccount?: string }
  | { readonly sourceAccount: string }
  /** For calls of which AWS does not document that they carry the key: enforced where it is sent. */
  | { readonly sourceArnIfSent: string }
  | { readonly sourceAccountIfSent: string }
  | { readonly sourceOrganization: string }
  /** CloudWatch Logs names the log group in the encryption context of each KMS call; it sends no aws:SourceArn. */
  | { readonly encryptedLogGroup: string };

const pinned = (pin: Pin): Condition => {
  if ('sourceArn' in pin) {
    const { sourceArn, sourceAccount } = pin;
    const keys: Condition[string] = { 'aws:SourceArn': sourceArn };
    return { StringEquals: sourceAccount === undefined ? keys : { ...keys, 'aws:SourceAccount': sourceAccount } };
  }
  if ('sourceArnIfSent' in pin) return { StringEqualsIfExists: { 'aws:SourceArn': pin.sourceArnIfSent } };
  if ('sourceAccount' in pin) return { StringEquals: { 'aws:SourceAccount': pin.sourceAccount } };
  if ('sourceAccountIfSent' in pin) return { StringEqualsIfExists: { 'aws:SourceAccount': pin.sourceAccountIfSent } };
  if ('sourceOrganization' in pin) return { StringEquals: { 'aws:SourceOrgID': pin.sourceOrganization } };
  return { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': pin.encryptedLogGroup } };
};

/** Joins conditions; a key named twice under one operator is a mistake of ours. */
function both(first: Condition, second: Condition = {}): Condition {
  const joined: Record<string, Record<string, string | readonly string[]>> = {};
  for (const [operator, keys] of [...Object.entries(first), ...Object.entries(second)]) {
    for (const [key, value] of Object.entries(keys)) {
      const known = (joined[operator] ??= {});
      if (key in known) throw new Error(`condition ${operator} ${key} is given twice`);
      known[key] = value;
    }
  }
  return joined;
}

interface Grant {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: Condition;
}

/** Lets an AWS service act, but only on behalf of what `pin` names. */
export const allowService = (service: string, pin: Pin, grant: Grant): Statement => ({
  ...grant,
  effect: 'Allow',
  principal: { Service: service },
  condition: both(pinned(pin), grant.condition),
});

/**
 * Lets roles of the organization act. They are matched by `aws:PrincipalArn` rather than named as principals:
 * a named role must exist when the policy is written and is lost from the policy when the role is recreated.
 */
export const allowRoles = (organizationId: string, roleArns: readonly string[], grant: Grant): Statement => ({
  ...grant,
  effect: 'Allow',
  principal: { AWS: '*' },
  condition: both(
    { StringEquals: { 'aws:PrincipalOrgID': organizationId }, ArnLike: { 'aws:PrincipalArn': roleArns } },
    grant.condition,
  ),
});

/** Refuses every request that does not travel over TLS. */
export const denyPlainHttp = (bucket: string): Statement => ({
  sid: 'DenyPlainHttp',
  effect: 'Deny',
  principal: '*',
  actions: ['s3:*'],
  resources: [bucket, `${bucket}/*`],
  condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

/** AWS services carry no organization; the Allow statements pin them instead. A missing key counts as a person. */
const notAService: Condition = { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } };

/** Refuses every principal of another organization, and the anonymous. */
export const denyOutsiders = (organizationId: string, bucket: string): Statement => ({
  sid: 'DenyOutsideOrganization',
  effect: 'Deny',
  principal: '*',
  actions: ['s3:*'],
  resources: [bucket, `${bucket}/*`],
  condition: both({ StringNotEquals: { 'aws:PrincipalOrgID': organizationId } }, notAService),
});

/**
 * Evidence is written by services only: not even the account's administrators can plant an object, neither by hand nor
 * by replicating it from a bucket of their own.
 */
export const denyForgery = (bucket: string, writerRoleArns: readonly string[]): Statement => ({
  sid: 'DenyWritesByPeople',
  effect: 'Deny',
  principal: '*',
  actions: ['s3:PutObject', 's3:ReplicateObject'],
  resources: [`${bucket}/*`],
  condition: both(notAService, writerRoleArns.length > 0 ? { ArnNotLike: { 'aws:PrincipalArn': writerRoleArns } } : {}),
});

/** The part of a bucket that one role of ours may write, and what it can be kept from there. */
export interface OpenPrefix {
  /** Without a slash at its end. */
  readonly prefix: string;
  readonly writerRoleArn: string;
}

/**
 * The same where one role may add objects below a prefix: there, and nowhere else, and never over an object that is there
 * already. Source: S3 user guide, "Enforce conditional writes on Amazon S3 buckets".
 */
export function denyForgeryOutside(bucket: string, { prefix, writerRoleArn }: OpenPrefix): Statement[] {
  const within = [`${bucket}/${prefix}/*`];
  const everybody = denyForgery(bucket, []);
  return [
    { ...everybody, resources: [], notResources: within },
    { ...denyForgery(bucket, [writerRoleArn]), sid: 'DenyForgedAdditions', resources: within },
    {
      ...everybody,
      sid: 'DenyReplacedAdditions',
      resources: within,
      // Absent from what replicates, too.
      condition: both(notAService, { Null: { 's3:if-none-match': 'true' } }),
    },
  ];
}

/** Statements that differ in their resources alone become one: a role that serves several regions needs each once. */
export function joined(statements: readonly Statement[]): Statement[] {
  const all = new Map<string, Statement>();
  for (const statement of statements) {
    const { resources, ...rest } = statement;
    const key = JSON.stringify(rest);
    all.set(key, { ...statement, resources: [...new Set([...(all.get(key)?.resources ?? []), ...resources])] });
  }
  return [...all.values()];
}

/** The policy document as AWS stores it. Minified: service control policies pay for white space. */
export const toPolicyJson = (statements: readonly Statement[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({
      Sid: statement.sid,
      Effect: statement.effect,
      Principal: statement.principal,
      Action: one(statement.actions),
      ...(statement.notResources
        ? { NotResource: one(statement.notResources) }
        : { Resource: one(statement.resources) }),
      Condition: statement.condition,
    })),
  });

/** The trust policy of a role that one service assumes. */
export const trustService = (service: string, pin: Pin): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Trust',
        Effect: 'Allow',
        Principal: { Service: service },
        Action: 'sts:AssumeRole',
        Condition: pinned(pin),
      },
    ],
  });

/**
 * The trust policy of a role that people assume, each of them with a second factor.
 *
 * @param people - ARNs of users and roles; that of an account's root stands for whomever IAM lets there
 */
export function trustPeople(people: readonly string[]): string {
  const rootOf = (person: string) => person.replace(/:[^:]*$/, ':root');
  const named = people.filter((person) => person !== rootOf(person));
  // A person named as principal would have to exist, and be lost when made anew.
  return trustAccounts(one([...new Set(people.map(rootOf))]), named.length > 0 ? one(named) : undefined);
}

/**
 * The trust policy of a role that whomever IAM lets may assume, with a second factor.
 *
 * @param roots - ARNs of accounts, as those of their roots
 * @param named - ARNs of users and roles. Absent: everybody there
 */
export function trustAccounts(roots: Values, named?: Values): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'PeopleWithMfa',
        Effect: 'Allow',
        Principal: { AWS: roots },
        Action: 'sts:AssumeRole',
        Condition: {
          Bool: { 'aws:MultiFactorAuthPresent': 'true' },
          ...(named !== undefined && { ArnEquals: { 'aws:PrincipalArn': named } }),
        },
      },
    ],
  });
}
