import { parsePattern } from '../../lambdas/cis-monitoring-alarms/filter-pattern';
import { matches } from '../../lambdas/cis-monitoring-alarms/match';
import { PATTERN_LIMIT } from '../../src/alarms/condition';
import { alertsOf, COUNTERS } from '../../src/alarms/event-counts';
import { automation, awsAlarm, health, outcome, selfHealing, type SampleEvent } from './bus-events';

const counted = [...alertsOf('acme-audit-'), ...COUNTERS];
const countedIn = (event: SampleEvent) =>
  counted
    .filter(({ patterns }) => patterns.some((pattern) => matches(parsePattern(pattern), event)))
    .map(({ name }) => name);

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
  ['good health', health(), ['heartbeats']],
  ['a stopped trail', health('trail-stopped'), ['trail-delivery', 'heartbeats']],
  ['a trail that does not deliver', health('trail-delivery'), ['trail-delivery', 'heartbeats']],
  ['a trail that does not log', health('trail-logs-delivery'), ['trail-delivery', 'heartbeats']],
  ['missing digests', health('digest-gap'), ['digest-gap', 'heartbeats']],
  ['a stopped recorder', health('recorder-stopped'), ['recorder-stopped', 'heartbeats']],
  ['Config that does not deliver', health('config-delivery'), ['config-delivery', 'heartbeats']],
  ['dead letters', health('dead-letters'), ['dead-letters', 'heartbeats']],
  ['drift', health('drift'), ['drift', 'heartbeats']],
  ['two problems', health('drift', 'digest-gap'), ['digest-gap', 'drift', 'heartbeats']],
  ['a run that starts', outcome('Remediation Started'), ['remediations-started']],
  ['a mended finding', outcome('Remediation Outcome', 'mended'), ['remediations-mended']],
  ['a finding mended before', outcome('Remediation Outcome', 'already-mended'), ['remediations-mended']],
  ['a spared resource', outcome('Remediation Outcome', 'exempt'), ['remediations-left']],
  ['a refused run', outcome('Remediation Outcome', 'over-limit'), ['remediations-left']],
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
  for (const { title, firstStep } of alertsOf('acme-audit-')) {
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(firstStep).toMatch(/^(Open|Ask|Mend|Check|Start|Read|Compare) .*[^.]$/);
    expect(`${title}. ${firstStep}.`.length).toBeLessThanOrEqual(1024);
  }
});
