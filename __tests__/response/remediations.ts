import { type DocumentSettings } from '../../src/response/document';
import { RemediationFile } from '../../src/response/remediation-file';

const FOLDER = RemediationFile.readAll('policies/remediations');

/** The repository's remediations. */
export const FILES = FOLDER.files;
export const PROBLEMS = FOLDER.problems;

export const file = (name: string): RemediationFile => {
  const found = FILES.find((one) => one.name === name);
  if (!found) throw new Error(`there is no remediation ${name}: ${PROBLEMS.join('; ')}`);
  return found;
};

/** Of the account and region that moto answers for. */
export const settings = (name: string, more: Partial<DocumentSettings> = {}): DocumentSettings => ({
  remediation: file(name),
  name: `acme-audit-${name}`,
  partition: 'aws',
  account: '123456789012',
  region: 'eu-west-1',
  eventBusArn: 'arn:aws:events:eu-west-1:123456789012:event-bus/acme-audit-events',
  mode: 'auto',
  limits: { perHour: 10, failures: 3 },
  exceptions: [],
  ...more,
});

export const APPROVAL = {
  approverArns: ['arn:aws:iam::123456789012:role/Security'],
  topicArn: 'arn:aws:sns:eu-west-1:123456789012:approvals',
  minimum: 1,
  timeoutHours: 72,
};
