/** Names in a plan are anybody's: no report may let them become markup, a mention, a link or an invisible letter. */

/** Longest name or sentence that a comment shows. A key of `for_each` may be of any length. */
const LONGEST = 500;

/**
 * One line: line breaks, control characters and the invisible ones that turn or hide text (bidirectional controls, zero
 * width, tags) become escapes.
 */
export const visible = (text: string): string =>
  text.replace(
    // eslint-disable-next-line no-control-regex
    /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    (found) => [...Array(found.length).keys()].map((at) => escapeUnit(found.charCodeAt(at))).join(''),
  );

const escapeUnit = (unit: number): string =>
  unit === 0x0a ? '\\n' : unit === 0x09 ? '\\t' : `\\u${unit.toString(16).padStart(4, '0')}`;

/** Cuts what is too long, never within a pair of surrogates, and says how much is gone. */
function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  const cut = text.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '');
  return `${cut}... (${(text.length - cut.length).toLocaleString('en')} more characters)`;
}

/** As code: nothing in it is interpreted, mentions included. The fence is longer than any row of backticks within. */
export function code(text: string): string {
  const shown = visible(shortened(text));
  if (shown.trim() === '') return '(empty)';
  const fence = '`'.repeat(longestRow(shown) + 1);
  const space = fence.length > 1 || /^ | $/.test(shown) ? ' ' : '';
  return `${fence}${space}${shown}${space}${fence}`;
}

/** As prose within a line: every punctuation mark that Markdown knows is escaped; mentions, references and bare links are taken apart. */
export const prose = (text: string): string =>
  visible(shortened(text))
    // A space of no width keeps GitHub and GitLab from taking them for a person, an issue or a link.
    .replace(/([@#!&%$~]|GH-)(?=[\w{"])/g, '$1\u200b')
    .replace(/(?<=:)(?=\/\/)/g, '\u200b')
    .replace(/\b(www)(?=\.)/gi, '$1\u200b')
    .replace(/[\\`*_{}[\]()#+|<>&~$]/g, '\\$&');

/** A block in which nothing is interpreted, one line for each text. */
export function block(lines: readonly string[]): string {
  const shown = lines.map((line) => visible(shortened(line)));
  const fence = '`'.repeat(Math.max(3, longestRow(shown.join('\n')) + 1));
  return `${fence}text\n${shown.join('\n')}\n${fence}`;
}

const longestRow = (text: string): number => Math.max(0, ...[...text.matchAll(/`+/g)].map(([row]) => row.length));
