import { type Healer, healerHandler } from '../shared/healer';
import { type DesiredRecording, readDesired } from './desired';
import { health } from './health';
import { inspect } from './inspect';

/** Keeps AWS Config recording and delivering in one region. */
export const healer: Healer<DesiredRecording> = { name: 'recorder', readDesired, inspect, health };

export const handler = healerHandler(healer);
