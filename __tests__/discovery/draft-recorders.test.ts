import { draft, read, commentsOf, usual } from './drafted';
import { AUDIT, awsError, ELSEWHERE, HOME, LOGS, MANAGEMENT, MEMBER, recorders, USUAL } from './fake-organization';

describe('AWS Config', () => {
  const everywhere = [MANAGEMENT, MEMBER].flatMap((account) =>
    [HOME, ELSEWHERE].map((region) => `${account} ${region}`),
  );
  const recording = (recorder: object, channel: object = {}) =>
    usual(recorders(everywhere, recorder as Record<string, unknown>, channel as Record<string, unknown>));

  test('daily recorders stay daily', async () => {
    const drafted = await draft(recording({ recordingMode: { recordingFrequency: 'DAILY' } }));
    expect(read(drafted).recorder.frequency).toBe('DAILY');
  });

  test('only what every recorder leaves out is left out', async () => {
    const types = ['AWS::EC2::NetworkInterface', 'AWS::IAM::Role', 'AWS::No::Such'];
    const recordingGroup = { allSupported: false, exclusionByResourceTypes: { resourceTypes: types } };
    expect(read(await draft(recording({ recordingGroup }))).recorder.exclude).toEqual(['AWS::EC2::NetworkInterface']);
    const some = recording({});
    const one = await draft({
      ...some,
      'ConfigService.DescribeConfigurationRecorders': (_, { account }) => ({
        ConfigurationRecorders: [{ name: 'default', roleARN: '', ...(account === MEMBER && { recordingGroup }) }],
      }),
    });
    expect(read(one).recorder.exclude).toEqual([]);
  });

  test.each<[string, object, string]>([
    [
      'confined',
      { recordingGroup: { allSupported: false, resourceTypes: ['AWS::EC2::EIP'] } },
      '4 recorders of 4 record listed types only; the plan makes them record all.',
    ],
    ['with roles', { roleARN: `arn:aws:iam::${MEMBER}:role/recorder` }, '4 recorders of 4 have roles of their own;'],
    ['named', { name: 'org' }, '4 recorders with names of their own, which are kept'],
  ])('recorders that are %s are adopted, and that is told', async (_, recorder, comment) => {
    const drafted = await draft(recording(recorder));
    expect(read(drafted).adopt.recorders).toHaveLength(4);
    expect(commentsOf(drafted)).toContain(comment);
    expect(commentsOf(await draft(recording({})))).not.toContain(comment);
  });

  test('recorders that stopped are told', async () => {
    const drafted = await draft({
      ...recording({}),
      'ConfigService.DescribeConfigurationRecorderStatus': () => ({
        ConfigurationRecordersStatus: [{ name: 'default', recording: false }],
      }),
    });
    expect(commentsOf(drafted)).toContain('4 recorders stopped today; the plan starts them:');
  });

  test('accounts that have the role of AWS Config are listed; where nobody knows, that is told', async () => {
    const drafted = await draft({
      ...USUAL,
      'IAM.GetRole': (_, { account }) => {
        if (account === MEMBER) throw awsError('AccessDenied');
        if (account === AUDIT) throw awsError('NoSuchEntityException');
        return { Role: {} };
      },
    });
    expect(read(drafted).recorder.serviceLinkedRoleExistsIn).toEqual([MANAGEMENT, LOGS]);
    expect(commentsOf(drafted)).toContain(`Unknown: whether AWSServiceRoleForConfig exists in ${MEMBER}.`);
  });

  test.each<[string, string | undefined]>([
    [`arn:aws:sns:${HOME}:${AUDIT}:config`, 'config'],
    [`arn:aws:sns:${HOME}:${MEMBER}:config`, undefined],
  ])('the topic %s that channels tell', async (snsTopicARN, name) => {
    const drafted = await draft(recording({}, { snsTopicARN }));
    expect(read(drafted).recorder.snsTopicName).toBe(name);
    expect(commentsOf(drafted).includes('Delivery channels tell config')).toBe(name === undefined);
  });

  test('where AWS Config cannot be read, that is told, and nothing is listed', async () => {
    const known = USUAL['ConfigService.DescribeConfigurationRecorders']!;
    const drafted = await draft({
      ...USUAL,
      'ConfigService.DescribeConfigurationRecorders': (input, at) => {
        if (at.account === MEMBER && at.region === ELSEWHERE) throw awsError('AccessDeniedException');
        return known(input, at);
      },
    });
    expect(read(drafted).adopt.recorders).toHaveLength(3);
    expect(commentsOf(drafted)).toContain(
      `Unknown in 1 place: what is there makes an apply fail until it is listed: ${MEMBER} ${ELSEWHERE}.`,
    );
    expect(drafted.notes.doubtful).toContain('AWS Config could not be read in 1 place');
  });

  test('rules and packs are counted', async () => {
    const drafted = await draft({ ...USUAL, 'ConfigService.DescribeConfigRules': () => ({ ConfigRules: [{}, {}] }) });
    expect(drafted.notes.left).toEqual(['8 rules and 0 conformance packs of AWS Config']);
  });

  const aggregators = (...wanted: { in: string; at?: string; [key: string]: unknown }[]) =>
    usual({
      'ConfigService.DescribeConfigurationAggregators': (_, { account, region }) => ({
        ConfigurationAggregators: wanted
          .filter((one) => one.in === account && (one.at ?? HOME) === region)
          .map((one) => ({
            ConfigurationAggregatorName: 'org',
            OrganizationAggregationSource: {
              RoleArn: `arn:aws:iam::${AUDIT}:role/service-role/aggregate`,
              AllAwsRegions: true,
            },
            ...one,
          })),
      }),
    });

  test('the aggregator of the audit account at home is adopted, with its role and regions', async () => {
    const OrganizationAggregationSource = {
      RoleArn: `arn:aws:iam::${AUDIT}:role/service-role/aggregate`,
      AwsRegions: [HOME],
    };
    const { adopt, aggregator } = read(await draft(aggregators({ in: AUDIT, OrganizationAggregationSource })));
    expect(adopt.aggregator).toEqual({ name: 'org', role: 'service-role/aggregate' });
    expect(aggregator.regions).toEqual([HOME]);
  });

  test.each([
    ['of another account', { in: MANAGEMENT }],
    ['of another region', { in: AUDIT, at: ELSEWHERE }],
    ['of accounts', { in: AUDIT, OrganizationAggregationSource: undefined }],
    ['of a service', { in: AUDIT, CreatedBy: 'securityhub.amazonaws.com' }],
  ])('an aggregator %s is left, and told', async (_, wanted) => {
    const drafted = await draft(aggregators(wanted));
    expect(read(drafted).adopt.aggregator).toBeUndefined();
    expect(drafted.notes.left).toEqual(['1 aggregator of others']);
  });

  test('of several the widest is adopted', async () => {
    const narrow = { RoleArn: 'x', AwsRegions: [HOME] };
    const drafted = await draft(
      aggregators(
        { in: AUDIT, ConfigurationAggregatorName: 'narrow', OrganizationAggregationSource: narrow },
        { in: AUDIT, ConfigurationAggregatorName: 'wide' },
      ),
    );
    expect(read(drafted).adopt.aggregator?.name).toBe('wide');
    expect(commentsOf(drafted)).toContain(`narrow in ${AUDIT} ${HOME}.`);
  });
});
