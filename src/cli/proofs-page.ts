import { type Part, PARTS } from '../proofs/cast';
import type { Cell, Row } from '../proofs/matrix';
import { type Proof, refusal } from '../proofs/proof';

const COLUMNS = Object.keys(PARTS) as Part[];

/** docs/proofs.md, and what `org-audit prove` prints: who can do what to the audit, and what decides. */
export function proofsPage(proof: Proof): string {
  const { sections, work, deliveries, expectations } = proof;
  return [
    '# Proofs',
    '',
    'What `npm run prove` prints: acts against the audit and its evidence, times principals, decided by a simulator of AWS’s',
    'policy evaluation over the SCPs, RCPs, bucket and key policies of the synthesized Terraform together. It fails on a row',
    'that nothing covers.',
    '',
    ...assumptions(proof).flatMap((line) => [line, '']),
    ...legend(),
    ...[...sections].flatMap(([service, rows]) => section(service, rows)),
    '## Everyday work',
    '',
    'What administrators of every member must be able to do, and what undoes tampering. No guardrail is in the way of it.',
    '',
    '| work | action | guardrails |',
    '| --- | --- | --- |',
    ...work.map(({ work: { does, action, members }, barredBy }) => {
      const where = members ? ' (where no evidence lies)' : '';
      return `| ${does}${where} | \`${action}\` | ${barredBy.length === 0 ? 'free' : `denied: ${barredBy.join(', ')}`} |`;
    }),
    '',
    '## The platform’s own work',
    '',
    'What services and roles of the platform must be able to do, all policies together.',
    '',
    '| who | work | action | policies |',
    '| --- | --- | --- | --- |',
    ...deliveries.map(
      ({ by, does, action, outcome, refusedBy }) =>
        `| ${by} | ${does} | \`${action}\` | ${outcome === 'works' ? 'allow it' : `**GAP: ${refusal(refusedBy)}**`} |`,
    ),
    '',
    ...(expectations.length === 0
      ? []
      : [
          '## Expectations',
          '',
          '| principal | expected | on | because | decided |',
          '| --- | --- | --- | --- | --- |',
          ...expectations.map(
            ({ expectation: { principal, may, action, resource, because }, holds, decided }) =>
              `| \`${principal}\` | ${may ? 'may' : 'may not'} \`${action}\` | \`${resource}\` | ${because} | ${holds ? '' : '**no**: '}${decided} |`,
          ),
          '',
        ]),
  ].join('\n');
}

/** Of organizational units audit.yaml knows no more than their ids. */
export function assumptions({ organization: { scpTargets, rcpTargets } }: Proof): string[] {
  const units = [...new Set([...scpTargets, ...rcpTargets])].filter((target) => target.startsWith('ou-'));
  if (units.length === 0) return [];
  return [`Taken for granted: every account that is not named as a target itself is below ${units.join(' or ')}.`];
}

const legend = (): string[] => [
  'Everybody has all rights in their own account that IAM can give; what stops them are policies alone:',
  '',
  '| column | who |',
  '| --- | --- |',
  ...COLUMNS.map((part) => `| ${PARTS[part].join(' | ')} |`),
  '',
  '| verdict | meaning |',
  '| --- | --- |',
  '| S | denied by a service control policy |',
  '| R | denied by a resource control policy; to management, stranger, deputy and http even if the policy of the bucket or key let them in |',
  '| P | denied by the policy of the bucket or key |',
  '| – | no statement allows it: an account reaches into another only where both agree |',
  '| (–) | only the policy of the bucket or key is in the way, and no RCP: a gap |',
  '| open | nothing denies it; then the row names the alarm that notices, or what else keeps the evidence. Rows of reading and decrypting are open inside the organization, as far as IAM and the policy of the bucket or key let each |',
  '| (empty) | cannot be tried: not in their account, or without effect there |',
  '',
];

function section(service: string, rows: readonly Row[]): string[] {
  const decided = rows.filter(({ act }) => act.verdict !== 'allowed');
  const allowed = rows.filter(({ act }) => act.verdict === 'allowed');
  return [
    `## ${service}`,
    '',
    ...(decided.length === 0
      ? []
      : [
          `| act | action | ${COLUMNS.map((part) => PARTS[part][0]).join(' | ')} | decided by | noticed or kept by |`,
          `| --- | --- |${COLUMNS.map(() => ' :-: |').join('')} --- | --- |`,
          ...decided.map(line),
          '',
        ]),
    ...(allowed.length === 0
      ? []
      : [
          'Left open on purpose:',
          '',
          '| act | action | because |',
          '| --- | --- | --- |',
          ...allowed.map(({ act, gaps }) => `| ${act.does} | \`${act.action}\` | ${act.because ?? ''}${flaw(gaps)} |`),
          '',
        ]),
  ];
}

function line({ act, cells, noticedBy, gaps }: Row): string {
  const by = COLUMNS.flatMap((part) =>
    cells[part].by.map(({ kind, sid }) => `${kind === 'resource' ? 'policy' : kind} ${sid}`),
  );
  const noticed = [...noticedBy, ...(act.kept === undefined ? [] : [act.kept])].join(', ');
  return [
    '',
    ` ${act.does} `,
    ` \`${act.action}\` `,
    ...COLUMNS.map((part) => ` ${symbol(cells[part])} `),
    ` ${[...new Set(by)].sort().join(', ')} `,
    ` ${noticed}${flaw(gaps)} `,
    '',
  ].join('|');
}

function symbol({ outcome, by }: Cell): string {
  if (outcome === 'apart') return '';
  if (outcome === 'open') return 'open';
  if (outcome === 'ungranted') return '–';
  if (outcome === 'thin') return '(–)';
  const letters = { SCP: 'S', RCP: 'R', resource: 'P' } as const;
  return [...new Set(by.map(({ kind }) => letters[kind]))].join('');
}

const flaw = (gaps: readonly string[]): string => (gaps.length === 0 ? '' : ` **GAP: ${gaps.join('; ')}**`);
