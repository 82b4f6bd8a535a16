import { canonical } from '../known';
import type { Weakening } from '../rule';
import { inWords, lost, recordsManagement, type Selector } from './selector';

const SHOWN = 6;

/** What a trail or an event data store does not record any more. */
export function narrowing(
  what: string,
  { narrowed, blind }: { readonly narrowed: string; readonly blind: string },
  before: readonly Selector[],
  after: readonly Selector[],
): readonly Weakening[] {
  const gone = lost(before, after);
  if (gone.length === 0) return [];
  const words = [...new Set(gone.map(inWords))];
  const isBlind = recordsManagement(before) && !recordsManagement(after);
  return [
    {
      rule: isBlind ? blind : narrowed,
      title: isBlind
        ? `${what} records no management events any more: who changed what in AWS is not known from then on.`
        : `${what} records less than before.`,
      details: [
        ...words.slice(0, SHOWN).map((selector) => `Not recorded any more: ${selector}`),
        ...(words.length > SHOWN ? [`And ${words.length - SHOWN} more.`] : []),
      ],
      essence: canonical(words),
    },
  ];
}
