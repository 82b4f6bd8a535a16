import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import type { Aws } from '../shared/aws';
import { isObject, type JsonObject } from '../shared/json';
import type { Found } from './found';

/** What was written about an account earlier. */
export interface Memory {
  /** Ids of what people were told. */
  readonly told: ReadonlySet<string>;
  /** Since when a region has been awaited, in milliseconds since 1970. */
  readonly awaited: ReadonlyMap<string, number>;
}

/** How far back the journal remembers: what lasts longer is told again. In milliseconds. */
export const MEMORY = 24 * 3_600_000;
/** Ids in a line: CloudWatch Logs takes 256 KB. */
const IDS_A_LINE = 5_000;

/**
 * The function's own log, one line of JSON each: metric filters count it, people read it, and later runs find in it what was told
 * before, so that nothing has to be kept anywhere else. What a run writes, the next one can read: they are half an hour apart.
 */
export class Journal {
  constructor(
    private readonly aws: Aws,
    private readonly logGroup: string,
    private readonly write: (line: string) => void,
  ) {}

  found(found: Found): void {
    this.line({ event: 'finding', ...found });
  }

  /** The account was looked at in whole. */
  verified(
    account: string,
    counts: { readonly digests: number; readonly logs: number; readonly findings: number },
  ): void {
    this.line({ event: 'verified', account, ...counts });
  }

  told(account: string, ids: readonly string[]): void {
    for (let at = 0; at < ids.length; at += IDS_A_LINE)
      this.line({ event: 'told', account, ids: ids.slice(at, at + IDS_A_LINE) });
  }

  /** Nothing was ever delivered of these regions of the account, which may be new. */
  awaited(account: string, regions: readonly string[]): void {
    this.line({ event: 'awaited', account, regions });
  }

  /** What else people should know who read the log. */
  note(account: string, text: string): void {
    this.line({ event: 'note', account, text });
  }

  /** @param until - only what was written in the day before counts */
  async remembered(account: string, until: number): Promise<Memory> {
    const told = new Set<string>();
    const awaited = new Map<string, number>();
    const pattern = `{ $.account = "${account}" && ($.event = "told" || $.event = "awaited") }`;
    await this.unlessUnreadable(account, async () => {
      for await (const { ids, regions, at } of this.records(pattern, until - MEMORY)) {
        for (const id of textsOf(ids)) told.add(id);
        for (const region of textsOf(regions)) awaited.set(region, Math.min(at, awaited.get(region) ?? Infinity));
      }
    });
    return { told, awaited };
  }

  /** In how many other accounts people were told of something since a time, as far as a number: more are not counted. */
  async accountsTold(account: string, since: number, most: number): Promise<number> {
    const accounts = new Set<unknown>();
    await this.unlessUnreadable(account, async () => {
      for await (const { account: other } of this.records('{ $.event = "told" }', since)) {
        if (other !== account) accounts.add(other);
        if (accounts.size === most) break;
      }
    });
    return accounts.size;
  }

  /** Where the past cannot be read, it is as if there were none: people hear twice rather than never. */
  private async unlessUnreadable(account: string, read: () => Promise<void>): Promise<void> {
    await read().catch((error: unknown) => this.note(account, `what was told before cannot be read: ${String(error)}`));
  }

  /** Lines of the log since a time, oldest first, each with the time at which it was written. */
  private async *records(
    filterPattern: string,
    startTime: number,
  ): AsyncGenerator<JsonObject & { readonly at: number }> {
    const pages = paginateFilterLogEvents(
      { client: this.aws.client(CloudWatchLogsClient) },
      { logGroupName: this.logGroup, filterPattern, startTime },
    );
    for await (const { events = [] } of pages)
      for (const { message = '', timestamp = startTime } of events) yield { ...recordOf(message), at: timestamp };
  }

  private line(record: object): void {
    this.write(`${JSON.stringify(record)}\n`);
  }
}

function recordOf(message: string): JsonObject {
  try {
    const record: unknown = JSON.parse(message);
    return isObject(record) ? record : {};
  } catch {
    return {};
  }
}

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
