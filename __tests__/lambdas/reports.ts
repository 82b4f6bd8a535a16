import { queryAnswer } from './over-http';
import type { WireAnswer } from './service';

export const HEADER =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,' +
  'mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,' +
  'access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,' +
  'access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,' +
  'cert_2_last_rotated';

const NO_KEY = 'false,N/A,N/A,N/A,N/A';

export interface RowOptions {
  readonly created?: string;
  readonly password?: string;
  readonly used?: string;
  /** `active,last_rotated,last_used_date,region,service` */
  readonly keys?: readonly [string, string];
}

/** A line of a report; only what is named differs from a user without password or keys. */
export const line = (user: string, arn: string, options: RowOptions = {}): string => {
  const { created = '2026-01-01T00:00:00Z', password = 'false', used = 'N/A', keys = [NO_KEY, NO_KEY] } = options;
  return [user, arn, created, password, used, 'N/A', 'N/A', 'false', ...keys, 'false,N/A,false,N/A'].join(',');
};

export const key = (options: { active?: boolean; rotated?: string; used?: string } = {}): string => {
  const { active = true, rotated = '2026-01-01T00:00:00Z', used = 'N/A' } = options;
  return `${active},${rotated},${used},N/A,N/A`;
};

export const noKey = NO_KEY;

const ARN = 'arn:aws:iam::111122223333';

export const userLine = (user: string, options: RowOptions = {}): string => line(user, `${ARN}:user/${user}`, options);
export const rootLine = (options: RowOptions = {}): string =>
  line('<root_account>', `${ARN}:root`, { password: 'not_supported', used: 'no_information', ...options });

export const report = (...lines: readonly string[]): string => [HEADER, ...lines].join('\n');

/** IAM with that report ready. */
export const ready = (csv: string, generated = '2026-03-01T00:00:00Z') => ({
  GenerateCredentialReport: (): WireAnswer => queryAnswer('GenerateCredentialReport', '<State>COMPLETE</State>'),
  GetCredentialReport: (): WireAnswer =>
    queryAnswer(
      'GetCredentialReport',
      `<Content>${Buffer.from(csv).toString('base64')}</Content><ReportFormat>text/csv</ReportFormat>` +
        `<GeneratedTime>${generated}</GeneratedTime>`,
    ),
});
