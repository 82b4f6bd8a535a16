import { OrganizationOnMoto } from './organization-on-moto';
import { describeWith } from './terraform';

jest.setTimeout(900_000);

describeWith(
  ['terraform', 'moto_server'],
  'an organization with a log archive and an archive account, applied to moto',
  () => {
    let moto: OrganizationOnMoto;

    beforeAll(async () => {
      moto = await OrganizationOnMoto.create({ prepared: true });
      const { audit, logArchive, archive, member } = moto.accounts;
      moto.synth({
        accounts: { audit, logArchive, archive, members: [member] },
        storage: { readers: [`arn:aws:iam::${audit}:role/AuditReader`] },
        trail: { dataEvents: { s3Buckets: ['customer-records'] }, notifications: true },
        recorder: { dailyTypes: ['AWS::EC2::NetworkInterface'] },
      });
    });
    afterAll(() => moto?.stop());

    test('every stack applies in order, across accounts and regions', async () => {
      for (const stack of moto.stacks) await moto.apply(stack);
      expect(moto.stacks.map((stack) => stack.replace(/\d{12}/, 'N'))).toEqual([
        'evidence',
        'organization',
        'baseline-N',
        'baseline-N',
        'baseline-N',
        'baseline-N',
        'baseline-N',
        'detection',
      ]);
    });

    test('a second plan changes nothing', async () => {
      for (const stack of moto.stacks) expect([stack, await moto.changes(stack)]).toEqual([stack, '']);
    });

    test('test doubles answered for bucket logging, replication, delegated administrators and trails named by ARN, and for nothing else', () => {
      expect([...moto.aws.doubled].sort()).toEqual([
        'S3 bucket logging',
        'S3 bucket replication',
        'delegated administrators',
        'trails named by ARN',
      ]);
    });

    test('every stack destroys, in reverse order', async () => {
      for (const stack of moto.stacks.reverse()) expect(await moto.destroy(stack)).toContain('Destroy complete!');
    });
  },
);
