import { ACCOUNT_CHECKS } from './accounts';
import { ADOPT_CHECKS } from './adopt';
import { ALARM_CHECKS } from './alarms';
import type { Check } from './check';
import { CONTROL_TOWER_CHECKS } from './control-tower';
import { FORENSICS_CHECKS } from './forensics';
import { GUARDRAIL_CHECKS } from './guardrails';
import { LIST_CHECKS } from './lists';
import { NAME_CHECKS } from './names';
import { RECORDER_CHECKS } from './recorder';
import { REGION_CHECKS } from './regions';
import { RESPONSE_CHECKS } from './response';
import { RULE_CHECKS } from './rules';
import { STORAGE_CHECKS } from './storage';

export const CHECKS: readonly Check[] = [
  ...ACCOUNT_CHECKS,
  ...REGION_CHECKS,
  ...LIST_CHECKS,
  ...NAME_CHECKS,
  ...STORAGE_CHECKS,
  ...RECORDER_CHECKS,
  ...GUARDRAIL_CHECKS,
  ...ALARM_CHECKS,
  ...RULE_CHECKS,
  ...RESPONSE_CHECKS,
  ...FORENSICS_CHECKS,
  ...CONTROL_TOWER_CHECKS,
  ...ADOPT_CHECKS,
];
