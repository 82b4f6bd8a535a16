import type { Found } from '../discovery/discovery';
import type { Draft } from '../discovery/draft';
import { spoken } from '../discovery/gap';
import { few } from '../discovery/notes';

/** Lines that are told of one kind; the file has them all. */
const MOST = 20;

/**
 * What was found, in short.
 *
 * @param problems - what a synth says of the file as it is
 */
export function discoverSummary(found: Found, draft: Draft, problems: readonly string[]): string {
  const { organization, accounts, regions, gaps } = found;
  const { notes, controlTower } = draft;
  const head = `organization ${organization.id}: ${accounts.length} of ${active(found)} active accounts read in ${regions.length} regions`;
  return [
    head,
    ...section('Adopted', notes.adopted),
    ...section('Left as it is', notes.left),
    ...section('Control Tower, recognized by', controlTower?.evidence ?? []),
    ...section('Check', notes.doubtful),
    ...section('Not read', gaps.map(spoken)),
    ...section('Before a synth', problems),
    '',
  ].join('\n');
}

const active = ({ organization }: Found): number =>
  organization.accounts.filter(({ state }) => state === 'ACTIVE').length;

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', `${title}:`, ...few(lines, MOST).map((line) => `  ${line}`)];
