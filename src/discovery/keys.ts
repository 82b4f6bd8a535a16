import { DescribeKeyCommand, GetKeyRotationStatusCommand, KMSClient, ListAliasesCommand } from '@aws-sdk/client-kms';
import type { Access } from './aws';
import type { Gaps } from './gap';
import { everyPage } from './parallel';

/** A key that evidence is encrypted with. */
export interface KeyFound {
  readonly arn: string;
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly aliases: readonly string[];
  /** Else AWS owns it for one service, and its policy cannot be changed. */
  readonly isOfCustomer: boolean;
  readonly isEnabled: boolean;
  readonly isSymmetric: boolean;
  readonly isMultiRegion: boolean;
  /** Whether it follows a key of another region. */
  readonly isReplica: boolean;
  /** `AWS_KMS`, or where its material comes from. */
  readonly origin: string;
  /** Absent when that could not be read. */
  readonly rotates?: boolean;
}

/** `access` must be of the account that owns it. */
export async function readKey(access: Access, arn: string, gaps: Gaps): Promise<KeyFound | undefined> {
  const { account } = access;
  const [, , , region = '', , key = ''] = arn.split(':');
  const here = { account, region };
  const client = access.client(KMSClient, region);
  const described = await gaps.attempt(here, `the ${key}`, () => client.send(new DescribeKeyCommand({ KeyId: arn })));
  const metadata = described?.KeyMetadata;
  if (metadata === undefined) return undefined;
  const KeyId = metadata.KeyId!;
  const aliases = await gaps.attempt(here, `the aliases of the key ${KeyId}`, () =>
    everyPage(
      (Marker) => client.send(new ListAliasesCommand({ KeyId, Marker })),
      ({ Aliases = [] }) => Aliases.map(({ AliasName }) => AliasName!),
      ({ NextMarker }) => NextMarker,
    ),
  );
  const isOfCustomer = metadata.KeyManager === 'CUSTOMER';
  const isSymmetric = metadata.KeySpec === 'SYMMETRIC_DEFAULT';
  const rotation =
    isOfCustomer && isSymmetric
      ? await gaps.attempt(here, `whether the key ${KeyId} rotates`, () =>
          client.send(new GetKeyRotationStatusCommand({ KeyId })),
        )
      : undefined;
  return {
    arn: metadata.Arn!,
    id: KeyId,
    account: metadata.AWSAccountId ?? account,
    region,
    aliases: (aliases ?? []).sort(),
    isOfCustomer,
    isEnabled: metadata.Enabled ?? false,
    isSymmetric,
    isMultiRegion: metadata.MultiRegion ?? false,
    isReplica: metadata.MultiRegionConfiguration?.MultiRegionKeyType === 'REPLICA',
    origin: metadata.Origin ?? 'AWS_KMS',
    ...(rotation?.KeyRotationEnabled !== undefined && { rotates: rotation.KeyRotationEnabled }),
  };
}
