import { gapsOf, type Proof, prove } from '../../src/proofs/proof';
import { ARCHIVE, AUDIT, LOG_ARCHIVE, MEMBER } from './principals';
import { ALL_ACTS, prover } from './prover';

/** Organizations that differ in what policies name, where they attach and who holds what. */
const ORGANIZATIONS: Readonly<Record<string, Record<string, unknown>>> = {
  smallest: {},
  'with a delegated trail, every kind of role and two optional policies': {
    accounts: { audit: AUDIT, logArchive: LOG_ARCHIVE, members: [MEMBER] },
    trail: { administrator: 'delegated', notifications: true },
    recorder: { role: 'custom' },
    storage: { readers: [`arn:aws:iam::${MEMBER}:role/audit/Reader`] },
    guardrails: {
      exemptRoles: ['audit/BreakGlass', 'aws-reserved/sso.amazonaws.com/AWSReservedSSO_Audit_*'],
      evaluatorRoles: ['TeamRules'],
      optional: [{ policy: 'deny-root-user' }, { policy: 'deny-ungoverned-regions' }],
    },
  },
  'with accounts of their own for evidence and archive, guarded by way of an organizational unit': {
    accounts: { audit: AUDIT, logArchive: LOG_ARCHIVE, archive: ARCHIVE, members: [MEMBER] },
    guardrails: {
      attachTo: ['ou-a1b2-11111111'],
      optional: [{ policy: 'quarantine', attachTo: ['ou-a1b2-22222222'] }],
    },
  },
  'in GovCloud, where policies are half the size': {
    accounts: { audit: AUDIT, logArchive: LOG_ARCHIVE },
    regions: { home: 'us-gov-west-1', governed: ['us-gov-west-1', 'us-gov-east-1'], archive: 'us-gov-east-1' },
  },
  'in China, which has no RCPs': {
    regions: { home: 'cn-north-1', governed: ['cn-north-1', 'cn-northwest-1'], archive: 'cn-northwest-1' },
    storage: { readers: [`arn:aws-cn:iam::${AUDIT}:role/AuditReader`] },
  },
};

/** Alarms are heard, each in the region of the trail. */
function topicOf({ regions }: { regions?: unknown }): string {
  const { home = 'us-east-1' } = (regions ?? {}) as { home?: string };
  const partition = home.startsWith('cn-') ? 'aws-cn' : home.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return `arn:${partition}:sns:${home}:111111111111:security-alerts`;
}

describe.each(Object.entries(ORGANIZATIONS))('an organization %s', (_name, settings) => {
  let proof: Proof;
  beforeAll(async () => {
    const { policies, sources } = prover({ alarms: { topicArns: [topicOf(settings)] }, ...settings });
    proof = await prove(policies, sources, []);
  }, 240_000);

  const rows = () => [...proof.sections.values()].flat();

  test('has no gaps', () => {
    expect(gapsOf(proof)).toEqual([]);
  });

  test('has every row but those about readers, where there are none', () => {
    const shown = new Set(rows().map(({ act }) => act));
    const readers = proof.organization.config.storage.readers.length;
    expect(ALL_ACTS.filter((act) => !shown.has(act) && (readers > 0 || act.on !== 'reader-role'))).toEqual([]);
  });

  test('stops some people in every row of what is denied', () => {
    const idle = rows().filter(
      ({ act, cells }) =>
        act.verdict === 'denied' && Object.values(cells).every(({ outcome }) => outcome !== 'refused'),
    );
    expect(idle.map(({ act }) => act.does)).toEqual([]);
  });

  test('has nothing to spare for anybody in vain: whoever may, may because of the policies', () => {
    const open = rows().filter(({ act, cells }) => act.verdict === 'denied' && cells.exempt.outcome === 'open');
    expect(open.length).toBeGreaterThan(400);
  });
});
