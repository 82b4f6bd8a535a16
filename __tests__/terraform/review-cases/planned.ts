import { buckets } from './buckets';
import { keyCases } from './keys';
import { logsAndAlarms, machinery } from './logs-and-machinery';
import { detectors, organizationCases } from './organization';
import type { PlannedCase } from './planned-case';
import { recorders } from './recorders';
import { roleCases } from './roles';
import { rulesAndPacks } from './rules-and-packs';
import { trails } from './trails';

/** Each weakening, made and unmade, with what only looks like one. */
export const PLANNED: readonly PlannedCase[] = [
  ...trails,
  ...buckets,
  ...keyCases,
  ...recorders,
  ...roleCases,
  ...rulesAndPacks,
  ...organizationCases,
  ...detectors,
  ...logsAndAlarms,
  ...machinery,
];
