import { type Healer, healerHandler } from '../shared/healer';
import { type DesiredEvidence, readDesired } from './desired';
import { inspect } from './inspect';

/** Keeps buckets and keys of evidence closed, versioned and usable in one account and region. */
export const healer: Healer<DesiredEvidence> = { name: 'evidence', readDesired, inspect };

export const handler = healerHandler(healer);
