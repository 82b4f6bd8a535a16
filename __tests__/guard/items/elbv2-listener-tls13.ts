import { type Cases } from '../configuration-item';
import { each } from '../documents';
import { listener } from '../resources';

const list = (...all: readonly string[]) => Object.fromEntries(all.map((name) => [name, name]));
const withPolicy = (SslPolicy: string) => listener({ SslPolicy });
const says = "The listener's security policy lacks TLS 1.3";

export const cases: Cases = {
  passing: {
    ...each(
      'with',
      list(
        'ELBSecurityPolicy-TLS13-1-2-2021-06',
        'ELBSecurityPolicy-TLS13-1-2-Res-2021-06',
        'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
        'ELBSecurityPolicy-TLS13-1-3-2021-06',
        'ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04',
      ),
      withPolicy,
    ),
    'of TLS': listener({ Protocol: 'TLS', SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' }),
  },
  failing: {
    ...each(
      'with',
      list(
        'ELBSecurityPolicy-2016-08',
        'ELBSecurityPolicy-TLS-1-2-Ext-2018-06',
        'ELBSecurityPolicy-FS-1-2-Res-2020-10',
        'ELBSecurityPolicy-TLS13-1-1-2021-06',
        'ELBSecurityPolicy-TLS13-1-0-2021-06',
      ),
      (name) => [withPolicy(name), says] as const,
    ),
    'of TLS without a policy in the item': [listener({ Protocol: 'TLS', SslPolicy: undefined }), says],
  },
  skipping: {
    'of HTTP': listener({ Protocol: 'HTTP', SslPolicy: undefined }),
    'of TCP': listener({ Protocol: 'TCP', SslPolicy: undefined }),
  },
};
