import { z } from 'zod';
import { accountId, choice, listOf, region, section, text } from '../fields';
import { show } from '../problem';
import { bucketName } from './aws-names';

export const controlTower = section({
  version: z
    .literal([3, 4], {
      error: ({ input }) =>
        input === undefined
          ? 'is missing; write 3 or 4 (the landing zone’s: what it owns differs)'
          : `${show(input)} is not a landing zone that is known; write 3 or 4, without quotes and what follows the dot`,
    })
    .describe(
      'The landing zone’s version, without what follows the dot: `aws controltower get-landing-zone` tells it. What it owns differs, so it has no default.',
    ),
  trail: choice(['own', 'control-tower'])
    .default('own')
    .describe(
      '`own`: the locked and verified trail of this platform, beside Control Tower’s where that is switched on. ' +
        '`control-tower`: its trail alone; alarms look at its log group, and nothing of the trail is locked or verified by the hour.',
    ),
  trailLogGroup: text(
    /^[\w./#-]{1,512}$/,
    'a log group name',
    'write the name alone, as in aws-controltower/CloudTrailLogs-abc-def',
  )
    .optional()
    .describe(
      'With `trail: control-tower`: the log group of its trail, in the management account and the home region. ' +
        'Default with version 3: aws-controltower/CloudTrailLogs. A landing zone made with version 4 adds letters by chance.',
    ),
  trailBucket: bucketName()
    .optional()
    .describe(
      'With `trail: control-tower`: the bucket of its trail, in the log archive account. ' +
        'Default with version 3: aws-controltower-logs-<log archive account>-<home region>, which an upgrade to 4 keeps. A landing zone made with version 4 adds letters by chance.',
    ),
  recorders: choice(['control-tower', 'own'])
    .default('control-tower')
    .describe(
      'Who records in enrolled accounts. `own` is for a landing zone of version 4 without its integration of AWS Config.',
    ),
  regions: listOf(region())
    .optional()
    .describe(
      'Of `regions.governed`, those that the landing zone governs as well. In the others Control Tower records nothing, so this platform does. Default: all.',
    ),
  notEnrolled: listOf(accountId())
    .default([])
    .describe(
      'Accounts that Control Tower records nothing in, because they are not enrolled. It never records in the management account, which belongs here without being listed.',
    ),
  aggregator: choice(['control-tower', 'own'])
    .optional()
    .describe(
      '`own`: an aggregator of this platform, beside the one that Control Tower has with its recorders. Default: whoever has the recorders.',
    ),
})
  .optional()
  .describe(
    'The landing zone of AWS Control Tower that the organization is under; absent where there is none. What it owns is left to it. See docs/control-tower.md.',
  );
