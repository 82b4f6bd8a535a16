import { COLDNESS, STANDARD_IA_DAYS } from '../config/checks/storage';
import { expiryDays } from '../config/retention';
import type { Transition } from '../config/schema';
import { elementStandIn, numberElementStandIn } from './stand-in';
import { shaped, type Variable } from './variable';

const CLASSES = `[${COLDNESS.map((name) => JSON.stringify(name)).join(', ')}]`;

/** Colder tiers of a bucket, under the rules that audit.yaml has for them. */
export function transitions(description: string, coldest: Transition['storageClass']): Variable<string> {
  const checks = (name: string) => {
    const all = `var.${name}`;
    const every = (condition: string) => `alltrue([for item in ${all} : ${condition}])`;
    const isLater = `${all}[at + 1].after_days >= ${all}[at].after_days + (${all}[at].storage_class == "STANDARD_IA" ? ${STANDARD_IA_DAYS} : 1)`;
    const isColder = `index(${CLASSES}, ${all}[at + 1].storage_class) > index(${CLASSES}, ${all}[at].storage_class)`;
    return [
      {
        condition: every(
          'item.after_days >= 1 && item.after_days <= 36500 && floor(item.after_days) == item.after_days',
        ),
        message: `${name} holds something that is not a whole number of days from 1 to 36500.`,
      },
      {
        condition: every(`contains(${CLASSES}, item.storage_class)`),
        message: `${name} holds a storage class that is not one of ${COLDNESS.join(', ')}.`,
      },
      {
        condition: every(`item.storage_class != "STANDARD_IA" || item.after_days >= ${STANDARD_IA_DAYS}`),
        message: `${name} moves objects to STANDARD_IA too early; S3 takes them after ${STANDARD_IA_DAYS} days at the earliest.`,
      },
      {
        // A class that is none is another check's.
        condition: `alltrue([for at in range(max(length(${all}) - 1, 0)) : try(${isLater} && ${isColder}, true)])`,
        message: `${name} is out of order; each tier is colder and later than the one before it, and ${STANDARD_IA_DAYS} days later than STANDARD_IA.`,
      },
      {
        condition: `var.expire_after_years == null ? true : ${every(`item.after_days < var.expire_after_years * ${expiryDays(1)}`)}`,
        message: `${name} moves objects after they have expired; move them earlier, or leave the tier out.`,
      },
    ];
  };
  return shaped('list(object({ after_days = number, storage_class = string }))', {
    description: `${description} S3 leaves objects under 128 KB where they are; Athena reads neither GLACIER nor DEEP_ARCHIVE.`,
    default: [{ after_days: 90, storage_class: coldest }],
    checks,
  });
}

/** What a lifecycle is given for each of them. */
export const transitionOf = (list: string): Transition => ({
  afterDays: numberElementStandIn(list, 'after_days'),
  storageClass: elementStandIn(list, 'storage_class') as Transition['storageClass'],
});
