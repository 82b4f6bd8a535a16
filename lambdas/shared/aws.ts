import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** What each client is made with. */
export interface ClientSettings {
  readonly region: string;
  readonly maxAttempts: number;
  readonly retryMode: 'adaptive';
  readonly credentials?: () => Promise<Credentials>;
}

/** AWS as a rule sees it: the account that is evaluated, the rule's region, and clients for both. */
export interface Aws {
  readonly accountId: string;
  readonly region: string;
  /** The client of a service, with the evaluated account's credentials; one for each class and region. */
  client<C extends Closable>(Client: new (settings: ClientSettings) => C, region?: string): C;
}

interface Closable {
  destroy(): void;
}

/** What the function finds around itself. */
export interface Surroundings {
  readonly AWS_REGION?: string | undefined;
  /** A role's ARN in which `{account}` stands for the evaluated account's id. */
  readonly EVALUATION_ROLE?: string | undefined;
  /** ARN of the running function, where it is known. */
  readonly invokedFunctionArn?: string | undefined;
}

/** Between eight attempts of a throttled call lie 35 seconds on average, 71 at most, and the client's own pacing. */
const ATTEMPTS = { maxAttempts: 8, retryMode: 'adaptive' } as const;

/** Credentials are renewed this long before they end; the SDK's clients ask again at the same moment. */
const RENEWAL_MS = 5 * 60 * 1000;

/** AWS for one invocation. Whoever makes it closes it: a warm function must not pile up connections. */
export class AwsOfAccount implements Aws {
  readonly region: string;
  private readonly credentials?: () => Promise<Credentials>;
  private readonly clients = new Map<string, Map<unknown, Closable>>();

  /**
   * @param session - names the session of an assumed role: the rule's name
   * @throws Error when the evaluated account is not the function's own and no role leads into it
   */
  constructor(
    readonly accountId: string,
    session: string,
    { AWS_REGION: region, EVALUATION_ROLE: role, invokedFunctionArn }: Surroundings,
  ) {
    if (!region) throw new Error('AWS_REGION is not set; Lambda sets it, so run this in Lambda or set it');
    this.region = region;
    const own = invokedFunctionArn?.split(':')[4];
    if (role) this.credentials = this.assumed(roleIn(role, accountId), session);
    else if (own && own !== accountId)
      throw new Error(
        `the rule is of account ${accountId}, the function of ${own}; deploy the function in ${accountId}, ` +
          'or set EVALUATION_ROLE to the ARN of a role in which {account} stands for the account',
      );
  }

  client<C extends Closable>(Client: new (settings: ClientSettings) => C, region = this.region): C {
    const inRegion = this.clients.get(region) ?? new Map<unknown, Closable>();
    this.clients.set(region, inRegion);
    const client = (inRegion.get(Client) as C | undefined) ?? new Client(this.settings(region));
    inRegion.set(Client, client);
    return client;
  }

  close(): void {
    for (const inRegion of this.clients.values()) for (const client of inRegion.values()) client.destroy();
    this.clients.clear();
  }

  private settings(region: string): ClientSettings {
    return { region, ...ATTEMPTS, ...(this.credentials && { credentials: this.credentials }) };
  }

  /** Credentials that all clients share, so that the role is assumed once, however many ask at the same time. */
  private assumed(roleArn: string, session: string): () => Promise<Credentials> {
    let current: Promise<Credentials> | undefined;
    let until = Infinity;
    return () => {
      if (current && Date.now() < until - RENEWAL_MS) return current;
      until = Infinity;
      current = this.assume(roleArn, session);
      current.then(
        ({ expiration }) => (until = expiration.getTime()),
        () => (current = undefined),
      );
      return current;
    };
  }

  private async assume(roleArn: string, session: string): Promise<Credentials> {
    const sts = new STSClient({ region: this.region, ...ATTEMPTS });
    try {
      const { Credentials: given } = await sts.send(
        new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: sessionName(session) }),
      );
      const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given ?? {};
      if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration)
        throw new Error(`STS gave no whole credentials for ${roleArn}`);
      return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
        expiration: Expiration,
      };
    } finally {
      sts.destroy();
    }
  }
}

function roleIn(role: string, accountId: string): string {
  if (!role.includes('{account}'))
    throw new Error(`EVALUATION_ROLE is '${role}'; write {account} where the evaluated account's id belongs`);
  return role.replaceAll('{account}', accountId);
}

/** STS takes 2 to 64 of these characters. */
const sessionName = (rule: string): string =>
  rule
    .replace(/[^\w+=,.@-]/g, '-')
    .slice(0, 64)
    .padEnd(2, '-');
