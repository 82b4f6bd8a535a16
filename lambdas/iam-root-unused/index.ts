import { IAMClient } from '@aws-sdk/client-iam';
import { handlerFor } from '../shared/config-rule';
import { readCredentialReport } from '../shared/credential-report';
import { account } from '../shared/finding';
import { readParameters, wholeNumber } from '../shared/parameters';
import { evaluate } from './evaluate';

export const handler = handlerFor({
  readParameters: (raw) => readParameters(raw, { minimumDaysUnused: wholeNumber({ from: 1, to: 3650, default: 30 }) }),
  onSchedule: async (parameters, aws) => {
    const { root } = await readCredentialReport(aws.client(IAMClient));
    return [account(aws, evaluate(root, parameters, new Date()))];
  },
});
