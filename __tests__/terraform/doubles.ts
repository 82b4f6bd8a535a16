import type { IncomingHttpHeaders } from 'node:http';
import { Callers } from './callers';

/**
 * Test doubles for what moto 5.2 lacks or breaks. Each answers in moto's place, or mends a call on its way to moto,
 * and says so in `doubled`; the test names repeat it.
 */

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Answers, or leaves the call to the next. */
export type Double = (call: Call, next: (call: Call) => Promise<Answer>) => Promise<Answer>;

export const json = (body: unknown, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: Buffer.from(JSON.stringify(body)),
});

/** `CloudTrail_20131101.GetTrail` and the like; empty for REST services. */
export const targetOf = ({ headers }: Call): [service: string, action: string] => {
  const [service = '', action = ''] = String(headers['x-amz-target'] ?? '')
    .split('.')
    .slice(-2);
  return [service, action];
};

export const bodyOf = ({ body }: Pick<Call, 'body'>): Record<string, unknown> =>
  JSON.parse(body.toString() || '{}') as Record<string, unknown>;

/**
 * moto cannot set access logging where a statement of the target bucket's policy has the principal `*`, and forgets
 * parts of a replication configuration. Both are kept here, as S3 keeps them, and replication is checked by moto too.
 */
export function bucketConfigurations(doubled: Set<string>): Double {
  const kept = new Map<string, Buffer>();
  const noLogging = Buffer.from('<BucketLoggingStatus xmlns="http://s3.amazonaws.com/doc/2006-03-01/" />');
  return async (call, next) => {
    const kind = /[?&](logging|replication)(?:=|&|$)/.exec(call.path)?.[1];
    if (kind === undefined) return next(call);
    doubled.add(`S3 bucket ${kind}`);
    const xml = (body: Buffer): Answer => ({ status: 200, headers: { 'content-type': 'application/xml' }, body });
    const key = `${call.path.split('?')[0]} ${kind}`;
    if (call.method === 'PUT') kept.set(key, call.body);
    if (call.method === 'DELETE') kept.delete(key);
    if (call.method === 'GET' && kept.has(key)) return xml(kept.get(key)!);
    if (kind === 'replication') return next(call);
    return xml(call.method === 'GET' ? noLogging : Buffer.alloc(0));
  };
}

/** moto refuses Object Lock on a bucket that holds something already, as S3 did until November 2023. */
export function locksOnFilledBuckets(doubled: Set<string>): Double {
  const kept = new Map<string, Buffer>();
  return async (call, next) => {
    const [bucket = '', query = ''] = call.path.split('?');
    if (!/^object-lock(?:=|&|$)/.test(query)) return next(call);
    const xml = (body: Buffer): Answer => ({ status: 200, headers: { 'content-type': 'application/xml' }, body });
    if (call.method === 'GET' && kept.has(bucket)) return xml(kept.get(bucket)!);
    const answer = await next(call);
    if (call.method !== 'PUT' || !answer.body.includes('Bucket needs to be empty')) return answer;
    doubled.add('Object Lock on buckets that are not empty');
    kept.set(bucket, call.body);
    return xml(Buffer.alloc(0));
  };
}

/** moto knows neither CloudTrail's registration of a delegated administrator nor Organizations' for these services. */
export function delegatedAdministrators(doubled: Set<string>): Double {
  const delegated = new Map<string, string>();
  return async (call, next) => {
    const [service, action] = targetOf(call);
    const body = bodyOf.bind(undefined, call);
    const register = (principal: string, account: string) => {
      doubled.add('delegated administrators');
      delegated.set(principal, account);
      return json({});
    };
    const deregister = (principal: string) => {
      delegated.delete(principal);
      return json({});
    };
    if (action === 'RegisterOrganizationDelegatedAdmin')
      return register('cloudtrail.amazonaws.com', String(body().MemberAccountId));
    if (action === 'DeregisterOrganizationDelegatedAdmin') return deregister('cloudtrail.amazonaws.com');
    if (!service.startsWith('AWSOrganizations')) return next(call);
    if (action === 'RegisterDelegatedAdministrator') {
      const { ServicePrincipal, AccountId } = body();
      return register(String(ServicePrincipal), String(AccountId));
    }
    if (action === 'DeregisterDelegatedAdministrator') return deregister(String(body().ServicePrincipal));
    if (action !== 'ListDelegatedAdministrators') return next(call);
    const account = delegated.get(String(body().ServicePrincipal));
    const known = {
      Status: 'ACTIVE',
      JoinedMethod: 'CREATED',
      JoinedTimestamp: 0,
      DelegationEnabledDate: 0,
      Email: 'audit@example.com',
    };
    const administrators =
      account === undefined
        ? []
        : [{ ...known, Id: account, Name: 'audit', Arn: `arn:aws:organizations::${account}:account` }];
    return json({ DelegatedAdministrators: administrators });
  };
}

