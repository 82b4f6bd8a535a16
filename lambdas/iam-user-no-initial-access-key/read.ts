import { type IAMClient, paginateListUsers } from '@aws-sdk/client-iam';
import type { ListedUser } from './evaluate';

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
