export const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/**
 * Whether a pattern of IAM stands for a text: `*` is any text, `?` any one character. By hand, because expressions that
 * are asked a few hundred times each cost more to compile than to ask.
 */
export function matches(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let i = 0;
  while (i < text.length) {
    if (pattern[at] === '*') {
      star = at++;
      resume = i;
    } else if (pattern[at] === '?' || pattern[at] === text[i]) {
      at++;
      i++;
    } else if (star >= 0) {
      // The last star takes one character more.
      at = star + 1;
      i = ++resume;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

/** What a pattern matches of texts and of other patterns: of these only what it matches all of, for certain. */
export function coverage(pattern: string): (other: string) => boolean {
  const expression = new RegExp(`^${pattern.split('*').map(oneOf).join('.*')}$`, 's');
  return (other) => pattern === other || expression.test(other);
}
// One character does not cover the any number of a star.
const oneOf = (part: string): string => part.split('?').map(escaped).join('[^*]');

/** Letters count: ARNs are compared as they are written. */
export const covers = (pattern: string, other: string): boolean => coverage(pattern)(other);

/** A policy variable such as `${aws:username}`, or a value that only Terraform knows: any text. */
const VARIABLE = /\$\{[^}]*\}/g;

/** Partition, service, region and account, which hold no colon, with `arn` before them. */
const PARTS = 5;
/** A `*` that matches no colon. Never part of an ARN. */
const WITHIN_PART = '\u0000';
/** A `*` that matches neither colon nor slash. */
const WITHIN_NAME = '\u0001';

/** AWS's pattern of all buckets. It would match objects as well, but no bucket's name has a slash. */
const BUCKET = 'arn:*:s3:::*';

const partsOf = (arn: string): string[] => {
  const parts = arn.split(':');
  return parts.length <= PARTS ? parts : [...parts.slice(0, PARTS), parts.slice(PARTS).join(':')];
};

const met = new Map<string, boolean>();

/**
 * Whether some ARN of a resource type matches the pattern of a statement. A wildcard of the statement stays within its
 * part of the ARN, but spans colons and slashes in the resource, the last one; in a shortened ARN it spans all.
 */
export function meets(typeArn: string, pattern: string): boolean {
  const pair = `${typeArn} ${pattern}`;
  const known = met.get(pair);
  if (known !== undefined) return known;
  const meeting = compare(typeArn, pattern.replaceAll(VARIABLE, '*'));
  met.set(pair, meeting);
  return meeting;
}

function compare(typeArn: string, pattern: string): boolean {
  const types = partsOf(typeArn);
  if (typeArn === BUCKET) types[PARTS] = WITHIN_NAME;
  const parts = partsOf(pattern);
  if (parts.length > PARTS) return types.every((type, at) => haveCommon(type, parts[at]!));
  const narrow = types.map((type, at) => (at < PARTS ? type.replaceAll('*', WITHIN_PART) : type));
  return haveCommon(narrow.join(':'), pattern);
}

const isStar = (char: string): boolean => char === '*' || char === WITHIN_PART || char === WITHIN_NAME;

const isWild = (char: string | undefined): boolean => char !== undefined && (char === '?' || isStar(char));

/** Whether a star takes what the other pattern has there. */
function takes(star: string, char: string): boolean {
  if (star === WITHIN_PART) return char !== ':';
  if (star === WITHIN_NAME) return char !== ':' && char !== '/';
  return true;
}

/** Whether two patterns have a text in common. */
function haveCommon(first: string, second: string): boolean {
  if (first === '*' || second === '*' || first === second) return true;
  let start = 0;
  while (first[start] === second[start] && !isWild(first[start])) start++;
  // Most pairs differ in letters before any wildcard.
  if (!isWild(first[start]) && !isWild(second[start])) return false;
  return haveCommonRest(first.slice(start), second.slice(start));
}

/** A cell of a row tells it of what is left of both. */
function haveCommonRest(first: string, second: string): boolean {
  let below = new Array<boolean>(second.length + 1).fill(false);
  for (let i = first.length; i >= 0; i--) {
    const row = new Array<boolean>(second.length + 1).fill(false);
    for (let j = second.length; j >= 0; j--) {
      const one = first[i];
      const other = second[j];
      if (one === undefined && other === undefined) row[j] = true;
      // Of two stars one ends first; a star takes nothing, or the next character of the other pattern.
      else if (one !== undefined && isStar(one)) {
        row[j] = below[j]! || (other !== undefined && takes(one, other) && row[j + 1]!);
      } else if (other === '*') row[j] = row[j + 1]! || (one !== undefined && below[j]!);
      else if (one === undefined || other === undefined) row[j] = false;
      else row[j] = (one === other || one === '?' || other === '?') && below[j + 1]!;
    }
    below = row;
  }
  return below[0]!;
}
