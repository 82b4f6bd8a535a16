import { type Double, json, targetOf } from './doubles';

/** moto says of a workgroup without tags that there is none, and knows no way to delete a saved query. */
export function untaggedWorkgroupsAndDeletedQueries(doubled: Set<string>): Double {
  return async (call, next) => {
    const [service, action] = targetOf(call);
    if (service !== 'AmazonAthena') return next(call);
    if (action === 'DeleteNamedQuery') {
      doubled.add('saved queries of Athena');
      return json({});
    }
    const answer = await next(call);
    if (action !== 'ListTagsForResource' || answer.status < 400) return answer;
    doubled.add('tags of Athena workgroups');
    return json({ Tags: [] });
  };
}
