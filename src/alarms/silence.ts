import type { Organization } from '../config/organization';
import { roleParts } from '../policy/arn';
import { all, any, type Condition, isOneOf, meets } from './condition';
import type { TrailEvent } from './trail-event';
import { callsOf, naming } from './watch';

/**
 * Watches count what the trail reports; when the trail falls silent they have nothing to count. Silence itself is the
 * alarm then: an organization is never without an event for an hour.
 */
export class Silence {
  readonly name = 'trail-silence';
  readonly title = 'For an hour no event of the organization trail has reached its log group';
  readonly firstStep = 'Check that the trail logs, that the log group exists and that its key is enabled';
  /** In seconds. */
  readonly period = 3600;
  private readonly ends: Condition;

  constructor(organization: Organization) {
    const { trailLogGroup, trailLogsRole } = organization.names;
    this.ends = any([
      all([callsOf('cloudtrail'), isOneOf('eventName', ['StopLogging', 'DeleteTrail', 'UpdateTrail'])]),
      all([callsOf('logs'), isOneOf('eventName', ['DeleteLogGroup']), ...naming(['logGroupName'], trailLogGroup)]),
      all([callsOf('iam'), ...naming(['roleName'], roleParts(trailLogsRole).name)]),
      // The log group is encrypted with the evidence key.
      all([
        callsOf('kms'),
        isOneOf('eventName', ['DisableKey', 'ScheduleKeyDeletion', 'PutKeyPolicy']),
        isOneOf('recipientAccountId', [organization.evidenceAccount]),
      ]),
    ]);
  }

  /** Whether an act may end the stream of events. */
  notices(event: TrailEvent): boolean {
    return meets(this.ends, event);
  }

  /** An act whose own event finds no log group any more. */
  swallows(event: TrailEvent): boolean {
    return event.eventName === 'DeleteLogGroup' && this.notices(event);
  }
}
