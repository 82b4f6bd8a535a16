import { parseEvent } from '../../lambdas/announce/event';
import { announce, handler, topicsIn } from '../../lambdas/announce/index';
import { type Message, messageOf } from '../../lambdas/announce/message';
import {
  automation,
  awsAlarm,
  evidenceFindings,
  finding,
  outcome,
  rollCall,
  selfHealing,
  type SampleEvent,
} from '../alarms/bus-events';
import { FakeAws } from './fake-aws';

const TOPICS = ['arn:aws:sns:us-east-1:222222222222:acme-audit-alerts', 'arn:aws:sns:us-east-1:333333333333:on-call'];
const said = (event: SampleEvent): Message => messageOf(parseEvent(event));

describe('self-healing', () => {
  test('is told as what, where, who, what was done and the first step', () => {
    expect(said(selfHealing('mended'))).toEqual({
      subject: 'Mended: trail of the audit in 444444444444 eu-west-1',
      text: `What: the trail does not log (was false; wanted true)
Where: account 444444444444, eu-west-1
Who: arn:aws:sts::111111111111:assumed-role/Administrator/mallory from 203.0.113.10 called StopLogging at 2026-11-23T09:59:00Z (event 11111111-2222-4333-8444-555555555555)
What was done: the trail does not log: mended, as a second look shows
First step: ask whoever did it; if nobody knows of it, treat the credentials as stolen
When: 2026-11-23T10:00:00Z
`,
    });
  });

  test.each([
    ['failed', 'NOT MENDED: trail of the audit in 444444444444 eu-west-1'],
    ['page', 'ACT NOW: trail of the audit in 444444444444 eu-west-1'],
    ['reported', 'Changed: trail of the audit in 444444444444 eu-west-1'],
    ['new', 'new: trail of the audit in 444444444444 eu-west-1'],
  ])('that %s has its subject', (result, subject) => {
    expect(said(selfHealing(result)).subject).toBe(subject);
  });

  test('says its own first step, and why something was not mended', () => {
    const { text } = said(
      selfHealing('page', {
        cause: null,
        firstStep: 'Apply the organization stack.',
        changes: [
          { what: 'the trail is gone', was: null, wanted: { name: 'acme' }, mended: false, why: 'nobody can' },
          { what: 'the bucket is open', was: 'open', wanted: 'closed', mended: true },
        ],
      }),
    );
    expect(text).toBe(`What:
- the trail is gone (was unknown; wanted {"name":"acme"})
- the bucket is open (was open; wanted closed)
Where: account 444444444444, eu-west-1
Who: unknown; the hourly check found it
What was done:
- the trail is gone: not mended (nobody can)
- the bucket is open: mended, as a second look shows
First step: Apply the organization stack.
When: 2026-11-23T10:00:00Z
`);
  });
});

describe('findings in the evidence', () => {
  const bucket = 's3://acme-trail-333333333333-us-east-1';

  test('name file and digest, and what to do first', () => {
    const folder = `${bucket}/AWSLogs/o-a1b2c3d4e5/444444444444`;
    expect(said(evidenceFindings())).toEqual({
      subject: 'EVIDENCE: 1 finding in account 444444444444',
      text: `What: altered-log: x.json.gz is not as it was delivered, ${folder}/CloudTrail/eu-west-1/2026/11/23/x.json.gz (by the digest ${folder}/CloudTrail-Digest/eu-west-1/2026/11/23/y.json.gz)
Where: account 444444444444, eu-west-1
What was done: nothing: evidence is only read
First step: run org-audit verify-evidence --logs ${bucket} --account 444444444444 to see how far it goes; restore the file from its earlier version, or from the archive; whoever could do that could do more: ask who used the evidence account
When: 2026-11-23T10:00:00Z
`,
    });
  });

  test('are counted where there are more than are named, and each kind has its step', () => {
    const { subject, text } = said(
      evidenceFindings({
        alarms: ['changed-file', 'gap', 'invalid-signature', 'unheard-of'],
        count: 30,
        isCrowded: true,
        findings: [
          { kind: 'gap', region: 'eu-west-1', message: 'no digest is about an hour' },
          { kind: 'archived-key', region: 'us-east-1', key: 'PublicKeys/us-east-1/abc.json', message: 'it is another' },
        ],
      }),
    );
    expect(subject).toBe('EVIDENCE: 30 findings in account 444444444444');
    expect(text).toBe(`What:
- gap: no digest is about an hour
- archived-key: it is another, ${bucket}/PublicKeys/us-east-1/abc.json
- and 28 more, in the log of the verifier
- other accounts have findings too: the log of the verifier names them
Where: account 444444444444, eu-west-1; account 444444444444, us-east-1
What was done: nothing: evidence is only read
First step: run org-audit verify-evidence --logs ${bucket} --account 444444444444 to see how far it goes; restore the file from its earlier version, or from the archive; look for StopLogging, and for delete markers in the bucket; compare the digest with its earlier versions and with the archive; whoever could do that could do more: ask who used the evidence account
When: 2026-11-23T10:00:00Z
`);
  });

  test('say what they can where much is missing', () => {
    expect(said(evidenceFindings({ count: undefined, alarms: undefined, findings: undefined })).text).toContain(
      'Where: account 444444444444\n',
    );
  });
});

