import { Acts } from './acts';
import { Circumstances } from './circumstances';
import type { Rule } from './document';
import { Principals } from './principals';
import { allBits, type Region } from './region';

/** Requests as far as some statements tell them apart. */
export class Space {
  readonly acts: Acts;
  readonly principals: Principals;
  readonly circumstances: Circumstances;

  /**
   * @param asked - statements whose requests are told apart; those of others count where they are among them
   * @param maybe - a statement of which nobody knows whether it is there
   */
  constructor(
    rules: readonly Rule[],
    asked: readonly Rule[],
    private readonly maybe?: Rule,
  ) {
    this.acts = new Acts(rules, asked);
    this.principals = new Principals(rules);
    this.circumstances = new Circumstances(rules);
  }

  regionOf(rule: Rule): Region {
    // Where it is there, and where it is not.
    const there = rule === this.maybe ? 1n : allBits(2);
    return [this.acts.bitsOf(rule), this.principals.bitsOf(rule), ...this.circumstances.bitsOf(rule), there];
  }
}
