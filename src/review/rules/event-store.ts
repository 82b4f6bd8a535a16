import { flag, number, text } from './known';
import { fromTo, nameOf } from './naming';
import type { RuleTexts } from './rule';
import { narrowing } from './selectors/narrowing';
import { recordedByStore } from './selectors/selector';
import { withoutUnset } from './selectors/unset';
import { watch, type Circumstances, type Family, type Watch } from './watch';

const TYPE = 'aws_cloudtrail_event_data_store';

const rules: RuleTexts = {
  'event-store-destroyed': {
    title: 'an event data store is destroyed',
    severity: 'critical',
    why: 'It takes in nothing any more, and what it holds is deleted.',
    better: 'an event data store is created',
  },
  'event-store-stopped': {
    title: 'an event data store takes in nothing any more',
    severity: 'critical',
    why: 'What happens meanwhile is not in it and cannot be put in later.',
    better: 'an event data store takes in events',
  },
  'event-store-single-region': {
    title: 'an event data store no longer covers every region',
    severity: 'critical',
    why: 'What happens in other regions is not in it.',
    better: 'an event data store covers every region',
  },
  'event-store-single-account': {
    title: 'an event data store no longer covers the organization',
    severity: 'critical',
    why: 'What happens in member accounts is not in it.',
    better: 'an event data store covers the whole organization',
  },
  'event-store-unprotected': {
    title: 'an event data store can be destroyed',
    severity: 'high',
    why: 'Termination protection is what keeps one call from deleting it.',
    better: 'an event data store is protected against being destroyed',
  },
  'event-store-retention-shortened': {
    title: 'an event data store keeps events for a shorter time',
    severity: 'high',
    why: 'Older events are deleted.',
    better: 'an event data store keeps events for longer',
  },
  'event-store-key-changed': {
    title: 'the key of an event data store changes',
    severity: 'high',
    why: 'Who may read it, and who can make it unreadable, is decided by another key.',
  },
  'event-store-narrowed': {
    title: 'an event data store takes in fewer events',
    severity: 'high',
    why: 'What is not selected is not in it and cannot be put in later.',
    better: 'an event data store takes in more events',
  },
  'event-store-blind': {
    title: 'an event data store takes in no management events any more',
    severity: 'critical',
    why: 'Management events are what tells who changed what.',
    better: 'an event data store takes in management events',
  },
};

const called = ({ change }: Circumstances): string => `Event data store ${nameOf(change)}`;

function shouldBe(attribute: string, rule: string, says: string): Watch<unknown> {
  return watch<boolean>({
    reads: { [TYPE]: [attribute] },
    rule,
    form: (known) => flag(known[attribute], attribute !== 'organization_enabled'),
    compare: (before, after, circumstances) =>
      before && !after
        ? [{ rule, title: `${called(circumstances)} ${says}`, details: [fromTo(attribute, before, after)] }]
        : [],
  });
}

/** Event data stores of CloudTrail Lake. */
export const eventStore: Family = {
  name: 'event-store',
  rules,
  ends: [
    {
      types: [TYPE],
      destroyed: 'event-store-destroyed',
      replaced: 'event-store-destroyed',
      title: (circumstances) => `${called(circumstances)} is destroyed with the events in it.`,
      undo: () => 'For seven days it can be restored; after that its events are gone.',
    },
  ],
  watches: [
    watch({
      reads: { [TYPE]: ['suspend'] },
      rule: 'event-store-stopped',
      form: (known) => flag(known.suspend, false),
      compare: (before, after, circumstances) =>
        !before && after
          ? [
              {
                rule: 'event-store-stopped',
                title: `${called(circumstances)} takes in nothing any more.`,
                undo: 'What happens meanwhile cannot be put in later.',
              },
            ]
          : [],
    }),
    shouldBe('multi_region_enabled', 'event-store-single-region', 'covers its own region only.'),
    shouldBe('organization_enabled', 'event-store-single-account', 'no longer covers the organization.'),
    shouldBe('termination_protection_enabled', 'event-store-unprotected', 'can be destroyed with one call.'),
    watch({
      reads: { [TYPE]: ['retention_period'] },
      rule: 'event-store-retention-shortened',
      form: (known) => number(known.retention_period) ?? 2555,
      compare: (before, after, circumstances) =>
        after < before
          ? [
              {
                rule: 'event-store-retention-shortened',
                title: `${called(circumstances)} keeps events for ${after} days instead of ${before}.`,
                undo: 'Events that are deleted do not come back.',
              },
            ]
          : [],
    }),
    watch({
      reads: { [TYPE]: ['kms_key_id'] },
      rule: 'event-store-key-changed',
      gained: ['kms_key_id'],
      form: (known) => text(known.kms_key_id),
      compare: (before, after, { change, scene }) =>
        before === undefined || (after !== undefined && scene.keys.areSame(before, after))
          ? []
          : [
              {
                rule: 'event-store-key-changed',
                title: `${called({ change, scene })} is encrypted with another key, or with none of its own.`,
                details: [fromTo('kms_key_id', before, after)],
              },
            ],
    }),
    watch({
      reads: { [TYPE]: ['advanced_event_selector'] },
      settled: (value, { change }, attribute) => withoutUnset(value, change.expression(attribute)),
      rule: 'event-store-narrowed',
      form: recordedByStore,
      compare: (before, after, circumstances) =>
        narrowing(
          called(circumstances),
          { narrowed: 'event-store-narrowed', blind: 'event-store-blind' },
          before,
          after,
        ),
    }),
  ],
};
