import { IAMClient, NoSuchEntityException, paginateListMFADevices, paginateListUsers } from '@aws-sdk/client-iam';
import type { Aws } from './aws';
import type { ConfigRule } from './config-rule';
import type { ConfigurationItem } from './configuration-item';
import type { Finding } from './finding';
import { inParallel } from './parallel';
import { readParameters } from './parameters';
import { notApplicable, type Verdict } from './verdict';

/** An IAM user. AWS Config knows one by its unique id, IAM's API by its name. */
export interface User {
  readonly id: string;
  readonly name: string;
}

export const USER = 'AWS::IAM::User';

/** An account may have 5,000 users, and a function 15 minutes; one after the other would take longer. */
const WIDTH = 8;

/**
 * A rule without parameters about each IAM user. What it asks about, a device, a key or a password, is no part of the
 * user's configuration item, so a change of it gives no notification: besides changed users, all are swept on schedule.
 *
 * @param read - reads what is judged; a NoSuchEntity it throws means that the user is gone
 */
export const ruleOfUsers = <State>(
  read: (user: User, aws: Aws) => Promise<State>,
  evaluate: (state: State) => Verdict,
): ConfigRule<object> => {
  const judge = async (user: User, aws: Aws): Promise<Verdict> => {
    const state = await unlessGone(read(user, aws));
    return state ? evaluate(state.value) : notApplicable;
  };
  return {
    readParameters: (raw) => readParameters(raw, {}),
    resourceTypes: [USER],
    onChange: (item, _parameters, aws) => judge(userOf(item), aws),
    onSchedule: (_parameters, aws) =>
      inParallel(WIDTH, users(aws), async (user): Promise<Finding> => {
        return { resourceType: USER, resourceId: user.id, verdict: await judge(user, aws) };
      }),
  };
};

/** The answer, or nothing where IAM says that what was asked for does not exist. Other errors are thrown. */
export async function unlessGone<T>(answer: Promise<T>): Promise<{ readonly value: T } | undefined> {
  try {
    return { value: await answer };
  } catch (error) {
    if (error instanceof NoSuchEntityException) return undefined;
    throw error;
  }
}

/** @throws NoSuchEntityException when the user is gone */
export async function hasMfaDevice({ name }: User, aws: Aws): Promise<boolean> {
  const pages = paginateListMFADevices({ client: aws.client(IAMClient) }, { UserName: name });
  // IAM may give an empty page before a full one.
  for await (const { MFADevices = [] } of pages) if (MFADevices.length > 0) return true;
  return false;
}

async function* users(aws: Aws): AsyncGenerator<User> {
  for await (const { Users = [] } of paginateListUsers({ client: aws.client(IAMClient) }, {}))
    for (const { UserId, UserName } of Users) yield named(UserId, UserName);
}

export const userOf = ({ resourceId, resourceName }: ConfigurationItem): User => named(resourceId, resourceName);

function named(id: string | undefined, name: string | undefined): User {
  if (!id || !name) throw new Error(`the user with id '${id ?? ''}' and name '${name ?? ''}' cannot be asked about`);
  return { id, name };
}
