import { readKey } from '../../lambdas/evidence/object-key';
import { delivered, type EvidencePlan, HOUR } from './organization-evidence';

/**
 * Short names of a plan's files: `222/eu D3` is the digest of hour 3, counted from 0, of account 222222222222 in
 * eu-central-1; `B3` a backfill digest; `L3.0` the first log whose name is of that hour.
 */
export class Labels {
  private readonly keys = new Map<string, string>();
  private readonly labels = new Map<string, string>();

  constructor(plan: EvidencePlan) {
    const counts = new Map<string, number>();
    for (const { key } of delivered(plan)) {
      const { kind, account, region, time, backfill } = readKey(key)!;
      const hour = Math.floor((time! - (kind === 'digest' ? HOUR : 0) - plan.start) / HOUR + 1 / 60);
      const of = `${account.slice(0, 3)}/${region.slice(0, 2)}`;
      const name = kind === 'digest' ? `${backfill ? 'B' : 'D'}${hour}` : `L${hour}`;
      const count = counts.get(`${of} ${name}`) ?? 0;
      counts.set(`${of} ${name}`, count + 1);
      const label = `${of} ${name}${kind === 'digest' ? '' : `.${count}`}`;
      this.keys.set(label, key);
      this.labels.set(key, label);
    }
  }

  key(label: string): string {
    const key = this.keys.get(label);
    if (key === undefined) throw new Error(`no ${label}; there are ${[...this.keys.keys()].join(', ')}`);
    return key;
  }

  /** The name of a key, or the key itself when it is none of the plan's. */
  label(key: string): string {
    return this.labels.get(key) ?? key;
  }
}
