import { CloudTrailClient, paginateListPublicKeys } from '@aws-sdk/client-cloudtrail';
import { publicKey, type PublicKey, type PublicKeySource } from '../evidence/public-key';
import { NO_SUCH_TIME, PublicKeyService } from '../evidence/public-key-service';
import type { Window } from '../evidence/window';
import type { Aws } from '../shared/aws';

/** What a service says to the credentials of an account in which a region is not enabled. */
const NOT_ENABLED = ['InvalidClientTokenId', 'UnrecognizedClientException'];

/**
 * The public keys with which CloudTrail signed in a region; none in a region that is not enabled in this account, of which
 * nothing can be proven then.
 *
 * @throws Error when the answer holds what is no key
 */
export async function publicKeysOf(
  aws: Aws,
  region: string,
  { from, to }: Required<Window>,
): Promise<readonly PublicKey[]> {
  const client = aws.client(CloudTrailClient, region);
  const keys: PublicKey[] = [];
  const problems: string[] = [];
  try {
    const pages = paginateListPublicKeys({ client }, { StartTime: new Date(from), EndTime: new Date(to) });
    for await (const { PublicKeyList = [] } of pages) {
      for (const { Value, ...rest } of PublicKeyList) {
        const entry = { ...rest, Value: Value && Buffer.from(Value).toString('base64') };
        const key = publicKey(`ListPublicKeys in ${region}: ${rest.Fingerprint}`, entry, problems);
        if (key) keys.push(key);
      }
    }
  } catch (error) {
    if (error instanceof Error && [...NOT_ENABLED, NO_SUCH_TIME].includes(error.name)) return [];
    throw error;
  }
  if (problems.length > 0) throw new Error(problems.join(', '));
  return keys;
}

/** Keys that CloudTrail gave once stay known as long as the function lives: it asks again only for those that it lacks. */
export class ServiceKeys implements PublicKeySource {
  private readonly service: PublicKeyService;

  /** @param known - by region and fingerprint; outlives an invocation */
  constructor(
    aws: Aws,
    private readonly known: Map<string, PublicKey>,
  ) {
    this.service = new PublicKeyService((region, window) => publicKeysOf(aws, region, window));
  }

  async find(fingerprint: string, region: string, signed: Required<Window>): Promise<PublicKey | undefined> {
    const id = `${region} ${fingerprint}`;
    const key = this.known.get(id) ?? (await this.service.find(fingerprint, region, signed));
    if (key) this.known.set(id, key);
    return key;
  }
}
