import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ConfigError, nearest, show } from '../config/problem';
import { type Question, readQuestion } from './question';

/** The questions of a folder, by name. */
export class Questions {
  private readonly byName: ReadonlyMap<string, Question>;

  /** @throws ConfigError that lists every problem of every file */
  constructor(folder: string) {
    const questions = new Map<string, Question>();
    const problems: string[] = [];
    for (const file of readdirSync(folder).sort()) {
      if (!file.endsWith('.sql')) continue;
      const name = basename(file, '.sql');
      try {
        questions.set(name, readQuestion(name, readFileSync(join(folder, file), 'utf8'), file));
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        problems.push(...error.lines.map((line) => `${file}: ${line}`));
      }
    }
    if (problems.length > 0) throw new ConfigError(folder, problems);
    this.byName = questions;
  }

  get all(): readonly Question[] {
    return [...this.byName.values()];
  }

  /** @throws ConfigError that names the questions like it, when there is none of this name */
  named(name: string): Question {
    const question = this.byName.get(name);
    if (question) return question;
    const names = [...this.byName.keys()];
    const meant = nearest(name, names) ?? names.find((known) => known.includes(name));
    throw new ConfigError('forensics', [
      `there is no question ${show(name)}; ${meant ? `did you mean ${meant}?` : 'see them all with --list'}`,
    ]);
  }
}