/** moto finds trails by name only; Terraform gives ARNs. */
export function trailsByArn(doubled: Set<string>): Double {
  return async (call, next) => {
    const [service] = targetOf(call);
    if (!service.startsWith('CloudTrail')) return next(call);
    const body = bodyOf(call);
    for (const key of ['Name', 'TrailName']) {
      const value = body[key];
      if (typeof value !== 'string' || !value.includes(':trail/')) continue;
      doubled.add('trails named by ARN');
      body[key] = value.split(':trail/')[1];
    }
    return next({ ...call, body: Buffer.from(JSON.stringify(body)) });
  };
}

interface LogGroup {
  readonly logGroupName: string;
}

/** moto takes the key of a log group when it is created, and never again. */
export function keysOfLogGroups(doubled: Set<string>): Double {
  const callers = new Callers();
  const kept = new Map<string, unknown>();
  return async (call, next) => {
    const [service, action] = targetOf(call);
    if (!service.startsWith('Logs')) return next(call);
    if (action === 'AssociateKmsKey') {
      doubled.add('keys of existing log groups');
      const { logGroupName, kmsKeyId } = bodyOf(call);
      kept.set(`${await callers.placeOf(call, next)} ${String(logGroupName)}`, kmsKeyId);
      return json({});
    }
    const answer = await next(call);
    if (action !== 'DescribeLogGroups' || answer.status !== 200 || kept.size === 0) return answer;
    const place = await callers.placeOf(call, next);
    const { logGroups = [], ...rest } = bodyOf(answer) as { logGroups?: readonly LogGroup[] };
    const keyed = logGroups.map((group) => {
      const kmsKeyId = kept.get(`${place} ${group.logGroupName}`);
      return kmsKeyId === undefined ? group : { ...group, kmsKeyId };
    });
    return { ...answer, body: Buffer.from(JSON.stringify({ ...rest, logGroups: keyed })) };
  };
}

/** moto forgets the queue that a function leaves failed events in. */
export function functionDeadLetters(doubled: Set<string>): Double {
  const callers = new Callers();
  const kept = new Map<string, unknown>();
  return async (call, next) => {
    const [, named, part] =
      /^\/2015-03-31\/functions(?:\/([^/?]+))?(\/configuration)?\/?(?:\?|$)/.exec(call.path) ?? [];
    const creates = call.method === 'POST' && named === undefined;
    const updates = call.method === 'PUT' && part !== undefined;
    const reads = call.method === 'GET' && named !== undefined;
    if (!call.path.startsWith('/2015-03-31/functions') || !(creates || updates || reads)) return next(call);
    const place = await callers.placeOf(call, next);
    const answer = await next(call);
    if (answer.status >= 300) return answer;
    if (!reads) {
      const { FunctionName, DeadLetterConfig } = bodyOf(call);
      const key = `${place} ${named ?? String(FunctionName)}`;
      if (DeadLetterConfig !== undefined) kept.set(key, DeadLetterConfig);
      return answer;
    }
    const deadLetters = kept.get(`${place} ${named}`);
    if (deadLetters === undefined) return answer;
    doubled.add('dead letters of functions');
    const said = bodyOf(answer);
    const configuration = { ...((part ? said : said.Configuration) as object), DeadLetterConfig: deadLetters };
    const body = Buffer.from(JSON.stringify(part ? configuration : { ...said, Configuration: configuration }));
    return { ...answer, body };
  };
}

/** An event as it was put on a bus. */
export interface Told {
  readonly bus: string;
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

interface Entry {
  readonly EventBusName: string;
  readonly DetailType: string;
  readonly Detail: string;
}

/** moto runs a function that an event leads to in a container, and fails where there are none. Events go no further here. */
export const eventsPut =
  (told: Told[]) =>
  (doubled: Set<string>): Double =>
  async (call, next) => {
    if (targetOf(call)[1] !== 'PutEvents') return next(call);
    doubled.add('events put on a bus');
    const { Entries } = bodyOf(call) as unknown as { readonly Entries: readonly Entry[] };
    for (const { EventBusName: bus, DetailType: type, Detail } of Entries)
      told.push({ bus, type, detail: JSON.parse(Detail) as Told['detail'] });
    return json({ FailedEntryCount: 0, Entries: Entries.map((_entry, at) => ({ EventId: `event-${at}` })) });
  };

/** moto gives a queue's redrive policy back with spaces in its JSON, which SQS does not; Terraform would write it anew each time. */
export function redrivePolicies(doubled: Set<string>): Double {
  return async (call, next) => {
    const answer = await next(call);
    if (targetOf(call).join('.') !== 'AmazonSQS.GetQueueAttributes') return answer;
    const { Attributes = {} } = bodyOf(answer) as { Attributes?: Record<string, string> };
    if (Attributes['RedrivePolicy'] === undefined) return answer;
    doubled.add('redrive policies of queues');
    const RedrivePolicy = JSON.stringify(JSON.parse(Attributes['RedrivePolicy']));
    return { ...answer, body: Buffer.from(JSON.stringify({ Attributes: { ...Attributes, RedrivePolicy } })) };
  };
}
