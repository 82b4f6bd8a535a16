import { ConfigServiceClient, type Evaluation, PutEvaluationsCommand } from '@aws-sdk/client-config-service';
import type { Aws } from './aws';
import type { Finding } from './finding';
import type { Verdict } from './verdict';

/** The most evaluations that one call takes. */
const BATCH = 100;

/** The most characters that Config keeps of an annotation. */
const ANNOTATION = 256;

/** A rule's results on their way to Config. */
export class Report {
  /** How many results of each kind Config has taken. */
  readonly counts: Record<Verdict['compliance'], number> = { COMPLIANT: 0, NON_COMPLIANT: 0, NOT_APPLICABLE: 0 };

  constructor(
    private readonly aws: Aws,
    private readonly resultToken: string,
  ) {}

  /**
   * Sends findings in batches, each as soon as it is full, so memory does not grow with their number. When a later one
   * fails, those already sent stay: each is true by itself, and the invocation fails, so Config shows the run as failed.
   *
   * @param time - the time the verdicts speak of; of a resource's results Config keeps the latest
   * @throws Error when Config refuses some, naming each
   */
  async send(findings: AsyncIterable<Finding> | Iterable<Finding>, time: Date): Promise<void> {
    let batch: Finding[] = [];
    for await (const finding of findings) {
      batch.push(finding);
      if (batch.length < BATCH) continue;
      await this.put(batch, time);
      batch = [];
    }
    if (batch.length > 0) await this.put(batch, time);
  }

  private async put(batch: readonly Finding[], time: Date): Promise<void> {
    const { FailedEvaluations: failed = [] } = await this.aws.client(ConfigServiceClient).send(
      new PutEvaluationsCommand({
        ResultToken: this.resultToken,
        Evaluations: batch.map((finding) => evaluationOf(finding, time)),
        // The token of someone who tries a rule out: Config checks the results and keeps none.
        ...(this.resultToken === 'TESTMODE' && { TestMode: true }),
      }),
    );
    if (failed.length > 0) {
      const refused = failed.map(
        (evaluation) => `${evaluation.ComplianceResourceType} ${evaluation.ComplianceResourceId}`,
      );
      throw new Error(`Config refused ${failed.length} of ${batch.length} results: ${refused.join(', ')}`);
    }
    for (const { verdict } of batch) this.counts[verdict.compliance]++;
  }
}

const evaluationOf = ({ resourceType, resourceId, verdict }: Finding, time: Date): Evaluation => ({
  ComplianceResourceType: resourceType,
  ComplianceResourceId: resourceId,
  ComplianceType: verdict.compliance,
  ...(verdict.compliance === 'NON_COMPLIANT' && { Annotation: shortened(verdict.annotation) }),
  OrderingTimestamp: time,
});

/** Cut to what Config keeps, never inside a character that takes two UTF-16 units. */
function shortened(annotation: string): string {
  if (annotation.length <= ANNOTATION) return annotation;
  const kept = annotation.slice(0, ANNOTATION - 1);
  return `${/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}
