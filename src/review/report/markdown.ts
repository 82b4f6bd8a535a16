import { SEVERITIES } from '../finding';
import { block, code, prose } from './escape';
import { counts, failing, type Judged, type Verdict } from './verdict';

/** By this line a workflow finds the comment that it wrote before. A version of the format is no part of it. */
export const MARKER = '<!-- org-audit review -->';

/** Bytes of a comment. GitHub takes 65,536 characters; counting bytes is safe whatever a character is. */
const ROOM = 65_536;

/** Findings that are listed before anything is folded. */
const WORST = 10;

/** Lines of one finding's details; who gains a thousand actions is not read line by line. */
const DETAIL_LINES = 40;

/**
 * A comment on a pull request: the verdict first, then counts and the worst findings, and all else folded. Never longer
 * than GitHub takes: what does not fit is left out whole, and counted.
 *
 * @param room - bytes it may take
 */
export function markdown(verdict: Verdict, room = ROOM): string {
  const comment = new Comment(room);
  comment.add(MARKER, '### Audit review', '', verdictLine(verdict), '');
  if (verdict.open.length > 0) comment.add(...countsTable(verdict), '');
  comment.list(
    verdict.incomplete.map(({ plan, sentence }) => `- Not the whole truth, ${code(plan)}: ${prose(sentence)}`),
    (left) => `- ${left} more ${left === 1 ? 'reason' : 'reasons'} why plans are not the whole truth`,
  );
  const { open, unused } = verdict;
  comment.list(open.slice(0, WORST).map(listed), (left) => `- ${left} more, in the JSON report`);
  if (open.length > WORST) comment.add(`- ${open.length - WORST} more below`);
  comment.add('');
  comment.fold(`Details (${open.length})`, open.map(details), 'findings are');
  comment.fold(`Better than before (${verdict.improvements.length})`, improvements(verdict), 'improvements are');
  comment.fold(`Accepted (${verdict.accepted.length})`, verdict.accepted.map(acceptedLine), 'accepted findings are');
  comment.fold(
    `Acceptances to take out (${unused.length})`,
    unused.map(({ finding }) => `- ${code(finding)}: nothing like it is found any more`),
    'acceptances are',
  );
  comment.add(footer(verdict));
  return comment.text;
}

function verdictLine(verdict: Verdict): string {
  const { open, failOn, incomplete } = verdict;
  const over = failing(verdict).length;
  const undecided = open.filter((one) => one.undecided).length;
  const unsure =
    undecided > 0
      ? ` ${undecided} cannot be decided from the plan: it does not show enough, which is not the same as fine.`
      : '';
  if (over > 0) return `**Fails: ${counted(over, 'finding')} at or above ${failOn}.**${unsure}`;
  if (open.length === 0) {
    return incomplete.length > 0
      ? '**Passes: nothing that the plans show takes from the evidence. They do not show all.**'
      : '**Passes: nothing takes from the evidence.**';
  }
  const most = failOn === 'none' ? 'and no severity fails it' : `none at or above ${failOn}`;
  return `**Passes: ${counted(open.length, 'finding')}, ${most}.**${unsure}`;
}

function countsTable(verdict: Verdict): string[] {
  const found = counts(verdict);
  const columns = [...SEVERITIES.map((severity) => [severity, found[severity]] as const)];
  return [
    `| ${columns.map(([severity]) => severity).join(' | ')} |`,
    `|${columns.map(() => ' --- |').join('')}`,
    `| ${columns.map(([, count]) => count).join(' | ')} |`,
  ];
}

const where = ({ address, plan, origin }: Judged): string =>
  `${code(address)} in ${code(plan)}${origin === 'drift' ? ', changed outside Terraform' : ''}`;

const listed = (one: Judged): string =>
  `- **${one.severity}** ${where(one)}: ${prose(one.title)} ${code(one.id)}${expired(one)}`;

const expired = ({ acceptance }: Judged): string =>
  acceptance ? ` (accepted until ${acceptance.expires}, which is over)` : '';

function details(one: Judged): string {
  const lines = one.details.slice(0, DETAIL_LINES);
  const left = one.details.length - lines.length;
  return [
    `**${one.severity}: ${prose(one.title)}** ${where(one)}`,
    '',
    ...(lines.length > 0 ? [block([...lines, ...(left > 0 ? [`... ${left} more lines`] : [])]), ''] : []),
    ...(one.undecided ? ['The plan does not show enough to decide this.', ''] : []),
    ...(one.undo === undefined ? [] : [`To take it back: ${prose(one.undo)}`, '']),
    ...(one.acceptance ? [`Was accepted until ${one.acceptance.expires}: ${prose(one.acceptance.reason)}`, ''] : []),
    `Id ${code(one.id)}`,
    '',
  ].join('\n');
}

const improvements = ({ improvements: all }: Verdict): string[] =>
  all.map(({ address, plan, title }) => `- ${code(address)} in ${code(plan)}: ${prose(title)}`);

const acceptedLine = (one: Verdict['accepted'][number]): string =>
  `- **${one.severity}** ${where(one)}: ${prose(one.title)} ${code(one.id)}, until ${one.acceptance.expires}: ${prose(one.acceptance.reason)}`;

function footer({ plans, resources }: Verdict): string {
  const names = plans.map(code).join(', ');
  return `<sub>${counted(resources, 'resource')} of ${counted(plans.length, 'plan')}${names.length > 500 ? '' : `: ${names}`}</sub>`;
}

const counted = (count: number, one: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : `${one}s`}`;

/** Text that grows piece by piece, and refuses a piece for which there is no room. */
class Comment {
  text = '';
  private used = 0;

  /** @param room - bytes for all of it */
  constructor(private readonly room: number) {}

  /** What must not be missing. */
  add(...lines: readonly string[]): void {
    this.append(`${lines.join('\n')}\n`);
  }

  /** The items that fit, and how many did not. */
  list(items: readonly string[], rest: (left: number) => string): void {
    const shown = this.fitting(items, 0);
    for (const item of shown) this.add(item);
    if (shown.length < items.length) this.add(rest(items.length - shown.length));
  }

  /** Items that open at a click. */
  fold(summary: string, items: readonly string[], what: string): void {
    if (items.length === 0) return;
    const head = `<details><summary>${summary}</summary>\n\n`;
    const shown = this.fitting(items, size(head));
    if (shown.length > 0) this.append(head);
    for (const item of shown) this.add(item);
    const left = (items.length - shown.length).toLocaleString('en');
    if (shown.length < items.length) {
      this.add(
        '',
        `**${left} of ${items.length.toLocaleString('en')} ${what} left out here; the JSON report has them all.**`,
      );
    }
    if (shown.length > 0) this.add(...(this.text.endsWith('\n\n') ? [] : ['']), '</details>', '');
  }

  /** One that is too long for what is left makes way for those behind it. */
  private fitting(items: readonly string[], before: number): readonly string[] {
    let left = this.room - this.used - before - RESERVE;
    return items.filter((item) => {
      const needed = size(item) + 1;
      if (needed > left) return false;
      left -= needed;
      return true;
    });
  }

  private append(text: string): void {
    this.text += text;
    this.used += size(text);
  }
}

const size = (text: string): number => Buffer.byteLength(text);

/** Kept for what always comes: sentences about what is left out, closing tags, the last line with names of plans. */
const RESERVE = 3_000;
