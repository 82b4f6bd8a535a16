import { IAMClient } from '@aws-sdk/client-iam';
import { handlerFor } from '../shared/config-rule';
import { readCredentialReport } from '../shared/credential-report';
import { readParameters, wholeNumber } from '../shared/parameters';
import { findings } from './evaluate';
import { readUsers } from './read';

export const handler = handlerFor({
  readParameters: (raw) => readParameters(raw, { withinMinutes: wholeNumber({ from: 0, to: 1440, default: 5 }) }),
  onSchedule: async (parameters, aws) => {
    const iam = aws.client(IAMClient);
    // The list comes second: a user that only the list has is then younger than the report, or something is wrong.
    const report = await readCredentialReport(iam);
    return findings(report, await readUsers(iam), parameters);
  },
});
