import type { AccessKey, CredentialReport } from '../shared/credential-report';
import type { Finding } from '../shared/finding';
import { compliant, nonCompliant, type Verdict } from '../shared/verdict';

/** What is judged of a user: a row of the credential report, or what IAM itself says. */
export interface Credentials {
  readonly createdAt: Date;
  readonly passwordEnabled?: boolean;
  /** The report knows no ids. */
  readonly keys: readonly (AccessKey & { readonly id?: string })[];
}

/** A user as ListUsers knows it. */
export interface ListedUser {
  readonly arn: string;
  /** The unique id, which a user of the same name that is made later does not get. */
  readonly id: string;
  readonly createdAt: Date;
}

export interface InitialKeyParameters {
  readonly withinMinutes: number;
}

/** IAM is eventually consistent: a user may be missing from a report that was made right after it. */
const SETTLING_MS = 15 * 60 * 1000;

/** Someone who signs in with a password must not have been given an access key, still active, along with the user. */
export function evaluate(
  { createdAt, passwordEnabled, keys }: Credentials,
  { withinMinutes }: InitialKeyParameters,
): Verdict {
  if (!passwordEnabled) return compliant;
  const isInitial = (rotatedAt: Date): boolean =>
    rotatedAt.getTime() - createdAt.getTime() <= withinMinutes * 60 * 1000;
  const initial = keys.flatMap(({ active, rotatedAt, id }, index) =>
    active && rotatedAt && isInitial(rotatedAt) ? [id ?? index + 1] : [],
  );
  if (initial.length === 0) return compliant;
  return nonCompliant(
    `access key ${initial.join(' and ')} was made within ${withinMinutes} minutes of a user that has a console ` +
      'password; delete it, and let the user make one when one is needed',
  );
}

/**
 * One finding for each user that the report and the list agree on. The report may be four hours old, so they may differ:
 *
 * - in the report alone: deleted since. Its deletion starts the rule, which then reports that it does not apply, as AWS
 *   asks of custom rules (Config Developer Guide, "Managing Deleted Resources for AWS Config Custom Lambda Rules")
 * - in the list alone, or made anew under the same name, after the report: judged by its change, here with the next report
 *
 * @throws Error for a user that is older than the report and not in it, such as one renamed since; nobody may fall
 * through unseen, and the next report settles it
 */
export function findings(
  { generatedAt, users: rows }: CredentialReport,
  users: readonly ListedUser[],
  parameters: InitialKeyParameters,
): readonly Finding[] {
  const rowOf = new Map(rows.map((row) => [row.arn, row]));
  return users.flatMap(({ arn, id, createdAt }): Finding[] => {
    const row = rowOf.get(arn);
    if (row && wholeSeconds(row.createdAt) === wholeSeconds(createdAt))
      return [{ resourceType: 'AWS::IAM::User', resourceId: id, verdict: evaluate(row, parameters) }];
    if (createdAt.getTime() >= generatedAt.getTime() - SETTLING_MS) return [];
    throw new Error(
      `${arn}, made ${createdAt.toISOString()}, is not in the credential report of ${generatedAt.toISOString()}; ` +
        'if it was renamed, run the rule again once the report is four hours old',
    );
  });
}

/** The report has no fractions. */
const wholeSeconds = (date: Date): number => Math.floor(date.getTime() / 1000);
