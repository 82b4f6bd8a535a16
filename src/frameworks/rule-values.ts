import notes from '../catalogue/rule-notes.json';

interface Notes {
  readonly notes: Readonly<Record<string, { readonly words: string; readonly parameters?: Values }>>;
  /** Values that a standard asks for, by framework and rule. */
  readonly frameworks: Readonly<Record<string, Readonly<Record<string, Values>>>>;
  /** Rules that need a value only their user can know. */
  readonly 'left-out': Readonly<Record<string, string>>;
}
type Values = Readonly<Record<string, string>>;

const NOTES: Notes = notes;

/** Values of a rule's parameters for a framework: what the rule usually has, under what the standard asks for. */
export const valuesOf = (framework: string, rule: string): Values => ({
  ...NOTES.notes[rule]?.parameters,
  ...NOTES.frameworks[framework]?.[rule],
});

/** Why no pack can hold the rule; nothing for most. */
export const leftOut = (rule: string): string | undefined => NOTES['left-out'][rule];

/** Every name that the notes speak of, so that a test can find the misspelled ones. */
export const noteNames = (): { frameworks: string[]; rules: string[] } => ({
  frameworks: Object.keys(NOTES.frameworks),
  rules: [NOTES.notes, NOTES['left-out'], ...Object.values(NOTES.frameworks)].flatMap((group) => Object.keys(group)),
});
