import { isOptIn } from '../config/regions';

/** Where something was asked. */
export interface Where {
  readonly account: string;
  /** Absent where a service has no regions. */
  readonly region?: string;
}

/** Something that could not be read, so that nothing is known of it. */
export interface Gap extends Where {
  /** What was wanted, as in `its recorder`. */
  readonly what: string;
  readonly why: string;
}

export const spoken = ({ account, region, what, why }: Gap): string =>
  `${account}${region ? ` ${region}` : ''}: ${what}: ${why}`;

/** Discovery cannot go on at all. The message says what to do. */
export class DiscoveryError extends Error {
  override readonly name = 'DiscoveryError';
}

/** What was asked and not answered. A reading goes on without it; whoever uses the result is told. */
export class Gaps {
  private readonly found: Gap[] = [];

  /** In the order of accounts, regions and what was wanted, whatever came first. */
  get all(): readonly Gap[] {
    const key = ({ account, region = '', what }: Gap) => `${account} ${region} ${what}`;
    return [...this.found].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }

  add(gap: Gap): void {
    this.found.push(gap);
  }

  /** What AWS answers, or nothing when it does not, which is then a gap. */
  async attempt<T>(where: Where, what: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      this.add({ ...where, what, why: reasonOf(error, where.region) });
      return undefined;
    }
  }
}

const DENIED = ['AccessDenied', 'AccessDeniedException', 'AuthorizationError', 'Forbidden', 'UnauthorizedOperation'];
/** A region that an account has not enabled refuses its credentials. */
const REFUSED = ['AuthFailure', 'InvalidClientTokenId', 'InvalidToken', 'UnrecognizedClientException', 'OptInRequired'];
const THROTTLED = /thrott|TooManyRequests|RequestLimitExceeded|SlowDown/i;
const UNREACHABLE = [
  ...['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'EPROTO'],
];

export const isDenied = (error: unknown): boolean => DENIED.includes((error as Error).name);

/** Whether AWS says that there is no such thing; S3 has a name for each. */
export const isAbsence = (error: unknown): boolean =>
  /^NoSuch|NotFound/.test((error as Error).name) || (error as Error).name === 'TrailNotFoundException';

/**
 * Why AWS did not answer, in a few words.
 *
 * @throws the error itself when it is none of AWS or of the network
 */
export function reasonOf(error: unknown, region?: string): string {
  const { name, message, code, $metadata } = error as Error & { code?: string; $metadata?: object };
  if (DENIED.includes(name)) return deniedBy(message);
  if (REFUSED.includes(name)) {
    return region !== undefined && isOptIn(region)
      ? 'the region is not enabled in this account'
      : `the credentials are refused (${name})`;
  }
  if (THROTTLED.test(name)) return `AWS kept throttling (${name})`;
  if (name === 'TimeoutError') return 'AWS did not answer in time';
  if (name === 'CredentialsProviderError') return `no credentials: ${message}`;
  if (code !== undefined && UNREACHABLE.includes(code)) return `the endpoint cannot be reached (${code})`;
  if ($metadata === undefined) throw error;
  return `${name}: ${message}`;
}

/** AWS says which kind of policy denied, where one did. */
function deniedBy(message: string): string {
  const by = ['service control policy', 'resource control policy', 'permissions boundary', 'session policy'].find(
    (kind) => message.includes(`in a ${kind}`),
  );
  return by === undefined ? 'access denied' : `access denied by a ${by}`;
}
