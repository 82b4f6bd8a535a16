import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type Partition, partitionOf } from '../config/regions';
import { roleArn } from '../policy/arn';
import { callOf, refuseUnlisted } from './calls';
import { DiscoveryError, reasonOf } from './gap';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** What each client is made with. */
export interface ClientSettings {
  readonly region: string;
  readonly credentials?: Credentials;
}

interface Closable {
  destroy(): void;
}

/** One account, as its own credentials see it. */
export interface Access {
  readonly account: string;
  readonly region: string;
  /** The client of a service; one for each class and region. */
  client<C extends Closable>(Client: new (settings: ClientSettings) => C, region?: string): C;
  /** Ends its connections: thousands of accounts must not pile them up. */
  close(): void;
}

/** AWS as whoever runs discovery sees it. */
export interface Aws extends Access {
  readonly partition: Partition;
  /** Another account by the role that leads into it; the own account as it is. */
  enter(account: string): Promise<Access>;
}

/** Between ten attempts of a throttled call lie about two minutes; the SDK slows itself down besides. */
const ATTEMPTS = { maxAttempts: 10, retryMode: 'adaptive' } as const;
/** In milliseconds. A region that hangs must not stop the rest. */
const TIMEOUTS = { connectionTimeout: 5_000, requestTimeout: 30_000 } as const;

class Session implements Access {
  private readonly clients = new Map<unknown, Map<string, Closable>>();

  constructor(
    readonly account: string,
    readonly region: string,
    private readonly credentials?: Credentials,
  ) {}

  client<C extends Closable>(Client: new (settings: ClientSettings) => C, region = this.region): C {
    const ofClass = this.clients.get(Client) ?? new Map<string, Closable>();
    this.clients.set(Client, ofClass);
    const known = ofClass.get(region) as C | undefined;
    const client = known ?? onlyReading(new Client(settings(region, this.credentials)));
    ofClass.set(region, client);
    return client;
  }

  close(): void {
    for (const ofClass of this.clients.values()) for (const client of ofClass.values()) client.destroy();
    this.clients.clear();
  }
}

/** AWS over the network. */
export class LiveAws extends Session implements Aws {
  /** Credentials last an hour: longer than any reading takes. */
  private readonly entered = new Map<string, Promise<Credentials>>();

  private constructor(
    account: string,
    region: string,
    private readonly roleName: string,
  ) {
    super(account, region);
  }

  /**
   * @param region - where to ask what has no region of its own; default: that of the environment or profile
   * @throws DiscoveryError when there are no credentials or no region
   */
  static async open(roleName: string, region?: string): Promise<LiveAws> {
    const sts = onlyReading(new STSClient(settings(region)));
    try {
      const home = await regionOf(sts);
      const { Account } = await sts.send(new GetCallerIdentityCommand({}));
      return new LiveAws(Account!, home, roleName);
    } catch (error) {
      if (error instanceof DiscoveryError) throw error;
      throw new DiscoveryError(
        `AWS does not say whose credentials these are: ${reasonOf(error)}; sign in to the management account first`,
      );
    } finally {
      sts.destroy();
    }
  }

  get partition(): Partition {
    return partitionOf(this.region);
  }

  async enter(account: string): Promise<Access> {
    if (account === this.account) return new Session(account, this.region);
    const credentials = this.entered.get(account) ?? this.assume(account);
    this.entered.set(account, credentials);
    return new Session(account, this.region, await credentials);
  }

  private async assume(account: string): Promise<Credentials> {
    const { Credentials: given } = await this.client(STSClient).send(
      new AssumeRoleCommand({
        RoleArn: roleArn(this.partition, account, this.roleName),
        RoleSessionName: 'org-audit-discover',
      }),
    );
    return {
      accessKeyId: given!.AccessKeyId!,
      secretAccessKey: given!.SecretAccessKey!,
      sessionToken: given!.SessionToken!,
    };
  }
}

async function regionOf(sts: STSClient): Promise<string> {
  try {
    return await sts.config.region();
  } catch {
    throw new DiscoveryError('no region is set; name one with --region, or set AWS_REGION');
  }
}

const settings = (region?: string, credentials?: Credentials) =>
  ({
    ...ATTEMPTS,
    requestHandler: TIMEOUTS,
    // A bucket answers in its own region only, which is asked of it first.
    followRegionRedirects: true,
    forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined || process.env.AWS_ENDPOINT_URL_S3 !== undefined,
    ...(region !== undefined && { region }),
    ...(credentials && { credentials }),
  }) as ClientSettings;

/** A client that refuses to send what is not a read of ours, whoever asks. */
export function onlyReading<C>(client: C): C {
  // Every client of the SDK has this stack, typed by its own commands.
  const { middlewareStack } = client as unknown as STSClient;
  middlewareStack.add(
    (next, { clientName = '', commandName = '' }) =>
      async (args) => {
        refuseUnlisted(callOf(clientName, commandName));
        return next(args);
      },
    { step: 'initialize', priority: 'high', name: 'onlyReading' },
  );
  return client;
}
