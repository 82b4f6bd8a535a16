import { deliveries } from '../../src/proofs/deliveries';
import { Matrix } from '../../src/proofs/matrix';
import { AUDIT, MEMBER } from './principals';
import { prover } from './prover';

jest.setTimeout(120_000);

describe('starting the documents that mend findings', () => {
  const { policies, sources } = prover({
    accounts: { audit: AUDIT, members: [MEMBER] },
    rules: { managed: [{ rule: 'S3_BUCKET_VERSIONING_ENABLED' }] },
    response: { remediations: [{ remediation: 's3-bucket-versioning', mode: 'auto' }] },
  });
  /** What an SCP stops that denies it on some resource. */
  const stopped = async (resource: string) => {
    const denied = policies.having([
      ...policies.all,
      {
        name: 'team',
        type: 'SERVICE_CONTROL_POLICY',
        policy: {
          Version: '2012-10-17',
          Statement: [{ Sid: 'No', Effect: 'Deny', Action: 'ssm:StartAutomationExecution', Resource: resource }],
        },
        targets: ['r-a1b2'],
      },
    ]);
    const rows = await deliveries(denied, new Matrix(denied, sources));
    return rows.filter(({ outcome }) => outcome === 'fails').map(({ does, refusedBy }) => [does, ...refusedBy]);
  };
  const STOPPED = [['start documents that mend findings', 'SCP No']];

  test.each([
    ['needs the document, as a target names it', 'automation-definition/acme-audit-*', STOPPED],
    ['needs the document itself', 'document/acme-audit-*', STOPPED],
    ['needs the run', 'automation-execution/*', STOPPED],
    ['needs no documents of others', 'document/orders-*', []],
  ])('%s', async (_, resource, expected) => {
    expect(await stopped(`arn:aws:ssm:*:${MEMBER}:${resource}`)).toEqual(expected);
  });
});
