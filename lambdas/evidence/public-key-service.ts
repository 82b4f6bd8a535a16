import { publicKey, PublicKeyError, type PublicKey, type PublicKeySource } from './public-key';
import type { Window } from './window';

/** What CloudTrail says of times for which it can have no keys. Only names of files that somebody else made tell such times. */
export const NO_SUCH_TIME = 'InvalidTimeRangeException';

const DAY = 24 * 60 * 60 * 1000;

/** Asks one region's CloudTrail for the keys with which it signed between two times: ListPublicKeys, every page. */
export type ListKeys = (region: string, window: Required<Window>) => Promise<readonly PublicKey[]>;

/** Public keys as CloudTrail itself gives them. A region is asked again only for a key that its answers lacked. */
export class PublicKeyService implements PublicKeySource {
  private readonly known = new Map<string, Map<string, PublicKey>>();
  private readonly asked = new Map<string, Promise<void>>();

  constructor(private readonly list: ListKeys = listPublicKeys) {}

  async find(fingerprint: string, region: string, signed: Required<Window>): Promise<PublicKey | undefined> {
    const known = this.known.get(region) ?? new Map<string, PublicKey>();
    this.known.set(region, known);
    if (!known.has(fingerprint)) await this.ask(region, signed, known);
    return known.get(fingerprint);
  }

  /** A key signs for weeks, so whole days are asked for, each once. */
  private ask(region: string, signed: Required<Window>, known: Map<string, PublicKey>): Promise<void> {
    const window = { from: Math.floor(signed.from / DAY) * DAY, to: Math.ceil(signed.to / DAY) * DAY };
    const id = `${region}/${window.from}/${window.to}`;
    const asked =
      this.asked.get(id) ??
      this.list(region, window).then((keys) => keys.forEach((key) => known.set(key.fingerprint, key)));
    this.asked.set(id, asked);
    return asked;
  }
}

/**
 * `cloudtrail:ListPublicKeys` with the environment's credentials.
 *
 * @throws PublicKeyError when the answer holds what is no key
 */
export async function listPublicKeys(region: string, { from, to }: Required<Window>): Promise<readonly PublicKey[]> {
  const { CloudTrailClient, ListPublicKeysCommand } = await import('@aws-sdk/client-cloudtrail');
  const client = new CloudTrailClient({ region });
  const problems: string[] = [];
  const keys: PublicKey[] = [];
  let token: string | undefined;
  do {
    const request = new ListPublicKeysCommand({
      StartTime: new Date(from),
      EndTime: new Date(to),
      ...(token !== undefined && { NextToken: token }),
    });
    const answer = await client.send(request).catch((error: Error) => {
      if (error.name === NO_SUCH_TIME) return { PublicKeyList: [], NextToken: undefined };
      throw error;
    });
    for (const { Value, ...rest } of answer.PublicKeyList ?? []) {
      const entry = { ...rest, Value: Value && Buffer.from(Value).toString('base64') };
      const key = publicKey(`ListPublicKeys in ${region}: ${rest.Fingerprint}`, entry, problems);
      if (key) keys.push(key);
    }
    token = answer.NextToken;
  } while (token !== undefined);
  client.destroy();
  if (problems.length > 0) throw new PublicKeyError(problems);
  return keys;
}
