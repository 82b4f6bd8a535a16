import { OrganizationOnMoto } from './organization-on-moto';
import { describeWith } from './terraform';

jest.setTimeout(900_000);

describeWith(
  ['terraform', 'moto_server'],
  'an organization that was never prepared, on moto, with a stand-in for the evidence stack',
  () => {
    let moto: OrganizationOnMoto;
    let baseline: string;
    const declare = (trustedAccess: string) => {
      const { audit, logArchive, member } = moto.accounts;
      moto.synth({
        organization: { trustedAccess },
        accounts: { audit, logArchive, members: [member] },
        trail: { administrator: 'delegated', notifications: true },
        recorder: { role: 'custom', exclude: ['AWS::EC2::NetworkInterface'] },
        guardrails: { exemptRoles: ['BreakGlass'] },
      });
      baseline = `baseline-${member}`;
    };
    const trusted = async () => {
      const { EnabledServicePrincipals } = await moto.aws.organizations<{
        EnabledServicePrincipals: { ServicePrincipal: string }[];
      }>('ListAWSServiceAccessForOrganization');
      return EnabledServicePrincipals.map(({ ServicePrincipal }) => ServicePrincipal).sort();
    };

    beforeAll(async () => {
      moto = await OrganizationOnMoto.create({ prepared: false });
      await moto.aws.organizations('EnableAWSServiceAccess', { ServicePrincipal: 'ssm.amazonaws.com' });
      declare('assumed');
      await moto.pretendEvidence();
      // The healer of a delegated trail also hears calls on the bus of the audit account.
      await moto.apply('alerting');
    });
    afterAll(() => moto?.stop());

    test('while trusted access is only assumed, the plan fails and says what to run', async () => {
      const said = (await moto.plan('organization')).replaceAll(/\s+/g, ' ');
      expect(said).toContain(
        'Run: aws organizations enable-aws-service-access --service-principal cloudtrail.amazonaws.com',
      );
      expect(said).toContain('Run: aws organizations enable-policy-type');
      expect(await trusted()).toEqual(['ssm.amazonaws.com']);
    });

    test('managed, the organization is imported and gains what is missing, losing nothing', async () => {
      declare('managed');
      expect(await moto.plan('organization')).toContain('1 to import');
      await moto.apply('organization');
      expect(await trusted()).toEqual([
        'cloudtrail.amazonaws.com',
        'config-multiaccountsetup.amazonaws.com',
        'config.amazonaws.com',
        'ssm.amazonaws.com',
      ]);
      expect(await moto.changes('organization')).toBe('');
    });

    test('an account records in two regions with a custom role and exclusions, and a second plan changes nothing', async () => {
      await moto.apply(baseline);
      expect(await moto.changes(baseline)).toBe('');
    });

    test('the organization itself cannot be destroyed', async () => {
      await expect(moto.destroy('organization')).rejects.toThrow('lifecycle.prevent_destroy');
    });

    test('managed no longer, the organization is let go of and stays; the rest is destroyed', async () => {
      declare('assumed');
      expect(await moto.plan('organization')).toContain(
        'will no longer be managed by Terraform, but will not be destroyed',
      );
      await moto.apply('organization');
      for (const stack of [baseline, 'organization']) expect(await moto.destroy(stack)).toContain('Destroy complete!');
      expect(await trusted()).toContain('cloudtrail.amazonaws.com');
    });
  },
);
