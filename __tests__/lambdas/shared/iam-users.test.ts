import { IAMServiceException, NoSuchEntityException } from '@aws-sdk/client-iam';
import type { Finding } from '../../../lambdas/shared/finding';
import { hasMfaDevice, ruleOfUsers, type User } from '../../../lambdas/shared/iam-users';
import { parseItem } from '../../../lambdas/shared/configuration-item';
import { compliant, nonCompliant } from '../../../lambdas/shared/verdict';
import { item } from '../events';
import { all, FakeAws } from '../fake-aws';

const ann = { id: 'AIDAEXAMPLE', name: 'ann' };
const gone = () => new NoSuchEntityException({ message: 'The user with name ann cannot be found.', $metadata: {} });
const denied = () =>
  new IAMServiceException({ name: 'AccessDenied', message: 'denied', $fault: 'client', $metadata: {} });

describe('whether a user has an MFA device', () => {
  const device = { UserName: 'ann', SerialNumber: 'arn:aws:iam::111122223333:mfa/ann', EnableDate: new Date() };
  test.each<[string, object[], boolean, number]>([
    ['no page holds one', [{ MFADevices: [] }], false, 1],
    ['the first page holds one', [{ MFADevices: [device] }], true, 1],
    ['the first holds one and says there are more', [{ MFADevices: [device], Marker: '1' }, {}], true, 1],
    ['an empty page comes before it', [{ MFADevices: [], Marker: '1' }, { MFADevices: [device] }], true, 2],
    ['only empty pages come', [{ Marker: '1' }, { MFADevices: [], Marker: '2' }, {}], false, 3],
  ])('%s', async (_name, pages, has, asked) => {
    const aws = new FakeAws({ ListMFADevices: ({ Marker = '0' }: { Marker?: string }) => pages[Number(Marker)] });
    expect(await hasMfaDevice(ann, aws)).toBe(has);
    expect(aws.sent).toHaveLength(asked);
    expect(aws.inputsOf('ListMFADevices').every(({ UserName }) => UserName === 'ann')).toBe(true);
  });

  test.each([gone, denied])('an error is thrown', async (error) => {
    const aws = new FakeAws({
      ListMFADevices: () => {
        throw error();
      },
    });
    await expect(hasMfaDevice(ann, aws)).rejects.toEqual(error());
  });
});

const evaluate = (fine: boolean) => (fine ? compliant : nonCompliant('bad'));

describe('a changed user', () => {
  const judge = (read: (user: User) => Promise<boolean>, changes: object = {}) =>
    ruleOfUsers(read, evaluate).onChange!(parseItem(item(changes)), {}, new FakeAws({}));

  test.each([
    [true, 'COMPLIANT'],
    [false, 'NON_COMPLIANT'],
  ])('whose state is %s is %s', async (state, compliance) => {
    expect(await judge(async () => state)).toMatchObject({ compliance });
  });

  test("is asked about by the item's name and id", async () => {
    const read = jest.fn(async (_user: User) => true);
    await judge(read);
    expect(read.mock.calls[0]![0]).toEqual({ id: 'AIDAEXAMPLE', name: 'ann' });
  });

  test('that is gone by now is not applicable', async () => {
    expect(await judge(() => Promise.reject(gone()))).toEqual({ compliance: 'NOT_APPLICABLE' });
  });

  test('that cannot be read is an error', async () => {
    await expect(judge(() => Promise.reject(denied()))).rejects.toThrow('denied');
  });

  test.each([undefined, ''])('named %j is an error, because IAM would answer for the caller', async (resourceName) => {
    await expect(async () => judge(async () => true, { resourceName })).rejects.toThrow(
      "the user with id 'AIDAEXAMPLE' and name '' cannot be asked about",
    );
  });
});

describe('the sweep', () => {
  const listed = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => ({ UserId: `AIDA${from + at}`, UserName: `user-${from + at}` }));
  const pages = (count: number) => ({
    ListUsers: ({ Marker = '0' }: { Marker?: string }) => {
      const from = Number(Marker);
      const to = Math.min(from + 100, count);
      return { Users: listed(from, to), ...(to < count && { IsTruncated: true, Marker: String(to) }) };
    },
  });
  const sweep = (aws: FakeAws, read: (user: User) => Promise<boolean>) =>
    all(ruleOfUsers(read, evaluate).onSchedule!({}, aws) as AsyncIterable<Finding>);

  test.each([0, 1, 100, 101, 250])('judges each of %i users, by id', async (count) => {
    const aws = new FakeAws(pages(count));
    const findings = await sweep(aws, async ({ name }) => name !== 'user-7');
    expect(findings.map(({ resourceType, resourceId }) => `${resourceType} ${resourceId}`)).toEqual(
      listed(0, count).map(({ UserId }) => `AWS::IAM::User ${UserId}`),
    );
    expect(
      findings.filter(({ verdict }) => verdict.compliance !== 'COMPLIANT').map(({ resourceId }) => resourceId),
    ).toEqual(count > 7 ? ['AIDA7'] : []);
  });

  test('says of a user that is gone by now that it does not apply, and goes on', async () => {
    const findings = await sweep(new FakeAws(pages(3)), async ({ name }) => {
      if (name === 'user-1') throw gone();
      return true;
    });
    expect(findings.map(({ verdict }) => verdict.compliance)).toEqual(['COMPLIANT', 'NOT_APPLICABLE', 'COMPLIANT']);
  });

  test('fails as a whole when one user cannot be read', async () => {
    const read = async ({ name }: User) => {
      if (name === 'user-1') throw denied();
      return true;
    };
    await expect(sweep(new FakeAws(pages(3)), read)).rejects.toThrow('denied');
  });

  test('fails when users cannot be listed', async () => {
    const aws = new FakeAws({
      ListUsers: () => {
        throw denied();
      },
    });
    await expect(sweep(aws, async () => true)).rejects.toThrow('denied');
  });
});

test('a rule of users takes no parameters', () => {
  expect(() => ruleOfUsers(async () => true, evaluate).readParameters({ days: '1' })).toThrow("'days' is unknown");
});
