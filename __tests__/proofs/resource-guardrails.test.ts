import { expand, takesResource } from '../../src/authorization/authorization';
import { GuardrailPlan } from '../../src/guardrails/guardrail-plan';
import { list } from '../../src/policy/document';
import type { Context } from '../../src/proofs/principals';
import {
  actingFor,
  administrator,
  ANYBODY,
  ARCHIVE,
  AUDIT,
  FOREIGN,
  LOG_ARCHIVE,
  MANAGEMENT,
  MEMBER,
  ORGANIZATION,
  type Principal,
  role,
  rootUser,
  service,
} from './principals';
import { prover } from './prover';

jest.setTimeout(120_000);

const { policies, matrix } = prover({
  accounts: { audit: AUDIT, logArchive: LOG_ARCHIVE, archive: ARCHIVE, members: [MEMBER] },
  guardrails: { exemptRoles: ['audit/BreakGlass', 'Night*'] },
});

const BUCKETS = ['trail-bucket', 'config-bucket', 'access-log-bucket', 'archive-bucket'];
const OBJECTS = ['trail-object', 'config-object', 'access-log-object', 'archive-object'];
const KEYS = ['evidence-key', 'archive-key'];
const EVIDENCE = [...BUCKETS, ...OBJECTS, ...KEYS];

const RCPS = new GuardrailPlan(policies.organization, 'policies').statements.filter(
  ({ type }) => type === 'RESOURCE_CONTROL_POLICY',
);
const actionsOf = (sid: string) =>
  list(RCPS.find(({ statement: { Sid } }) => Sid === sid)?.statement.Action).flatMap(expand);

/** Sids of the RCPs that refuse. */
async function refusals(principal: Principal, action: string, kind: string, context: Context = {}): Promise<string[]> {
  const target = matrix.targets.target(kind, '');
  const { deniedBy } = await matrix.decide(principal, action, target, context);
  return deniedBy.filter((one) => one.kind === 'RCP').map(({ sid }) => sid);
}

/** What is asked of each kind: to read, to write and to destroy. */
const ASKED: [action: string, kind: string][] = [
  ...BUCKETS.flatMap((kind): [string, string][] => [
    ['s3:ListBucket', kind],
    ['s3:PutBucketPolicy', kind],
  ]),
  ...OBJECTS.flatMap((kind): [string, string][] => [
    ['s3:GetObject', kind],
    ['s3:PutObject', kind],
    ['s3:DeleteObjectVersion', kind],
  ]),
  ...KEYS.flatMap((kind): [string, string][] => [
    ['kms:Decrypt', kind],
    ['kms:GenerateDataKey', kind],
    ['kms:ScheduleKeyDeletion', kind],
  ]),
];

/** Every act of KeepEvidence on what it is about. */
const KEPT: [action: string, kind: string][] = actionsOf('KeepEvidence').flatMap((action) =>
  [...EVIDENCE, 'evidence-alias', 'archive-alias']
    .filter((kind) => takesResource(action, matrix.targets.target(kind, '').arn))
    .map((kind): [string, string] => [action.name, kind]),
);

describe('what destroys evidence', () => {
  test('is more than a few acts', () => {
    expect(KEPT.length).toBeGreaterThan(150);
  });

  test.each([
    administrator(MANAGEMENT),
    rootUser(MANAGEMENT),
    role(MANAGEMENT, 'OrganizationAccountAccessRole'),
    role(MANAGEMENT, 'audit/BreakGlass'),
    role(MANAGEMENT, 'Nightwatch'),
    role(MANAGEMENT, 'acme-audit-remediation-x'),
    role(MEMBER, 'OrganizationAccountAccessRole'),
    administrator(LOG_ARCHIVE),
    rootUser(LOG_ARCHIVE),
    role(LOG_ARCHIVE, 'BreakGlass'),
    role(LOG_ARCHIVE, 'x/OrganizationAccountAccessRole'),
  ])('is refused to $name', async (principal) => {
    const all = await Promise.all(
      KEPT.map(async ([action, kind]) => [action, kind, ...(await refusals(principal, action, kind))]),
    );
    expect(all).toEqual(KEPT.map(([action, kind]) => [action, kind, 'KeepEvidence']));
  });

  test.each(
    [LOG_ARCHIVE, ARCHIVE].flatMap((account) =>
      ['OrganizationAccountAccessRole', 'audit/BreakGlass', 'Nightwatch', 'acme-audit-remediation-x'].map((path) =>
        role(account, path),
      ),
    ),
  )('is left to $name', async (principal) => {
    const all = await Promise.all(KEPT.map(([action, kind]) => refusals(principal, action, kind)));
    expect(all.flat()).toEqual([]);
  });

  test('is refused to services that act for us as well: none has a reason to', async () => {
    const ours = service('config.amazonaws.com', actingFor(MEMBER));
    expect(await refusals(ours, 's3:DeleteObject', 'config-object')).toEqual(['KeepEvidence']);
  });

  test('is not refused to service-linked roles, which no RCP binds', async () => {
    const linked = { ...administrator(LOG_ARCHIVE), isServiceLinked: true };
    expect(await refusals(linked, 's3:DeleteObject', 'config-object')).toEqual([]);
  });
});

