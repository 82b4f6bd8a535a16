import { IAMClient, paginateListAccessKeys } from '@aws-sdk/client-iam';
import type { Aws } from '../shared/aws';
import type { User } from '../shared/iam-users';

/**
 * The ids of a user's active access keys.
 *
 * @throws NoSuchEntityException when the user is gone
 */
export async function read({ name }: User, aws: Aws): Promise<string[]> {
  const active: string[] = [];
  for await (const page of paginateListAccessKeys({ client: aws.client(IAMClient) }, { UserName: name }))
    for (const { AccessKeyId, Status } of page.AccessKeyMetadata ?? [])
      if (Status === 'Active') active.push(AccessKeyId ?? 'of unknown id');
  return active;
}
