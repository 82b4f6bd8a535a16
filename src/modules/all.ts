import { cisAlarms } from './cis-alarms';
import { configAggregator } from './config-aggregator';
import { configBaseline } from './config-baseline';
import { configRules } from './config-rules';
import { conformancePacks } from './conformance-packs';
import { evidenceStore } from './evidence-store';
import { forensics } from './forensics';
import { guardrails } from './guardrails';
import type { Module } from './module';
import { organizationTrail } from './organization-trail';
import { remediation } from './remediation';
import { selfHealing } from './self-healing';

/** Every module, in the order of apply. */
export const MODULES: readonly Module[] = [
  evidenceStore,
  organizationTrail,
  configBaseline,
  configAggregator,
  configRules,
  conformancePacks,
  cisAlarms,
  guardrails,
  forensics,
  selfHealing,
  remediation,
];
