import { healerHandler } from '../shared/healer';
import { readDesired } from './desired';
import { inspector } from './inspect';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Keeps the organization's policies as they were synthesized, and attached. */
export const handler = healerHandler({ name: 'guardrails', readDesired, inspect: inspector(sleep) });
