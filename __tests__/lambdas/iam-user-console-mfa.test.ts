import { IAMServiceException, NoSuchEntityException } from '@aws-sdk/client-iam';
import { evaluate, type SignIn } from '../../lambdas/iam-user-console-mfa/evaluate';
import { read } from '../../lambdas/iam-user-console-mfa/read';
import { type Answers, FakeAws } from './fake-aws';

test.each<[SignIn, string]>([
  [{ mfa: true }, 'COMPLIANT'],
  [{ mfa: false, consoleAccess: false }, 'COMPLIANT'],
  [{ mfa: false, consoleAccess: true }, 'NON_COMPLIANT'],
])('%j is %s', (signIn, compliance) => {
  expect(evaluate(signIn).compliance).toBe(compliance);
});

test('the annotation says how to mend it', () => {
  expect(evaluate({ mfa: false, consoleAccess: true })).toMatchObject({
    annotation: 'the user has a console password and no MFA device; register one, or delete the password',
  });
});

const ann = { id: 'AIDAEXAMPLE', name: 'ann' };
const thrown = (error: Error) => () => {
  throw error;
};
const gone = (message: string) => new NoSuchEntityException({ message, $metadata: {} });
const denied = new IAMServiceException({ name: 'AccessDenied', message: 'denied', $fault: 'client', $metadata: {} });
const withoutDevice = { ListMFADevices: () => ({ MFADevices: [] }) };

test.each<[string, Answers, SignIn, string[]]>([
  ['with a device', { ListMFADevices: () => ({ MFADevices: [{}] }) }, { mfa: true }, ['ListMFADevices']],
  [
    'with a login profile',
    { ...withoutDevice, GetLoginProfile: () => ({ LoginProfile: {} }) },
    { mfa: false, consoleAccess: true },
    ['ListMFADevices', 'GetLoginProfile'],
  ],
  [
    'with neither',
    { ...withoutDevice, GetLoginProfile: thrown(gone('Login Profile for User ann cannot be found.')) },
    { mfa: false, consoleAccess: false },
    ['ListMFADevices', 'GetLoginProfile'],
  ],
])('a user %s is read', async (_name, answers, signIn, commands) => {
  const aws = new FakeAws(answers);
  expect(await read(ann, aws)).toEqual(signIn);
  expect(aws.sent.map(({ command }) => command)).toEqual(commands);
  for (const { input } of aws.sent) expect(input['UserName']).toBe('ann');
});

test('a user who is gone is no user without console access', async () => {
  const aws = new FakeAws({ ListMFADevices: thrown(gone('The user with name ann cannot be found.')) });
  await expect(read(ann, aws)).rejects.toThrow(NoSuchEntityException);
});

test.each<[string, Answers]>([
  ['devices', { ListMFADevices: thrown(denied) }],
  ['login profile', { ...withoutDevice, GetLoginProfile: thrown(denied) }],
])('%s that may not be read are an error', async (_name, answers) => {
  await expect(read(ann, new FakeAws(answers))).rejects.toThrow('denied');
});
