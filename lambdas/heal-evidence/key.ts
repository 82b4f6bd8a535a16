import {
  CancelKeyDeletionCommand,
  DescribeKeyCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import type { Aws } from '../shared/aws';
import type { Drift } from '../shared/healer';
import { isRefusal, orNone } from './refusal';

/** What differs in one key. Without it nothing that it ever encrypted can be read. */
export async function inspectKey(arn: string, aws: Aws): Promise<readonly Drift[]> {
  const kms = aws.client(KMSClient);
  const key = { KeyId: arn };
  try {
    const described = await orNone(kms.send(new DescribeKeyCommand(key)), 'NotFoundException');
    if (!described) return [gone(arn)];
    const was = described.KeyMetadata?.KeyState ?? null;
    const wanted = 'Enabled';
    switch (was) {
      case 'Enabled':
        return await rotation(kms, arn);
      case 'Disabled': {
        const mend = async () => void (await kms.send(new EnableKeyCommand(key)));
        return [{ what: `the key ${arn} is disabled`, was, wanted, mend }, ...(await rotation(kms, arn))];
      }
      case 'PendingDeletion': {
        // Its deletion cancelled, a key is disabled, and rotates again as it did before.
        const mend = async () => {
          await kms.send(new CancelKeyDeletionCommand(key));
          await kms.send(new EnableKeyCommand(key));
        };
        return [{ what: `the key ${arn} is to be deleted`, was, wanted, mend }];
      }
      default:
        return [{ what: `the key ${arn} cannot be used`, was, wanted, firstStep: `See why the key ${arn} is ${was}.` }];
    }
  } catch (error) {
    return [unreadable(arn, error)];
  }
}

/** @throws what is no refusal */
function unreadable(arn: string, error: unknown): Drift {
  if (!isRefusal(error)) throw error;
  const firstStep = `See who refuses the healer the key ${arn}: its policy, or a policy of the organization.`;
  return { what: `the key ${arn} cannot be read`, was: String(error), wanted: arn, firstStep };
}

const gone = (arn: string): Drift => ({
  what: `the key ${arn} is gone`,
  was: null,
  wanted: arn,
  firstStep:
    `What the key ${arn} encrypted is lost, except for copies in the archive, which have a key of their own. ` +
    'Apply the evidence stack for a new key, and find out who deleted this one.',
});

async function rotation(kms: KMSClient, arn: string): Promise<readonly Drift[]> {
  const key = { KeyId: arn };
  try {
    const { KeyRotationEnabled: was = false } = await kms.send(new GetKeyRotationStatusCommand(key));
    if (was) return [];
    const mend = async () => void (await kms.send(new EnableKeyRotationCommand(key)));
    return [{ what: `the key ${arn} is not rotated`, was, wanted: true, mend }];
  } catch (error) {
    // A key that is disabled as well is enabled all the same.
    return [unreadable(arn, error)];
  }
}
