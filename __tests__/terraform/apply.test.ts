import { runHealers } from './deployed-healers';
import { OrganizationOnMoto } from './organization-on-moto';
import { tamperWithEvidence, tamperWithOrganization, tamperWithRecorder } from './tampering';
import { describeWith } from './terraform';

jest.setTimeout(900_000);

describeWith(
  ['terraform', 'moto_server'],
  'an organization with its archive in an account of its own, applied to moto',
  () => {
    let moto: OrganizationOnMoto;

    beforeAll(async () => {
      moto = await OrganizationOnMoto.create({ prepared: true });
      const { audit, archive, member } = moto.accounts;
      moto.synth({
        accounts: { audit, archive, members: [member] },
        storage: { readers: [`arn:aws:iam::${audit}:role/AuditReader`] },
        trail: { dataEvents: { s3Buckets: ['customer-records'] }, notifications: true },
        recorder: { dailyTypes: ['AWS::EC2::NetworkInterface'] },
        response: {
          exemptTag: { key: 'audit', value: 'spared' },
          remediations: [
            // Its rule is held by each account, so AWS Config itself starts the document.
            { remediation: 'iam-password-policy', mode: 'auto', limits: { perHour: 5 } },
            {
              remediation: 's3-bucket-versioning',
              mode: 'approve',
              accounts: [audit],
              approval: { approvers: ['SecurityEngineer'], topicName: 'approvals' },
              exceptions: [{ resourceId: 'scratch', reason: 'is emptied each night', until: '2027-01-31' }],
            },
            { remediation: 'kms-key-rotation', mode: 'notify' },
          ],
        },
        rules: {
          managed: [
            { rule: 'S3_BUCKET_VERSIONING_ENABLED', excludedAccounts: [member] },
            { rule: 'IAM_PASSWORD_POLICY', deploy: 'accounts', parameters: { MinimumPasswordLength: 14 } },
          ],
          lambda: [{ rule: 'vpc-flow-logs' }, { rule: 'cloudtrail-multi-region' }],
          guard: [{ rule: 'ec2-instance-hardened' }, { rule: 'ec2-security-group-world-ports', deploy: 'accounts' }],
        },
        conformancePacks: [
          { pack: 'audit-baseline' },
          { pack: 'cis-aws-5.0.0', deploy: 'accounts', regions: ['us-east-1'], excludedAccounts: [audit, archive] },
        ],
      });
    });
    afterAll(() => moto?.stop());

    test('every stack applies in order, across accounts and regions', async () => {
      expect(moto.stages.map((stage) => stage.length)).toEqual([1, 1, 1, 4, 1]);
      for (const stage of moto.stages) await Promise.all(stage.map((stack) => moto.apply(stack)));
    });

    test('a second plan changes nothing', async () => {
      for (const stage of moto.stages) {
        const changes = await Promise.all(stage.map((stack) => moto.changes(stack)));
        expect(changes).toEqual(stage.map(() => ''));
      }
    });

    test('what somebody changes, the healers that were applied set right: a plan then changes nothing', async () => {
      await Promise.all([tamperWithOrganization(moto), tamperWithEvidence(moto), tamperWithRecorder(moto)]);
      const touched = ['evidence', 'organization', `baseline-${moto.accounts.member}`];
      const changes = () => Promise.all(touched.map((stack) => moto.changes(stack)));
      expect((await changes()).map((changed) => changed !== '')).toEqual([true, true, true]);

      const outcomes = await Promise.all(touched.map((stack) => runHealers(moto, stack)));
      expect(outcomes.map((healers) => Object.values(healers).map(({ error }) => error))).toEqual([
        [undefined, undefined],
        [undefined, undefined],
        [undefined, undefined],
      ]);
      const healed = moto.told.filter(({ type }) => type === 'Audit Self-Healing').map(({ detail }) => detail);
      expect(healed.map(({ healer, outcome }) => `${String(healer)} ${String(outcome)}`).sort()).toEqual([
        'evidence mended',
        'guardrails mended',
        'recorder mended',
        'trail mended',
      ]);
      expect(await changes()).toEqual(['', '', '']);
    });

    test('every stack destroys, in reverse order', async () => {
      for (const stage of moto.stages.reverse()) {
        for (const said of await Promise.all(stage.map((stack) => moto.destroy(stack)))) {
          expect(said).toContain('Destroy complete!');
        }
      }
    });

    test('test doubles answered for these calls, and for nothing else', () => {
      expect([...moto.aws.doubled].sort()).toEqual([
        'S3 bucket logging',
        'S3 bucket replication',
        'conformance packs',
        'custom Config rules',
        'dead letters of functions',
        'delegated administrators',
        'events put on a bus',
        'organization conformance packs',
        'organization rules',
        'recording modes',
        'redrive policies of queues',
        'remediations of rules',
        'saved queries of Athena',
        'tags of Athena workgroups',
        'trails named by ARN',
      ]);
    });
  },
);
