import {
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeleteUserCommand,
  EnableMFADeviceCommand,
  IAMClient,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { describeWith } from '../../terraform/terraform';
import { CAPTURED, changed, item, NOTIFIED, scheduled } from '../events';
import { Account } from './account';
import { ACCOUNT, Artifacts } from './artifact';

const SWEEPING = ['iam-user-console-mfa', 'iam-user-mfa', 'iam-user-single-active-key'];
/** The last reads on schedule what moto does not know whole: account-rules.test.ts has the credential report. */
const RULES = [...SWEEPING, 'iam-user-no-initial-access-key'];

describeWith(['moto_server'], 'rules of IAM users, as deployed, on moto', () => {
  let account: Account;
  let iam: IAMClient;
  let artifacts: Artifacts;
  const ids: Record<string, string> = {};
  const there = ['password', 'password-mfa', 'password-key', 'neither', 'mfa', 'one-key', 'two-keys', 'deactivated'];

  beforeAll(async () => {
    artifacts = new Artifacts(RULES);
    account = await Account.start();
    iam = new IAMClient(account.settings);
    for (const name of [...there, 'gone']) {
      const { User } = await iam.send(new CreateUserCommand({ UserName: name }));
      ids[name] = User!.UserId!;
    }
    for (const UserName of ['password', 'password-mfa', 'password-key'])
      await iam.send(new CreateLoginProfileCommand({ UserName, Password: 'correct Horse 7 battery' }));
    for (const UserName of ['password-mfa', 'mfa']) {
      const { VirtualMFADevice } = await iam.send(
        new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: UserName }),
      );
      const codes = { AuthenticationCode1: '123456', AuthenticationCode2: '654321' };
      await iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber: VirtualMFADevice!.SerialNumber, ...codes }));
    }
    for (const [UserName, Status] of [
      ['password-key', 'Active'],
      ['one-key', 'Active'],
      ['two-keys', 'Active'],
      ['two-keys', 'Active'],
      ['deactivated', 'Inactive'],
      ['deactivated', 'Active'],
    ] as const) {
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
      await iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId: AccessKey!.AccessKeyId!, Status }));
    }
    await iam.send(new DeleteUserCommand({ UserName: 'gone' }));
  }, 120_000);

  afterAll(() => {
    iam?.destroy();
    account?.stop();
    artifacts?.remove();
  });

  const own = { accountId: ACCOUNT };
  const change = (name: string) =>
    changed(item({ resourceId: ids[name], resourceName: name, awsAccountId: ACCOUNT }), own);

  const refused: Record<string, readonly string[]> = {
    'iam-user-console-mfa': ['password', 'password-key'],
    'iam-user-mfa': ['password', 'password-key', 'neither', 'one-key', 'two-keys', 'deactivated'],
    'iam-user-single-active-key': ['two-keys'],
    'iam-user-no-initial-access-key': ['password-key'],
  };

  test.each(SWEEPING)(
    '%s sweeps all users',
    async (rule) => {
      const { error, log } = await artifacts.run(rule, scheduled(own), account.url);
      expect(error).toBeUndefined();
      const taken = account.taken();
      expect(Object.keys(taken).sort()).toEqual(there.map((name) => ids[name]).sort());
      expect(there.filter((name) => taken[ids[name]!]!.compliance === 'NON_COMPLIANT')).toEqual(refused[rule]);
      for (const { type, time, compliance, annotation } of Object.values(taken)) {
        expect([type, time]).toEqual(['AWS::IAM::User', NOTIFIED]);
        expect(['COMPLIANT', 'NON_COMPLIANT']).toContain(compliance);
        expect(annotation !== undefined).toBe(compliance === 'NON_COMPLIANT');
      }
      const NON_COMPLIANT = refused[rule]!.length;
      const counts = { COMPLIANT: there.length - NON_COMPLIANT, NON_COMPLIANT, NOT_APPLICABLE: 0 };
      expect(log.map((line) => JSON.parse(line) as unknown)).toEqual([
        { rule: 'the-rule', account: ACCOUNT, message: 'ScheduledNotification', ...counts },
      ]);
    },
    60_000,
  );

  test.each(
    RULES.flatMap((rule) =>
      there.map((name) => [rule, name, refused[rule]!.includes(name) ? 'NON_COMPLIANT' : 'COMPLIANT']),
    ),
  )(
    '%s: a change of user %s is %s',
    async (rule, name, compliance) => {
      expect((await artifacts.run(rule!, change(name!), account.url)).error).toBeUndefined();
      expect(account.taken()).toEqual({
        [ids[name!]!]: expect.objectContaining({ type: 'AWS::IAM::User', compliance, time: CAPTURED }),
      });
    },
    60_000,
  );

  test.each(RULES)(
    '%s: a user that is gone since its change does not apply',
    async (rule) => {
      expect((await artifacts.run(rule, change('gone'), account.url)).error).toBeUndefined();
      expect(account.taken()).toEqual({
        [ids['gone']!]: { type: 'AWS::IAM::User', compliance: 'NOT_APPLICABLE', time: CAPTURED },
      });
    },
    60_000,
  );
});
