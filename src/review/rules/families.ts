import { aggregator } from './aggregator';
import { detectors } from './detectors';
import { eventStore } from './event-store';
import { evidenceBucket } from './evidence-bucket';
import { guardrails } from './guardrails';
import { key } from './key';
import { logsAndAlarms } from './logs-and-alarms';
import { machinery } from './machinery';
import { organization } from './organization';
import { recorder } from './recorder';
import { remediation } from './remediation';
import { roles } from './roles';
import { rulesAndPacks } from './rules-and-packs';
import { state } from './state';
import { trail } from './trail';
import type { Family } from './watch';

/** Everything that is watched, by what it is. */
export const FAMILIES: readonly Family[] = [
  trail,
  eventStore,
  evidenceBucket,
  key,
  recorder,
  roles,
  aggregator,
  rulesAndPacks,
  guardrails,
  remediation,
  logsAndAlarms,
  machinery,
  organization,
  detectors,
  state,
];