describe('recovery is refused to nobody of ours', () => {
  test.each(
    KEYS.flatMap((kind) =>
      ['kms:CancelKeyDeletion', 'kms:EnableKey', 'kms:EnableKeyRotation'].map((one) => [one, kind]),
    ),
  )('%s of the %s', async (action, kind) => {
    expect(await refusals(administrator(LOG_ARCHIVE), action!, kind!)).toEqual([]);
  });
});

describe.each([
  ['an administrator of another organization', administrator(FOREIGN)],
  ['its root user', rootUser(FOREIGN)],
  ['a role there that has the name of an exempt one', role(FOREIGN, 'OrganizationAccountAccessRole')],
  [
    'somebody in no organization',
    { ...administrator(FOREIGN), context: without(administrator(FOREIGN), 'aws:PrincipalOrgID') },
  ],
  ['anybody on the internet', ANYBODY],
] as [string, Principal][])('%s', (_name, principal) => {
  test.each(ASKED)('is refused %s on the %s', async (action, kind) => {
    expect(await refusals(principal, action, kind)).toContain('KeepOutsidersOut');
  });
});

function without({ context }: Principal, key: string): Context {
  return { ...context, [key]: undefined };
}

describe('a service', () => {
  const DELIVERING = ['cloudtrail', 'config', 'logging.s3', 's3'].map((host) => `${host}.amazonaws.com`);

  test.each(DELIVERING.flatMap((host) => ASKED.map(([action, kind]) => [host, action, kind] as const)))(
    '%s that acts for strangers is refused %s on the %s',
    async (host, action, kind) => {
      expect(await refusals(service(host, actingFor(FOREIGN)), action, kind)).toContain('KeepConfusedDeputiesOut');
      // Of an account in no organization.
      const alone = service(host, { 'aws:SourceAccount': FOREIGN });
      expect(await refusals(alone, action, kind)).toContain('KeepConfusedDeputiesOut');
    },
  );

  test.each<[string, string, string, Context]>([
    ['cloudtrail.amazonaws.com', 's3:PutObject', 'trail-object', {}],
    ['config.amazonaws.com', 's3:PutObject', 'config-object', {}],
    ['config.amazonaws.com', 's3:PutObjectAcl', 'config-object', {}],
    ['logging.s3.amazonaws.com', 's3:PutObject', 'access-log-object', {}],
    ['cloudtrail.amazonaws.com', 'kms:GenerateDataKey', 'evidence-key', {}],
    ['config.amazonaws.com', 'kms:GenerateDataKey', 'evidence-key', {}],
    ['logs.us-east-1.amazonaws.com', 'kms:Encrypt', 'evidence-key', {}],
  ])('%s that acts for us is not refused %s on the %s', async (host, action, kind, context) => {
    for (const whom of [actingFor(MEMBER), {}]) {
      expect(await refusals(service(host, whom), action, kind, context)).toEqual([]);
    }
  });

  test('is not taken for ours by the account alone', async () => {
    const deputy = service('config.amazonaws.com', { 'aws:SourceAccount': MEMBER, 'aws:SourceOrgID': 'o-zzzzzzzzzz' });
    expect(await refusals(deputy, 's3:PutObject', 'config-object')).toEqual(['KeepConfusedDeputiesOut']);
    expect(ORGANIZATION).not.toBe('o-zzzzzzzzzz');
  });
});

describe('over plain HTTP', () => {
  const PLAIN = { 'aws:SecureTransport': 'false' };

  test.each(ASKED)('%s on the %s is refused to everybody, exempt or not', async (action, kind) => {
    const everybody = [
      role(LOG_ARCHIVE, 'OrganizationAccountAccessRole'),
      administrator(MANAGEMENT),
      service('config.amazonaws.com', actingFor(MEMBER)),
      ANYBODY,
    ];
    for (const who of everybody) expect(await refusals(who, action, kind, PLAIN)).toContain('KeepPlainHttpOut');
  });
});

describe('with the custom recorder role', () => {
  const custom = prover({
    accounts: { audit: AUDIT, logArchive: LOG_ARCHIVE, members: [MEMBER] },
    recorder: { role: 'custom' },
  });
  const deniesAcl = async (path: string) => {
    const cell = await custom.matrix.cellOf(role(MEMBER, path), 's3:PutObjectAcl', 'config-object');
    return cell.by.filter(({ kind }) => kind === 'RCP').map(({ sid }) => sid);
  };

  test('ACLs are the recorder’s to set, and no other role’s', async () => {
    expect(await deniesAcl('acme-audit-recorder')).toEqual([]);
    for (const path of ['Administrator', 'x/acme-audit-recorder', 'acme-audit-recorder2']) {
      expect([path, ...(await deniesAcl(path))]).toEqual([path, 'KeepEvidenceAcls']);
    }
  });

  test('without it nobody sets them', async () => {
    expect(await refusals(role(MEMBER, 'acme-audit-recorder'), 's3:PutObjectAcl', 'config-object')).toEqual([
      'KeepEvidenceAcls',
    ]);
  });
});
