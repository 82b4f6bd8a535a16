import type { Finder } from '../../src/response/finder';
import { finder, MEMBER, plan, problems } from './plans';
import { file } from './remediations';

const AT = 'response.remediations[0]';
const SSH = finder('INCOMING_SSH_DISABLED');

describe('what a rule asks for', () => {
  const POLICY = { remediation: 'iam-password-policy', mode: 'auto' };
  const LENGTH = file('iam-password-policy').parameters.MinimumPasswordLength!.pattern;
  const asking = (parameters: Record<string, string>, more: Partial<Finder> = {}) =>
    finder('IAM_PASSWORD_POLICY', { eventName: { prefix: 'iam-conformance-pack-' }, parameters, ...more });
  const MEND = 'give the parameter a value here, or have the rule ask for another';

  test.each<[string, Record<string, unknown>, Finder[], ...string[]]>([
    ['and the document takes', POLICY, [asking({ MinimumPasswordLength: '8' })]],
    [
      'and the document does not take',
      POLICY,
      [asking({ MinimumPasswordLength: '7' })],
      `${AT}.parameters.MinimumPasswordLength: the rule iam-conformance-pack-* (IAM_PASSWORD_POLICY) asks for "7", which does not have the form ${LENGTH}; ${MEND}`,
    ],
    [
      'and the document does not take, under the name that the account gave it',
      POLICY,
      [asking({ MinimumPasswordLength: '7' }, { eventName: 'acme-password', ownName: 'acme-password' })],
      `${AT}.parameters.MinimumPasswordLength: the rule acme-password (IAM_PASSWORD_POLICY) asks for "7", which does not have the form ${LENGTH}; ${MEND}`,
    ],
    [
      'and audit.yaml decides otherwise',
      { ...POLICY, parameters: { MinimumPasswordLength: '14' } },
      [asking({ MinimumPasswordLength: '7' })],
    ],
    ['where people are only told', { ...POLICY, mode: 'notify' }, [asking({ MinimumPasswordLength: '7' })]],
    [
      'several times where the document takes one value',
      POLICY,
      [asking({ MinimumPasswordLength: '14,15' })],
      `${AT}.parameters.MinimumPasswordLength: the rule iam-conformance-pack-* (IAM_PASSWORD_POLICY) asks for 14 and 15 where one value can be had; ${MEND}`,
    ],
    [
      'differently from another of its name',
      POLICY,
      [asking({ MinimumPasswordLength: '14' }), asking({ MinimumPasswordLength: '15' })],
      `${AT}.parameters.MinimumPasswordLength: rules that events call iam-conformance-pack-* ask for 14 and 15, and one finding starts one run; give the parameter a value here, or have the rules ask for the same`,
    ],
    [
      'differently from another of its name, where audit.yaml decides',
      { ...POLICY, parameters: { MinimumPasswordLength: '15' } },
      [asking({ MinimumPasswordLength: '14' }), asking({ MinimumPasswordLength: '15' })],
    ],
    [
      'differently from another of its name, where people are only told',
      { ...POLICY, mode: 'notify' },
      [asking({ MinimumPasswordLength: '14' }), asking({ MinimumPasswordLength: '15' })],
    ],
    [
      'differently from another of its name in another account',
      POLICY,
      [
        asking({ MinimumPasswordLength: '14' }, { excludedAccounts: [MEMBER] }),
        asking({ MinimumPasswordLength: '15' }, { excludedAccounts: ['111111111111', '222222222222'] }),
      ],
    ],
    [
      'differently from one of another name',
      POLICY,
      [
        asking({ MinimumPasswordLength: '14' }),
        asking({ MinimumPasswordLength: '15' }, { eventName: 'acme-password' }),
      ],
    ],
  ])('%s', (_, item, finders, ...expected) => {
    expect(problems(item, finders)).toEqual(expected);
  });

  const valuesOf = (remediation: string, check: string, parameters: Record<string, string>) => {
    const [planned] = plan({ remediation, mode: 'auto' }, [finder(check, { parameters })]).of(MEMBER, 'us-east-1');
    return planned!.answers[0]!.values;
  };
  test.each([
    ['nothing', {}, ['20', '21', '3389', '3306', '4333']],
    ['one port', { blockedPort3: '3390' }, ['20', '21', '3390', '3306', '4333']],
    ['a port that another has by default', { blockedPort1: '21' }, ['21', '3389', '3306', '4333']],
    ['a list besides', { blockedPorts: '5432, 8080' }, ['20', '21', '3389', '3306', '4333', '5432', '8080']],
    ['an empty text', { blockedPort3: '' }, ['20', '21', '3389', '3306', '4333']],
  ])('has AWS’s own default for each parameter without a value: %s', (_, parameters, ports) => {
    expect(valuesOf('security-group-ports', 'RESTRICTED_INCOMING_TRAFFIC', parameters).Ports).toEqual(ports);
  });

  test('of parameters that have no default in AWS’s list, is what the file says', () => {
    const restricting = (parameters: Record<string, string>) =>
      valuesOf('security-group-ports', 'VPC_SG_PORT_RESTRICTION_CHECK', parameters).Ports;
    expect(restricting({})).toEqual(['22', '3389']);
    expect(restricting({ restrictPorts: '445' })).toEqual(['445']);
  });

  test('of a password’s age, is 90 days unless the rule says otherwise', () => {
    expect(valuesOf('iam-password-policy', 'IAM_PASSWORD_POLICY', {}).MaxPasswordAge).toEqual(['90']);
    expect(valuesOf('iam-password-policy', 'IAM_PASSWORD_POLICY', { MaxPasswordAge: '60' }).MaxPasswordAge).toEqual([
      '60',
    ]);
  });
});

