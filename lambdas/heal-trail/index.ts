import { healerHandler } from '../shared/healer';
import { readDesired } from './desired';
import { health } from './health';
import { inspect } from './inspect';

/** Keeps the organization's trail logging everything to where it was synthesized to. */
export const handler = healerHandler({ name: 'trail', readDesired, inspect, health });
