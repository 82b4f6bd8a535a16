import { GetLoginProfileCommand, IAMClient } from '@aws-sdk/client-iam';
import type { Aws } from '../shared/aws';
import { hasMfaDevice, unlessGone, type User } from '../shared/iam-users';
import type { SignIn } from './evaluate';

/**
 * Reads how a user may sign in. IAM says NoSuchEntity both of a user and of a login profile that does not exist, so the
 * devices are asked for first: they say it of a user only.
 *
 * @throws NoSuchEntityException when the user is gone
 */
export async function read(user: User, aws: Aws): Promise<SignIn> {
  if (await hasMfaDevice(user, aws)) return { mfa: true };
  const profile = aws.client(IAMClient).send(new GetLoginProfileCommand({ UserName: user.name }));
  return { mfa: false, consoleAccess: (await unlessGone(profile)) !== undefined };
}
