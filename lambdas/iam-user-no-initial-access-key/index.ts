import { IAMClient } from '@aws-sdk/client-iam';
import { handlerFor } from '../shared/config-rule';
import { readCredentialReport } from '../shared/credential-report';
import { unlessGone, USER, userOf } from '../shared/iam-users';
import { readParameters, wholeNumber } from '../shared/parameters';
import { notApplicable } from '../shared/verdict';
import { evaluate, findings } from './evaluate';
import { readCredentials, readUsers } from './read';

export const handler = handlerFor({
  readParameters: (raw) => readParameters(raw, { withinMinutes: wholeNumber({ from: 0, to: 1440, default: 5 }) }),
  resourceTypes: [USER],
  // The report may be older than the change, so IAM itself is asked.
  onChange: async (item, parameters, aws) => {
    const answer = await unlessGone(readCredentials(userOf(item), aws.client(IAMClient)));
    return answer?.value ? evaluate(answer.value, parameters) : notApplicable;
  },
  // A key or a password does not change the user's configuration item.
  onSchedule: async (parameters, aws) => {
    const iam = aws.client(IAMClient);
    // The list comes second: a user that only the list has is then younger than the report, or something is wrong.
    const report = await readCredentialReport(iam);
    return findings(report, await readUsers(iam), parameters);
  },
});