describe('a roll call', () => {
  const at = (account: string, more: object) => ({ healer: 'recorder', account, region: 'eu-west-1', ...more });
  const counts = { silent: 0, newlySilent: 0, news: 0, ended: 0 };
  const news = (...kinds: readonly string[]) =>
    said(rollCall({ news: [at('444444444444', { kinds })], counts: { ...counts, news: 1 }, standing: kinds.length }));

  test('names problems that are new and that ended, and healers that fell silent, with all that is to be done', () => {
    const detail = {
      heard: 4,
      silent: [
        at('555555555555', { lastHeard: '2026-11-23T07:40:00.000Z', isNew: true }),
        at('666666666666', { lastHeard: null, isNew: true }),
        at('777777777777', { lastHeard: '2026-11-22T11:00:00.000Z', isNew: false }),
      ],
      news: [at('444444444444', { kinds: ['recorder-stopped', 'drift'] })],
      ended: [at('444444444444', { kinds: ['config-delivery'] })],
      counts: { silent: 3, newlySilent: 2, news: 1, ended: 1 },
      standing: 5,
    };
    expect(said(rollCall(detail))).toEqual({
      subject: 'Health of the audit, by healers: 1 new, 2 silent, 1 ended',
      text: `What:
- new: recorder in account 444444444444, eu-west-1: recorder-stopped, drift
- silent: recorder in account 555555555555, eu-west-1: since 2026-11-23T07:40:00.000Z
- silent: recorder in account 666666666666, eu-west-1: has never reported
- ended: recorder in account 444444444444, eu-west-1: config-delivery
- 4 of 6 healers reported; 5 problems stand, new ones among them
Where: account 444444444444, eu-west-1; account 555555555555, eu-west-1; account 666666666666, eu-west-1
First step: start the configuration recorder; plan and apply the stack; the events Audit Health in the event log say more; look at the log of each function that fell silent; apply the stacks of those that have never reported
When: 2026-11-23T10:00:00Z
`,
    });
  });

  test('asks for nothing when problems have only ended', () => {
    const ended = [at('444444444444', { kinds: ['drift'] })];
    const { text } = said(rollCall({ ended, counts: { ...counts, ended: 1 } }));
    expect(text).toContain('First step: none\n');
    expect(text).not.toContain('silent');
  });

  test('counts what it does not name, and lists few places', () => {
    const named = Array.from({ length: 50 }, (_one, one) => at(String(100_000_000_000 + one), { kinds: ['drift'] }));
    const { subject, text } = said(rollCall({ news: named, counts: { ...counts, news: 17_004 } }));
    expect(subject).toBe('Health of the audit, by healers: 17004 new');
    expect(text).toContain('- and 16954 more that are new\n');
    expect(text).toContain('; account 100000000009, eu-west-1; and 40 more\n');
    expect(text.match(/plan and apply the stack/g)).toHaveLength(1);
  });

  test('knows a first step for every kind of problem', () => {
    const kinds = [
      ...['trail-stopped', 'trail-delivery', 'digest-gap', 'trail-logs-delivery', 'recorder-stopped'],
      ...['config-delivery', 'dead-letters', 'drift'],
    ];
    for (const kind of kinds) expect(news(kind).text).not.toContain(`look into ${kind}`);
    expect(news('new-kind').text).toContain('First step: look into new-kind; ');
  });
});

test('a wanted approval says how to approve, and what else the event says', () => {
  const { subject, text } = said(outcome('Remediation Awaits Approval', undefined, { why: 'port 22 is open' }));
  expect(subject).toBe('Approval wanted: revoke-public-ingress of sg-0123456789abcdef0 in 444444444444 eu-west-1');
  expect(text).toContain('- revoke-public-ingress for sg-0123456789abcdef0, which restricted-ssh found\n');
  expect(text).toContain('- why: port 22 is open\n');
  expect(text).toContain(
    'aws ssm send-automation-signal --region eu-west-1 --automation-execution-id 99999999-2222-4333-8444-555555555555 --signal-type Approve\n',
  );
});

test.each([
  ['mended', 'Mended: ', 'the previous state is in the event'],
  ['over-limit', 'REFUSED: ', 'raise the limit only if they were meant'],
  ['left', 'LEFT TO PEOPLE: ', 'mend by hand what the reason names'],
  ['partly', 'partly: ', 'First step: none'],
])('the outcome %s of a remediation is told', (result, start, step) => {
  const { subject, text } = said(
    outcome('Remediation Outcome', result, { reason: 'as seen', previous: { rules: ['sgr-1'] } }),
  );
  expect(subject).toBe(`${start}revoke-public-ingress of sg-0123456789abcdef0 in 444444444444 eu-west-1`);
  expect(text).toContain(`What was done: ${result}: as seen\n`);
  expect(text).toContain('- previous: {"rules":["sgr-1"]}\n');
  expect(text).toContain(step);
});

