import { complaintAbout, report, smallest, type Case } from '../audit-file';

describe('a topic', () => {
  const of = (topic: string, home = 'us-east-1', archive = 'us-west-2') => ({
    9: `  home: ${home}`,
    10: `  governed: [${home}, ${archive}]`,
    11: `  archive: ${archive}`,
    15: `alarms: { topicArns: ["arn:${topic}:222222222222:alerts"] }`,
  });
  const refused = (topic: string, start: string) =>
    `line 15, alarms.topicArns[0]: "arn:${topic}:222222222222:alerts" is not in the home region; name a topic that starts with ${start}`;
  test.each<Case>([
    ['is at home', of('aws:sns:us-east-1')],
    [
      'is not in another region, though governed',
      of('aws:sns:us-west-2'),
      refused('aws:sns:us-west-2', 'arn:aws:sns:us-east-1:'),
    ],
    [
      'is not in a region of which the name goes on',
      of('aws:sns:us-east-11'),
      refused('aws:sns:us-east-11', 'arn:aws:sns:us-east-1:'),
    ],
    [
      'is not in another partition',
      of('aws-cn:sns:us-east-1'),
      refused('aws-cn:sns:us-east-1', 'arn:aws:sns:us-east-1:'),
    ],
    ['is at home in GovCloud', of('aws-us-gov:sns:us-gov-west-1', 'us-gov-west-1', 'us-gov-east-1')],
    [
      'is not of the partition aws in GovCloud',
      of('aws:sns:us-gov-west-1', 'us-gov-west-1', 'us-gov-east-1'),
      refused('aws:sns:us-gov-west-1', 'arn:aws-us-gov:sns:us-gov-west-1:'),
    ],
    ['is at home in China', of('aws-cn:sns:cn-north-1', 'cn-north-1', 'cn-northwest-1')],
    [
      'is not elsewhere in China',
      of('aws-cn:sns:cn-northwest-1', 'cn-north-1', 'cn-northwest-1'),
      refused('aws-cn:sns:cn-northwest-1', 'arn:aws-cn:sns:cn-north-1:'),
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });

  test('is told of wherever it stands', () => {
    const source = smallest({
      15: `alarms:
  topicArns:
    - arn:aws:sns:us-east-1:222222222222:alerts
    - arn:aws:sns:eu-west-1:222222222222:alerts
    - arn:aws:sns:eu-west-2:222222222222:alerts`,
    });
    const MEND = 'name a topic that starts with arn:aws:sns:us-east-1:';
    expect(complaintAbout(source)).toBe(
      report(
        `line 18, alarms.topicArns[1]: "arn:aws:sns:eu-west-1:222222222222:alerts" is not in the home region; ${MEND}`,
        `line 19, alarms.topicArns[2]: "arn:aws:sns:eu-west-2:222222222222:alerts" is not in the home region; ${MEND}`,
      ),
    );
  });
});

describe('topics', () => {
  const topics = (count: number) =>
    `alarms: { topicArns: [${Array.from({ length: count }, (_, at) => `arn:aws:sns:us-east-1:222222222222:alerts-${at}`).join(', ')}] }`;
  test.each<Case>([
    ['may be none', { 15: topics(0) }],
    ['may be 5', { 15: topics(5) }],
    [
      'may not be 6',
      { 15: topics(6) },
      'line 15, alarms.topicArns: lists 6 topics where an alarm tells 5; list fewer, with more subscribers each',
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});
