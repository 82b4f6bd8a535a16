import { createHash } from 'node:crypto';
import type { PackContent } from './pack-content';
import { render } from './render';

/** AWS's limit on the rules of one pack. Source: AWS Config service limits. */
export const MOST_RULES = 130;

/** Bytes of a template given in the call itself, and of one in S3. Source: PutConformancePack. */
export const INLINE_BYTES = 51_200;
export const S3_BYTES = 307_200;

export const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8');

/** Measured with the account left to AWS, which takes more room than an account id. */
const fits = (content: PackContent, mostBytes: number): boolean =>
  content.rules.length <= MOST_RULES && bytesOf(render(content)) <= mostBytes;

/** A whole pack, or one of its numbered parts. */
export interface Part {
  readonly number?: number;
  readonly content: PackContent;
}

/**
 * As few packs as hold all the rules. Which part a rule belongs to depends on the rule and on how many parts there are,
 * not on the other rules, so that a new rule changes one part and leaves the history of all others alone: each rule goes
 * to the part for which its hash is greatest (rendezvous hashing), and one part more takes over only what it wins.
 */
export function split(content: PackContent, mostBytes: number): Part[] {
  if (fits(content, mostBytes)) return [{ content }];
  // Where one rule alone is too large, no division helps.
  if (
    content.rules.some(
      (rule) =>
        !fits(
          content.part((one) => one === rule),
          mostBytes,
        ),
    )
  )
    return [{ content }];
  const least = Math.max(
    Math.ceil(content.rules.length / MOST_RULES),
    Math.ceil(bytesOf(render(content)) / mostBytes),
    2,
  );
  for (let parts = least; ; parts++) {
    const numbers = Array.from({ length: parts }, (_, at) => at + 1);
    const divided = numbers.map((number) => ({
      number,
      content: content.part(({ id }) => partOf(id, numbers) === number),
    }));
    if (divided.every((part) => fits(part.content, mostBytes))) {
      return divided.filter((part) => part.content.rules.length > 0);
    }
  }
}

const partOf = (id: string, parts: readonly number[]): number =>
  parts
    .map((part) => ({ part, weight: weigh(id, part) }))
    .reduce((best, one) => (one.weight > best.weight ? one : best)).part;

const weigh = (id: string, part: number): string => createHash('sha256').update(`${part}:${id}`).digest('hex');
