import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ACCOUNT, type TrailEvent } from './events';

/** A record of CloudTrail Insights. */
export type InsightEvent = TrailEvent & { readonly insightDetails: Readonly<Record<string, unknown>> };

/** An item of AWS Config, as its files spell it. */
export interface ConfigurationItem {
  readonly configurationItemCaptureTime: string;
  readonly resourceType: string;
  readonly awsAccountId?: string;
  readonly awsRegion?: string;
  readonly [member: string]: unknown;
}

/** A folder of evidence in the layout of a bucket, one file for each account, region and quarter of an hour. */
export class EvidenceFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'evidence-'));
  private files = 0;

  trail(events: readonly TrailEvent[]): this {
    return this.deliver(events, 'CloudTrail');
  }

  insights(events: readonly InsightEvent[]): this {
    return this.deliver(events, 'CloudTrail-Insight');
  }

  history(items: readonly ConfigurationItem[]): this {
    for (const [place, own] of group(items, (item) => `${placeOf(item)} ${item.resourceType}`)) {
      const [account, region, type] = place.split(' ') as [string, string, string];
      const times = own.map((item) => compact(item.configurationItemCaptureTime)).sort();
      const name = `${account}_Config_${region}_ConfigHistory_${type}_${times[0]}_${times.at(-1)}_1.json.gz`;
      const last = own
        .map((item) => item.configurationItemCaptureTime)
        .sort()
        .at(-1)!;
      this.write(`${configFolder(account, region, last)}/ConfigHistory/${name}`, {
        fileVersion: '1.0',
        configurationItems: own,
      });
    }
    return this;
  }

  snapshot(items: readonly ConfigurationItem[], takenAt: string): this {
    for (const [place, own] of group(items, placeOf)) {
      const [account, region] = place.split(' ') as [string, string];
      const id = `00000000-0000-0000-0000-${String(this.files).padStart(12, '0')}`;
      const name = `${account}_Config_${region}_ConfigSnapshot_${compact(takenAt)}_${id}.json.gz`;
      this.write(`${configFolder(account, region, takenAt)}/ConfigSnapshot/${name}`, {
        fileVersion: '1.0',
        configSnapshotId: id,
        configurationItems: own,
      });
    }
    return this;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  private deliver(events: readonly TrailEvent[], kind: 'CloudTrail' | 'CloudTrail-Insight'): this {
    for (const [place, own] of group(
      events,
      (event) => `${event.recipientAccountId} ${event.awsRegion} ${slot(event)}`,
    )) {
      const [account, region, time] = place.split(' ') as [string, string, string];
      const day = `${time.slice(0, 4)}/${time.slice(4, 6)}/${time.slice(6, 8)}`;
      const unique = `Evidence${String(this.files).padStart(8, '0')}`;
      this.write(
        `AWSLogs/o-exampleorg1/${account}/${kind}/${region}/${day}/${account}_${kind}_${region}_${time}_${unique}.json.gz`,
        { Records: own.map(({ deliveredAt: _, ...record }) => record) },
      );
    }
    return this;
  }

  private write(key: string, content: unknown): void {
    const path = join(this.path, key);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, gzipSync(JSON.stringify(content)));
    this.files += 1;
  }
}

const QUARTER = 15 * 60 * 1000;

/** CloudTrail delivers some minutes after the event. */
const slot = ({ deliveredAt, eventTime }: TrailEvent): string => {
  const time = deliveredAt ? Date.parse(deliveredAt) : Math.ceil((Date.parse(eventTime) + 1) / QUARTER) * QUARTER;
  return `${compact(new Date(time).toISOString()).slice(0, 13)}Z`;
};

const placeOf = ({ awsAccountId = ACCOUNT, awsRegion = 'us-east-1' }: ConfigurationItem): string =>
  `${awsAccountId} ${awsRegion}`;

/** Config leaves the zeros out of months and days. */
const configFolder = (account: string, region: string, time: string): string => {
  const [year, month, day] = time.slice(0, 10).split('-').map(Number);
  return `config/AWSLogs/${account}/Config/${region}/${year}/${month}/${day}`;
};

/** `20261120T103000Z` of an instant. */
const compact = (time: string): string => time.replace(/\.\d+/, '').replace(/[-:]/g, '');

function group<T>(all: readonly T[], key: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
}
