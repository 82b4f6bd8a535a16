import { evaluate } from '../../lambdas/iam-user-single-active-key/evaluate';
import { read } from '../../lambdas/iam-user-single-active-key/read';
import { FakeAws } from './fake-aws';

test.each<[string[], object]>([
  [[], { compliance: 'COMPLIANT' }],
  [['AKIA1'], { compliance: 'COMPLIANT' }],
  [
    ['AKIA1', 'AKIA2'],
    { compliance: 'NON_COMPLIANT', annotation: 'access keys AKIA1 and AKIA2 are active; deactivate all but one' },
  ],
])('active keys %j are judged %j', (keys, verdict) => {
  expect(evaluate(keys)).toEqual(verdict);
});

const key = (AccessKeyId: string | undefined, Status: string) => ({ AccessKeyId, Status });
test.each<[string, object[], string[]]>([
  ['no key', [{ AccessKeyMetadata: [] }], []],
  ['nothing', [{}], []],
  ['an inactive one', [{ AccessKeyMetadata: [key('AKIA1', 'Inactive')] }], []],
  ['an expired one', [{ AccessKeyMetadata: [key('AKIA1', 'Expired')] }], []],
  ['one of each', [{ AccessKeyMetadata: [key('AKIA1', 'Inactive'), key('AKIA2', 'Active')] }], ['AKIA2']],
  ['two active ones', [{ AccessKeyMetadata: [key('AKIA1', 'Active'), key('AKIA2', 'Active')] }], ['AKIA1', 'AKIA2']],
  [
    'two active ones on two pages',
    [{ AccessKeyMetadata: [key('AKIA1', 'Active')], Marker: '1' }, { AccessKeyMetadata: [key('AKIA2', 'Active')] }],
    ['AKIA1', 'AKIA2'],
  ],
])('of %s, the active ones are read', async (_name, pages, active) => {
  const aws = new FakeAws({ ListAccessKeys: ({ Marker = '0' }: { Marker?: string }) => pages[Number(Marker)] });
  expect(await read({ id: 'AIDAEXAMPLE', name: 'ann' }, aws)).toEqual(active);
  for (const { input } of aws.sent) expect(input['UserName']).toBe('ann');
});

test('an error is thrown', async () => {
  const aws = new FakeAws({
    ListAccessKeys: () => {
      throw new Error('denied');
    },
  });
  await expect(read({ id: 'AIDAEXAMPLE', name: 'ann' }, aws)).rejects.toThrow('denied');
});
