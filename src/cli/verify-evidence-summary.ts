import { type Finding, type FindingKind, FINDINGS } from '../../lambdas/evidence/finding';
import type { Report } from '../../lambdas/evidence/report';
import type { ChainReport } from '../../lambdas/evidence/verification';
import { counted } from '../../lambdas/evidence/words';

/** Of a kind, no more are printed; the report holds them all. */
const PRINTED = 50;

const STATES: Readonly<Record<ChainReport['state'], string>> = {
  proven: 'proven',
  'newest-unproven': 'proven but for the newest',
  failed: 'FAILED',
};

/** A verification for people: which chains there are, what is wrong, and the conclusion. */
export function summary(report: Report): string {
  const copies = report.copiesOf.map((bucket) => `s3://${bucket}`).join(', ');
  return [
    `Evidence: ${report.evidence}${copies === '' ? '' : `, a copy of ${copies}`}`,
    `Public keys: ${report.publicKeys}`,
    ...(report.window.from === null && report.window.to === null ? [] : [span(report.window)]),
    '',
    ...coverage(report.chains),
    ...Object.keys(FINDINGS).flatMap((kind) => group(kind as FindingKind, report.findings)),
    ...conclusion(report),
    '',
  ].join('\n');
}

const span = ({ from, to }: Report['window']): string => `Time: ${from ?? 'the beginning'} to ${to ?? 'the end'}`;

const HEADS = ['account', 'region', 'trail', 'from', 'to', 'digests', 'logs', 'state'];

/** What the chains cover; columns as wide as they must be. */
function coverage(chains: readonly ChainReport[]): string[] {
  if (chains.length === 0) return ['There are no digests.', ''];
  const rows = chains.map((chain) => [
    chain.account,
    chain.region,
    `${chain.trail}${chain.backfill ? ' (backfill)' : ''}`,
    chain.from,
    chain.to,
    String(chain.digests),
    String(chain.provenLogs + chain.unprovenLogs),
    STATES[chain.state],
  ]);
  const widths = HEADS.map((head, at) => rows.reduce((most, row) => Math.max(most, row[at]!.length), head.length));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => (at === 5 || at === 6 ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!)))
      .join('  ')
      .trimEnd();
  return [HEADS, ...rows].map(line).concat('');
}

function group(kind: FindingKind, findings: readonly Finding[]): string[] {
  const own = findings.filter((finding) => finding.kind === kind);
  if (own.length === 0) return [];
  const rest = own.length - PRINTED;
  return [
    `${FINDINGS[kind].title} (${own.length.toLocaleString('en')})`,
    ...own.slice(0, PRINTED).flatMap(lines),
    ...(rest > 0 ? [`  and ${rest.toLocaleString('en')} more; --json has them all`] : []),
    '',
  ];
}

function lines({ key, account, region, message, from, digest, logs, digests }: Finding): string[] {
  const place = [account, region].filter((part) => part !== undefined).join(' ');
  const details = [
    ...(from === undefined ? [] : [`it belongs at ${from}`]),
    ...(digest === undefined ? [] : [`shown by ${digest}`]),
    ...(digests === undefined ? [] : [counted(digests, 'digest')]),
    ...(logs === undefined ? [] : [`${counted(logs, 'log')} without proof because of it`]),
  ];
  return [`  ${key ?? place}`, `    ${message}`, ...details.map((detail) => `    ${detail}`)];
}

function conclusion({ totals, unlisted }: Report): string[] {
  const { accounts, regions, digests, provenDigests, provenLogs, unprovenLogs, failures, warnings } = totals;
  const of = (part: number, noun: string, whole: number): string =>
    `${part.toLocaleString('en')} of ${counted(whole, noun)}`;
  const notes = [
    ...(unlisted.pending > 0 ? [`${counted(unlisted.pending, 'log')} newer than the newest digest`] : []),
    ...(unlisted.beforeTheChain > 0 ? [`${counted(unlisted.beforeTheChain, 'log')} older than the first digest`] : []),
    ...(unlisted.uncovered > 0 ? [`${counted(unlisted.uncovered, 'log')} of kinds that no digest lists`] : []),
  ];
  return [
    `Proven: ${of(provenDigests, 'digest', digests)} and ${of(provenLogs, 'listed log', provenLogs + unprovenLogs)}, in ${counted(accounts, 'account')} and ${counted(regions, 'region')}.`,
    ...(notes.length > 0 ? [`Not looked at: ${notes.join(', ')}.`] : []),
    failures > 0
      ? `NOT PROVEN: ${counted(failures, 'failure')}, ${counted(warnings, 'warning')}.`
      : warnings > 0
        ? `Nothing is wrong, but not all is proven: ${counted(warnings, 'warning')}.`
        : 'Everything is proven.',
  ];
}