test('a failed run says where to look', () => {
  const { subject, text } = said(automation('TimedOut'));
  expect(subject).toBe('TimedOut: acme-audit-revoke-public-ingress in 444444444444 eu-west-1');
  expect(text).toContain('Who: arn:aws:sts::444444444444:assumed-role/acme-audit-remediation-start/x\n');
  expect(text).toContain(
    'aws ssm get-automation-execution --region eu-west-1 --automation-execution-id 99999999-2222-4333-8444-555555555555\n',
  );
});

test('a finding and an alarm are told as what AWS says of them', () => {
  expect(said(finding('NON_COMPLIANT'))).toMatchObject({
    subject: 'NON_COMPLIANT: sg-0123456789abcdef0 in 444444444444 eu-west-1',
    text: expect.stringContaining('by the rule OrgConfigRule-restricted-ssh-abcdef\n- port 22 is open\n'),
  });
  expect(said(awsAlarm('ALARM'))).toMatchObject({
    subject: 'ALARM: acme-audit-replication-trail-lag in 444444444444 eu-west-1',
    text: expect.stringContaining('- Copies of acme-trail in the archive lag behind.'),
  });
});

describe('an event', () => {
  test('that is not known is told as it is', () => {
    expect(said({ ...selfHealing('mended'), 'detail-type': 'Audit News', detail: { news: ['a', 1] } })).toEqual({
      subject: 'Audit News (org-audit) in 444444444444 eu-west-1',
      text: 'Audit News of org-audit:\n\n{\n  "news": [\n    "a",\n    1\n  ]\n}\n',
    });
  });

  test('without what it should have is told all the same', () => {
    const { subject, text } = said({ ...selfHealing('mended'), detail: {} });
    expect(subject).toBe('unknown: unknown of the audit in unknown unknown');
    expect(text).toContain('Where: account unknown, unknown\n');
  });

  test.each([
    ['text', 'x', /the event is "x", not an object; only EventBridge may invoke this/],
    ['one without detail', { source: 'a', 'detail-type': 'b' }, /has no source, detail-type or detail/],
  ])('that is %s is refused', (_name, event, reason) => {
    expect(() => parseEvent(event)).toThrow(reason);
  });
});

test.each(['line\nend', 'Zürich – „x“', 'x'.repeat(300), '\u0000\u001b[31m'])(
  'SNS takes the subject, whatever is in the event: %j',
  (healer) => {
    const { subject } = said(selfHealing('mended', { healer, account: `${healer}\r\n` }));
    expect(subject).toMatch(/^[ -~]{1,100}$/);
  },
);

test('whoever speaks of another account is named by the account that EventBridge vouches for', () => {
  const { text } = said({ ...selfHealing('mended'), account: '555555555555' });
  expect(text).toContain(
    'Where: account 444444444444, eu-west-1\nBeware: account 555555555555 sent this, not account 444444444444 of which it tells\n',
  );
  for (const honest of [selfHealing('mended'), rollCall(), outcome('Remediation Outcome', 'mended')]) {
    expect(said(honest).text).not.toContain('Beware');
  }
});

test('a long message is cut to what SNS takes', () => {
  const { text } = said(outcome('Remediation Outcome', 'mended', { previous: 'ü'.repeat(200_000) }));
  expect(Buffer.byteLength(text)).toBeLessThan(256 * 1024);
  expect(text).toMatch(/\n\(cut\)\n$/);
});

describe('telling', () => {
  test('reaches every topic in its region', async () => {
    const aws = new FakeAws({ Publish: () => ({}) });
    await announce(selfHealing('mended'), { aws, topicArns: TOPICS });
    const { subject: Subject, text } = said(selfHealing('mended'));
    expect(aws.inputsOf('Publish')).toEqual(TOPICS.map((TopicArn) => ({ TopicArn, Subject, Message: text })));
    expect(aws.sent.map(({ region }) => region)).toEqual(['us-east-1', 'us-east-1']);
  });

  test('tries every topic before it fails, and names those that were not reached', async () => {
    const aws = new FakeAws({
      Publish: ({ TopicArn }: { TopicArn: string }) => {
        if (TopicArn === TOPICS[0]) throw new Error('KMSAccessDenied');
        return {};
      },
    });
    await expect(announce(selfHealing('failed'), { aws, topicArns: TOPICS })).rejects.toThrow(
      /^'NOT MENDED: .*' could not be told to arn:aws:sns:us-east-1:222222222222:acme-audit-alerts: Error: KMSAccessDenied$/,
    );
    expect(aws.sent).toHaveLength(2);
  });

  test('fails where no topic is named, so that the queue has what nobody would hear', async () => {
    for (const text of ['[]', '{}', '[1]']) expect(() => topicsIn(text)).toThrow(/set it to a JSON list of ARNs/);
    expect(() => topicsIn(undefined)).toThrow(/the environment variable TOPICS is not JSON/);
    expect(topicsIn(JSON.stringify(TOPICS))).toEqual(TOPICS);
    process.env['AWS_REGION'] = 'us-east-1';
    await expect(handler(rollCall())).rejects.toThrow(/TOPICS/);
  });
});
