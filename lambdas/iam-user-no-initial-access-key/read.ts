import {
  GetLoginProfileCommand,
  GetUserCommand,
  type IAMClient,
  paginateListAccessKeys,
  paginateListUsers,
} from '@aws-sdk/client-iam';
import { unlessGone, type User } from '../shared/iam-users';
import type { Credentials, ListedUser } from './evaluate';

/**
 * All users of the account, with the unique ids under which Config records them.
 *
 * @throws Error when an entry lacks what every user has
 */
export async function readUsers(iam: IAMClient): Promise<readonly ListedUser[]> {
  const users: ListedUser[] = [];
  for await (const { Users = [] } of paginateListUsers({ client: iam, pageSize: 1000 }, {})) {
    for (const { Arn, UserId, CreateDate } of Users) {
      if (!Arn || !UserId || !CreateDate)
        throw new Error(`IAM lists the user ${Arn ?? UserId} without id, ARN or date`);
      users.push({ arn: Arn, id: UserId, createdAt: CreateDate });
    }
  }
  return users;
}

/**
 * A user's credentials as IAM has them now; nothing when another user has the name by now. IAM says NoSuchEntity both of
 * a user and of a login profile that does not exist, so the profile is asked for last: all else says it of a user only.
 *
 * @throws NoSuchEntityException when the user is gone
 * @throws Error when the user or a key lacks what each has
 */
export async function readCredentials({ id, name }: User, iam: IAMClient): Promise<Credentials | undefined> {
  const { User: user } = await iam.send(new GetUserCommand({ UserName: name }));
  if (!user?.UserId || !user.CreateDate) throw new Error(`IAM gives the user ${name} without id or date`);
  if (user.UserId !== id) return undefined;
  const keys: Credentials['keys'][number][] = [];
  for await (const { AccessKeyMetadata = [] } of paginateListAccessKeys({ client: iam }, { UserName: name })) {
    for (const { AccessKeyId, Status, CreateDate } of AccessKeyMetadata) {
      if (!AccessKeyId || !Status || !CreateDate)
        throw new Error(`IAM lists the access key ${AccessKeyId} of ${name} without id, status or date`);
      keys.push({ id: AccessKeyId, active: Status === 'Active', rotatedAt: CreateDate });
    }
  }
  const profile = await unlessGone(iam.send(new GetLoginProfileCommand({ UserName: name })));
  return { createdAt: user.CreateDate, passwordEnabled: profile !== undefined, keys };
}
