import { compliant, nonCompliant, type Verdict } from '../shared/verdict';

export const TRAFFIC = ['ACCEPT', 'REJECT', 'ALL'] as const;
export type Traffic = (typeof TRAFFIC)[number];

/** A flow log in EC2's words. */
export interface FlowLog {
  readonly id: string;
  /** ACTIVE, or what EC2 may call it otherwise. */
  readonly status: string | undefined;
  /** SUCCESS, FAILED, or nothing before the first delivery. */
  readonly delivery: string | undefined;
  /** Why the delivery failed. */
  readonly error?: string | undefined;
  readonly traffic: string | undefined;
}

/**
 * A VPC's flow logs record the traffic that is asked for; two may share it. One that cannot deliver records nothing,
 * and a new one is trusted until its first delivery. Flow logs of a VPC's subnets or interfaces do not count.
 */
export function evaluate(flowLogs: readonly FlowLog[], { trafficType }: { readonly trafficType: Traffic }): Verdict {
  const active = flowLogs.filter(({ status }) => status === 'ACTIVE');
  const delivering = active.filter(({ delivery }) => delivery !== 'FAILED');
  const recorded = new Set(delivering.flatMap(({ traffic }) => (traffic ? kinds(traffic) : [])));
  if (kinds(trafficType).every((kind) => recorded.has(kind))) return compliant;
  const failed = active.find(({ delivery }) => delivery === 'FAILED');
  if (failed) return nonCompliant(`flow log ${failed.id} cannot deliver: ${failed.error ?? 'EC2 does not say why'}`);
  const wanted = `record ${trafficType === 'ALL' ? 'ALL' : `${trafficType} or ALL`} traffic`;
  if (delivering.length === 0) return nonCompliant(`the VPC has no active flow log; ${wanted}`);
  const found = [...recorded].join(' and ') || 'no';
  return nonCompliant(`the VPC's flow logs record only ${found} traffic; ${wanted}`);
}

const kinds = (traffic: string): readonly string[] => (traffic === 'ALL' ? ['ACCEPT', 'REJECT'] : [traffic]);
