import { withoutIndexes } from '../address';
import type { Change } from '../change';
import type { Scene } from '../scene';
import { SIDES, spokenOf, stand } from './references';

/** A log group's name, whether a name or an ARN is given. */
export const logGroupName = (text: string): string => /:log-group:([^:]+)/.exec(text)?.[1] ?? text;

/** Which log groups trails write to. */
export class LogGroups {
  private trailNames?: ReadonlySet<string>;

  constructor(private readonly scene: Scene) {}

  isOfTrail(change: Change): boolean {
    return this.namesOf(change).some((name) => this.ofTrails.has(name));
  }

  /** Names of the group that a group, a filter or a policy speaks of. */
  namesOf(change: Change): readonly string[] {
    return change.type === 'aws_cloudwatch_log_group' ? ownNames(change) : this.namesIn(change, 'log_group_name');
  }

  private namesIn(change: Change, attribute: string): readonly string[] {
    const { texts, addresses } = spokenOf(change, [attribute]);
    const groups = this.scene.referred(change, addresses, 'aws_cloudwatch_log_group').flatMap(ownNames);
    return [...new Set([...texts.map(logGroupName), ...groups])];
  }

  private get ofTrails(): ReadonlySet<string> {
    return (this.trailNames ??= new Set(
      this.scene.ofType('aws_cloudtrail').flatMap((trail) => this.namesIn(trail, 'cloud_watch_logs_group_arn')),
    ));
  }
}

const ownNames = (group: Change): readonly string[] => {
  const names = SIDES.flatMap((side) => (typeof group[side]?.name === 'string' ? [group[side].name] : []));
  return names.length > 0 ? [...new Set(names)] : [stand(group.plan, withoutIndexes(group.address))];
};