describe('rules that events cannot tell apart', () => {
  const pack = (restrictPorts: string, prefix = 'ports-conformance-pack-') =>
    finder('VPC_SG_PORT_RESTRICTION_CHECK', { eventName: { prefix }, parameters: { restrictPorts } });
  const answers = (...finders: Finder[]) =>
    plan({ remediation: 'security-group-ports', mode: 'auto' }, finders)
      .of(MEMBER, 'us-east-1')[0]!
      .answers.map(({ id, eventNames, values }) => [id, eventNames, values.Ports]);
  const PACK = { prefix: 'ports-conformance-pack-' };

  test.each<[string, Finder[], unknown[]]>([
    [
      'of one name are answered once, with what all of them ask for',
      [pack('22,445,3389'), pack('22,3306')],
      [['security-group-ports', [PACK], ['22', '445', '3389', '3306']]],
    ],
    [
      'join those that ask for the same in the end',
      [pack('22,445'), SSH, pack('22,445', 'more-conformance-pack-'), pack('445,22')],
      [
        ['security-group-ports', [PACK, { prefix: 'more-conformance-pack-' }], ['22', '445']],
        ['security-group-ports-2', [SSH.eventName], ['22']],
      ],
    ],
    [
      'of which one name begins the other are answered once',
      [pack('22', 'OrgConfigRule-a-'), pack('445', 'OrgConfigRule-ab-'), pack('3306', 'OrgConfigRule-a-b-')],
      [
        ['security-group-ports', [{ prefix: 'OrgConfigRule-a-' }, { prefix: 'OrgConfigRule-a-b-' }], ['22', '3306']],
        ['security-group-ports-2', [{ prefix: 'OrgConfigRule-ab-' }], ['445']],
      ],
    ],
    [
      'of which a longer name comes first are answered once',
      [pack('3306', 'OrgConfigRule-a-b-'), pack('445', 'x-'), pack('22', 'OrgConfigRule-a-')],
      [
        ['security-group-ports', [{ prefix: 'OrgConfigRule-a-b-' }, { prefix: 'OrgConfigRule-a-' }], ['3306', '22']],
        ['security-group-ports-2', [{ prefix: 'x-' }], ['445']],
      ],
    ],
    [
      'are joined by a last one, in the order of the rules',
      [pack('1', 'p-a-b-'), pack('2', 'p-b-'), pack('3', 'p-a-'), pack('4', 'p-')],
      [
        [
          'security-group-ports',
          [{ prefix: 'p-a-b-' }, { prefix: 'p-b-' }, { prefix: 'p-a-' }, { prefix: 'p-' }],
          ['1', '2', '3', '4'],
        ],
      ],
    ],
    [
      'are told from rules of the account by its whole name alone',
      [
        { ...pack('22'), eventName: 'acme-ports', ownName: 'acme-ports' },
        { ...pack('445'), eventName: 'acme-ports-2', ownName: 'acme-ports-2' },
      ],
      [
        ['security-group-ports', ['acme-ports'], ['22']],
        ['security-group-ports-2', ['acme-ports-2'], ['445']],
      ],
    ],
    [
      'are an own rule and one whose events begin as its name does',
      [{ ...pack('22'), eventName: 'ports-conformance-pack-of-ours' }, pack('445')],
      [['security-group-ports', ['ports-conformance-pack-of-ours', PACK], ['22', '445']]],
    ],
  ])('%s', (_, finders, expected) => {
    expect(answers(...finders)).toEqual(expected);
  });

  test('are joined with the document’s own default where one of them says nothing', () => {
    const [planned] = plan({ remediation: 'security-group-ports', mode: 'auto' }, [
      finder('INCOMING_SSH_DISABLED', { eventName: PACK }),
      finder('VPC_SG_PORT_RESTRICTION_CHECK', {
        eventName: PACK,
        parameters: { restrictPorts: '22', protocolType: 'TCP', ipType: 'IPv4' },
      }),
    ]).of(MEMBER, 'us-east-1');
    expect(planned!.answers.map(({ values }) => values)).toEqual([
      { Families: ['ALL', 'IPv4'], Ports: ['22'], Protocols: ['TCP'] },
    ]);
  });

  test('are refused where two lists differ, whose union would mend what neither asks for', () => {
    const item = { remediation: 'security-group-ports', mode: 'auto' };
    const by = (restrictPorts: string, protocolType: string) =>
      finder('VPC_SG_PORT_RESTRICTION_CHECK', { eventName: PACK, parameters: { restrictPorts, protocolType } });
    expect(problems(item, [by('22', 'TCP'), by('22', 'UDP')])).toEqual([]);
    expect(problems(item, [by('22', 'TCP'), by('53', 'TCP')])).toEqual([]);
    expect(problems(item, [by('22', 'TCP'), by('53,54', 'UDP')])).toEqual([
      `${AT}.parameters.Protocols: rules that events call ports-conformance-pack-* ask for TCP and UDP, and one finding starts one run; give the parameter a value here, or have the rules ask for the same`,
    ]);
  });
});
