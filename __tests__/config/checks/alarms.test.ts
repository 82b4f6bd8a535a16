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

describe('somebody is told', () => {
  const NOBODY = 'alarms: nobody is told of any alarm; list subscriptions or topicArns below it';
  test.each<Case>([
    ['by a subscription', { 15: subscribed('email', 'security@example.com') }],
    ['not by an empty list of topics', { 15: 'alarms: { topicArns: [] }' }, `line 15, ${NOBODY}`],
    ['not by empty lists', { 15: 'alarms: { subscriptions: [], topicArns: [] }' }, `line 15, ${NOBODY}`],
    ['not by nothing', { 15: 'alarms: {}' }, `line 15, ${NOBODY}`],
    ['not by benchmarks', { 15: 'alarms: { cis: true }' }, `line 15, ${NOBODY}`],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });

  test('or the file is refused that says nothing of alarms', () => {
    const silent = smallest().replace(/^alarms:.*\n/m, '');
    expect(complaintAbout(silent)).toBe(report(`line 1, ${NOBODY}`));
  });
});

function subscribed(...parts: string[]): string {
  const [protocol, ...endpoints] = parts;
  const list = endpoints.map((endpoint) => `{ protocol: ${protocol}, endpoint: "${endpoint}" }`);
  return `alarms: { subscriptions: [${list.join(', ')}] }`;
}

describe('an endpoint', () => {
  const at = 'line 15, alarms.subscriptions[0].endpoint:';
  const QUEUE = 'arn:aws:sqs:us-east-1:222222222222:alerts';
  const FUNCTION = 'arn:aws:lambda:us-east-1:111111111111:function:pager';
  const refused = (protocol: string, endpoint: string, mend: string) =>
    [
      { 15: subscribed(protocol, endpoint) },
      `${at} ${JSON.stringify(endpoint)} is no endpoint of ${protocol}; ${mend}`,
    ] as const;
  const ADDRESS = 'write an address such as security@example.com';
  test.each<Case>([
    ['of email may have a tag', { 15: subscribed('email', 'security+audit@example.com') }],
    ['of email is no name', ...refused('email', 'security', ADDRESS)],
    ['of email has a domain', ...refused('email', 'security@example', ADDRESS)],
    ['of email-json is none of https', ...refused('email-json', 'https://example.com', ADDRESS)],
    ['of https may have a path', { 15: subscribed('https', 'https://pager.example.com/hooks?key=1') }],
    ['of https is not plain', ...refused('https', 'http://example.com', 'write the whole URL, starting with https://')],
    ['of https has a host', ...refused('https', 'https:///hooks', 'write the whole URL, starting with https://')],
    ['of sqs is a queue', { 15: subscribed('sqs', QUEUE) }],
    ['of sqs is no FIFO queue', ...refused('sqs', `${QUEUE}.fifo`, 'write the whole ARN of a standard queue')],
    [
      'of sqs is no URL',
      ...refused('sqs', 'https://sqs.us-east-1.amazonaws.com/1/alerts', 'write the whole ARN of a standard queue'),
    ],
    ['of lambda is a function', { 15: subscribed('lambda', FUNCTION) }],
    ['of lambda may be a version', { 15: subscribed('lambda', `${FUNCTION}:live`) }],
    ['of lambda is no queue', ...refused('lambda', QUEUE, 'write the whole ARN of a function')],
    [
      'of sqs is at home',
      { 15: subscribed('sqs', QUEUE.replace('us-east-1', 'us-west-2')) },
      `${at} "arn:aws:sqs:us-west-2:222222222222:alerts" is not in the home region; name one that starts with arn:aws:sqs:us-east-1:`,
    ],
    [
      'of lambda is in the partition',
      { 15: subscribed('lambda', FUNCTION.replace('arn:aws:', 'arn:aws-cn:')) },
      `${at} "arn:aws-cn:lambda:us-east-1:111111111111:function:pager" is not in the home region; name one that starts with arn:aws:lambda:us-east-1:`,
    ],
    [
      'of sqs is ours',
      { 15: subscribed('sqs', QUEUE.replace('222222222222', '999999999999')) },
      `${at} is of the account 999999999999, which the file does not list; use one of a listed account`,
    ],
    [
      'has no spaces',
      { 15: subscribed('email', 'a b@example.com') },
      `${at} "a b@example.com" is not an endpoint; write it without spaces`,
    ],
    [
      'is told of where another is ill-formed',
      { 15: subscribed('email', 'here@example.com', 'there') },
      `line 15, alarms.subscriptions[1].endpoint: "there" is no endpoint of email; ${ADDRESS}`,
    ],
    [
      'is listed once',
      { 15: subscribed('email', 'a@example.com', 'b@example.com', 'a@example.com') },
      'line 15, alarms.subscriptions[2]: email to "a@example.com" is listed twice; remove one',
    ],
    [
      'is of a known protocol',
      { 15: subscribed('sms', '+4912345') },
      'line 15, alarms.subscriptions[0].protocol: "sms" is not one of the choices; did you mean "sqs"?',
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

test('subscriptions have a topic of the platform, which an alarm tells too', () => {
  const topics = (count: number) =>
    Array.from({ length: count }, (_, at) => `arn:aws:sns:us-east-1:222222222222:alerts-${at}`).join(', ');
  const alarms = (count: number) =>
    smallest({
      15: `alarms:\n  topicArns: [${topics(count)}]\n  subscriptions: [{ protocol: email, endpoint: a@example.com }]`,
    });
  expect(complaintAbout(alarms(4))).toBe('no problem');
  expect(complaintAbout(alarms(5))).toBe(
    report(
      'line 16, alarms.topicArns: lists 5 topics where an alarm tells 4 besides that of the subscriptions; list fewer, with more subscribers each',
    ),
  );
});
