import { isObject, type JsonObject, show } from './json';

/** Reads the members of an object and notes all that is wrong with them. */
export class Members {
  private readonly object: JsonObject;
  private readonly problems: string[] = [];

  /** @param what - names the object in the error */
  constructor(
    value: unknown,
    private readonly what: string,
  ) {
    this.object = isObject(value) ? value : {};
    if (!isObject(value)) this.problems.push(`it is ${show(value)}, not an object`);
  }

  text(name: string): string {
    return this.member(name, 'a text', (value) => typeof value === 'string' && value !== '') as string;
  }

  /** Absent, undefined. */
  optionalText(name: string): string | undefined {
    return this.object[name] === undefined ? undefined : this.text(name);
  }

  flag(name: string): boolean {
    return this.member(name, 'true or false', (value) => typeof value === 'boolean') as boolean;
  }

  list(name: string): readonly unknown[] {
    const value = this.member(name, 'a list', Array.isArray);
    return Array.isArray(value) ? value : [];
  }

  texts(name: string): readonly string[] {
    const isTexts = (value: unknown) => Array.isArray(value) && value.every((each) => typeof each === 'string');
    return this.member(name, 'a list of texts', isTexts) as readonly string[];
  }

  /** @throws Error that lists every problem so far */
  check(): void {
    if (this.problems.length > 0) throw new Error(`${this.what} is wrong: ${this.problems.join('; ')}`);
  }

  private member(name: string, form: string, holds: (value: unknown) => boolean): unknown {
    const value = this.object[name];
    if (!holds(value)) this.problems.push(`${name} is ${show(value)}, not ${form}`);
    return value;
  }
}
