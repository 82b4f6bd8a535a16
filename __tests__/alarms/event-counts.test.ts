import { parsePattern } from '../../lambdas/cis-monitoring-alarms/filter-pattern';
import { matches } from '../../lambdas/cis-monitoring-alarms/match';
import { PATTERN_LIMIT } from '../../src/alarms/condition';
import { alertsOf, countersOf } from '../../src/alarms/event-counts';
import {
  automation,
  awsAlarm,
  evidenceFindings,
  health,
  outcome,
  rollCall,
  selfHealing,
  type SampleEvent,
} from './bus-events';

const AUDIT = '222222222222';
const alerts = alertsOf('acme-audit-', AUDIT);
const counted = [...alerts, ...countersOf(AUDIT)];
const countedIn = (event: SampleEvent) =>
  counted
    .filter(({ patterns }) => patterns.some((pattern) => matches(parsePattern(pattern), event)))
    .map(({ name }) => name);

const MEASURED = ['healers-expected', 'healers-heard', 'healers-standing'];

test.each<[string, SampleEvent, readonly string[]]>([
  ['a failed run of ours', automation('Failed'), ['remediation-failed']],
  ['a run of ours that took too long', automation('TimedOut'), ['remediation-failed']],
  ['a cancelled run of ours', automation('Cancelled'), ['remediation-failed']],
  ['a run of ours that went well', automation('Success'), []],
  ['a failed run of somebody else', automation('Failed', 'AWS-StopEC2Instance'), []],
  ['mended', selfHealing('mended'), ['self-healing-acted']],
  ['to be mended by hand', selfHealing('page'), ['self-healing-acted']],
  ['reported', selfHealing('reported'), ['self-healing-acted']],
  ['not mended', selfHealing('failed'), ['self-healing-failed']],
  ['mended, as a stranger says', { ...selfHealing('mended'), source: 'shop' }, []],
  ['good health', health(), []],
  ['changed evidence', evidenceFindings(), ['evidence-findings']],
  ['changed evidence, as a stranger says', { ...evidenceFindings(), source: 'shop' }, []],
  ['a stopped trail', health('trail-stopped'), ['trail-delivery']],
  ['a trail that does not deliver', health('trail-delivery'), ['trail-delivery']],
  ['a trail that does not log', health('trail-logs-delivery'), ['trail-delivery']],
  ['missing digests', health('digest-gap'), ['digest-gap']],
  ['a stopped recorder', health('recorder-stopped'), ['recorder-stopped']],
  ['Config that does not deliver', health('config-delivery'), ['config-delivery']],
  ['dead letters', health('dead-letters'), ['dead-letters']],
  ['drift', health('drift'), ['drift']],
  ['a problem that a healthy healer speaks of', { ...health(), detail: { ...health().detail, kinds: 'drift' } }, []],
  ['two problems', health('drift', 'digest-gap'), ['digest-gap', 'drift']],
  ['a roll call', rollCall(), MEASURED],
  ['a roll call with problems', rollCall({ worthTelling: true, standing: 2 }), MEASURED],
  ['a roll call that misses somebody', rollCall({ complete: false }), ['heartbeats', ...MEASURED]],
  ['a roll call of another account', { ...rollCall({ complete: false }), account: '444444444444' }, []],
  ['a roll call of a stranger', { ...rollCall({ complete: false }), source: 'shop' }, []],
  ['a run that starts', outcome('Remediation Started'), ['remediations-started']],
  ['a mended finding', outcome('Remediation Outcome', 'mended'), ['remediations-mended']],
  ['a finding mended before', outcome('Remediation Outcome', 'already-mended'), ['remediations-mended']],
  ['a spared resource', outcome('Remediation Outcome', 'exempt'), ['remediations-left']],
  ['a refused run', outcome('Remediation Outcome', 'over-limit'), ['remediations-left']],
  ['what is left to people', outcome('Remediation Outcome', 'left'), ['remediations-left']],
  ['an alarm', awsAlarm('ALARM'), []],
])('%s', (_name, event, names) => {
  expect(countedIn(event)).toEqual(names);
});

test('kinds are looked for in one text, because filters know no list of any length', () => {
  const { detail } = health('digest-gap', 'drift');
  expect(detail['kinds']).toBe('digest-gap drift');
});

test('every pattern fits a filter, and every alert says what to do first', () => {
  for (const { patterns } of counted)
    for (const pattern of patterns) expect(pattern.length).toBeLessThanOrEqual(PATTERN_LIMIT);
  for (const { title, firstStep } of alerts) {
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(firstStep).toMatch(/^(Open|Ask|Mend|Check|Start|Read|Compare) .*[^.]$/);
    expect(`${title}. ${firstStep}.`.length).toBeLessThanOrEqual(1024);
  }
});

test('what is reported each hour is known as such; single events are not', () => {
  const names = (isPulse: boolean) =>
    alerts.filter((alert) => Boolean(alert.isPulse) === isPulse).map(({ name }) => name);
  expect(names(true)).toEqual([
    ...['trail-delivery', 'digest-gap', 'recorder-stopped', 'config-delivery', 'dead-letters', 'drift', 'heartbeats'],
  ]);
  expect(names(false)).toEqual([
    'remediation-failed',
    'self-healing-acted',
    'self-healing-failed',
    'evidence-findings',
  ]);
});

test('of roll calls the numbers are kept, of all else how many there are', () => {
  const { detail } = rollCall();
  for (const { name, value } of countersOf(AUDIT)) {
    const [, field] = /^\$\.detail\.(\w+)$/.exec(value ?? '') ?? [];
    expect([name, typeof detail[field!]]).toEqual([name, name.startsWith('healers-') ? 'number' : 'undefined']);
  }
});
