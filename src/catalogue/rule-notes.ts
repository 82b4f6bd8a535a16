import data from './rule-notes.json';

interface Note {
  readonly words: string;
}

const NOTES: Readonly<Record<string, Note>> = data.notes;

/** What a managed rule asks for, in the project's own words; nothing for rules that no framework of ours names. */
export const words = (id: string): string | undefined => NOTES[id]?.words;
