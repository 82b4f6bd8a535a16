import { eventStore } from '../../../src/review/rules/event-store';
import { UNKNOWN, type Value } from '../../../src/review/value';
import { holds, reviewOf, type Case, type Given } from './cases';

const type = 'aws_cloudtrail_event_data_store';
const base = {
  name: 'lake',
  suspend: null,
  multi_region_enabled: true,
  organization_enabled: true,
  termination_protection_enabled: true,
  retention_period: 2555,
  kms_key_id: 'one',
  advanced_event_selector: [],
};
const of = (name: string, after: Record<string, Value>, finds: Case['finds'], mirror: Case['mirror'] = []): Case => ({ name, change: { type, base, before: {}, after }, finds, mirror }); // prettier-ignore
const selects = (category: string, ...more: Value[]): Record<string, Value> => ({
  advanced_event_selector: [{ name: '', field_selector: [{ field: 'eventCategory', equals: [category] }, ...more] }],
});

holds(eventStore, [
  {
    name: 'destroyed',
    change: { type, base, after: null },
    finds: [['event-store-destroyed', 'critical', 'Event data store lake is destroyed with the events in it.']],
  },
  of('suspended', { suspend: 'true' }, [['event-store-stopped', 'critical', 'Event data store lake takes in nothing any more.']]), // prettier-ignore
  of('told not to be suspended', { suspend: 'false' }, []),
  of('one region', { multi_region_enabled: false }, [['event-store-single-region', 'critical', 'Event data store lake covers its own region only.']]), // prettier-ignore
  of('one account', { organization_enabled: false }, [['event-store-single-account', 'critical', 'Event data store lake no longer covers the organization.']]), // prettier-ignore
  of('not protected', { termination_protection_enabled: false }, [['event-store-unprotected', 'high', 'Event data store lake can be destroyed with one call.']]), // prettier-ignore
  of('a day less', { retention_period: 2554 }, [['event-store-retention-shortened', 'high', 'Event data store lake keeps events for 2554 days instead of 2555.']]), // prettier-ignore
  of(
    'another key',
    { kms_key_id: 'two' },
    [['event-store-key-changed', 'high']],
    [['event-store-key-changed', 'high']],
  ),
  of('writes only', selects('Management', { field: 'readOnly', equals: ['false'] }), [['event-store-narrowed', 'high', 'Event data store lake records less than before.']]), // prettier-ignore
  of('the default, written out', selects('Management'), []),
  of('data events instead', selects('Data', { field: 'resources.type', equals: ['AWS::S3::Object'] }), [['event-store-blind', 'critical']], [['event-store-narrowed', 'high']]), // prettier-ignore
  of('other billing', { billing_mode: 'FIXED_RETENTION_PRICING' }, []),
]);

describe('operators that the provider calls unknown', () => {
  const COMPUTED: Record<string, Value> = { starts_with: UNKNOWN, ends_with: UNKNOWN, not_equals: UNKNOWN };
  const management = { field: 'eventCategory', equals: ['Management'] };
  const writes = { field: 'readOnly', equals: ['false'] };
  const written = (...fields: unknown[]) => [{ field_selector: fields.map((field) => ({ ...(field as object) })) }];
  const planned = (...fields: Record<string, Value>[]): Record<string, Value> => ({
    advanced_event_selector: [
      { name: UNKNOWN, field_selector: fields.map((field): Value => ({ ...COMPUTED, ...field })) },
    ],
  });
  const told = (before: Record<string, Value>, after: Record<string, Value>, expression?: unknown) => {
    const change: Given = { type, base, before, after, ...(expression === undefined ? {} : { expressions: { advanced_event_selector: expression } }) }; // prettier-ignore
    return reviewOf([change]).findings.map(({ rule, undecided }) => `${rule}${undecided ? ' undecided' : ''}`);
  };
  const WRITES = selects('Management', writes);

  test.each<[string, Record<string, Value>, Record<string, Value>, unknown, string[]]>([
    ['are unset where the configuration sets none', selects('Management'), planned(management, writes), written(management, writes), ['event-store-narrowed']],
    ['are unset in a selector that gets wider', WRITES, planned(management), written(management), []],
    ['stay unknown where one is set', WRITES, planned(management, { field: 'eventSource', not_equals: UNKNOWN }), written(management, { not_equals: { references: ['local.x'] } }), ['event-store-narrowed undecided']],
    ['stay unknown where fields are dynamic', WRITES, planned(management), [{}], ['event-store-narrowed undecided']],
    ['stay unknown where some fields are dynamic', WRITES, planned(management, writes), written(management), ['event-store-narrowed undecided']],
    ['stay unknown where selectors are others', WRITES, planned(management), [...written(management), ...written(writes)], ['event-store-narrowed undecided']],
    ['stay unknown where selectors are dynamic', WRITES, planned(management), undefined, ['event-store-narrowed undecided']],
  ])('%s', (_name, before, after, expression, expected) => {
    expect(told(before, after, expression)).toEqual(expected);
  }); // prettier-ignore
});
