import type { Change } from '../change';
import type { Severity } from '../finding';
import type { Scene } from '../scene';
import type { Value } from '../value';
import type { KnownAttributes } from './known';
import type { RuleTexts, Weakening } from './rule';

/** What a comparison may look at besides the two values. */
export interface Circumstances {
  readonly change: Change;
  readonly scene: Scene;
}

/** A group of attributes that mean one thing together. */
export interface Watch<T> {
  /** Resource types, and the attributes of each that are read. */
  readonly reads: Readonly<Record<string, readonly string[]>>;
  /** Rule that is reported where a plan does not show the values. */
  readonly rule: string;
  /** What the attributes mean, defaults filled in. Throws `Unreadable`. */
  readonly form: (known: KnownAttributes, type: string) => T;
  /**
   * What counts where the resource does not exist: with it a creation is compared with nothing, and a deletion leaves
   * nothing. Without it, or if it answers nothing, only changes of what exists are looked at.
   */
  readonly absent?: (circumstances: Circumstances, side: 'before' | 'after') => T | undefined;
  /** A value without what the provider calls unknown only because the configuration does not set it. */
  readonly settled?: (value: Value | undefined, circumstances: Circumstances, attribute: string) => Value | undefined;
  /** Attributes that mean nothing here, such as what AWS answers to another one. */
  readonly ignores?: (circumstances: Circumstances) => readonly string[];
  /** Whether it is somebody else's to say here. */
  readonly skips?: (circumstances: Circumstances) => boolean;
  /** Attributes by which nothing is lost where they said nothing before, even if it is known only later what they say. */
  readonly gained?: readonly string[];
  /** Whether nothing is lost even by values that a plan does not show, such as those of what is made where nothing was. */
  readonly cannotLose?: (circumstances: Circumstances) => boolean;
  readonly compare: (before: T, after: T, circumstances: Circumstances) => readonly Weakening[];
}

/** What it means that a resource ends. */
export interface End {
  readonly types: readonly string[];
  readonly destroyed: string;
  /** Rule for being destroyed and made again. `compared`: only what differs counts, as in an update. */
  readonly replaced: string | 'compared';
  /** A sentence about the end. */
  readonly title: (circumstances: Circumstances, replaced: boolean) => string;
  readonly details?: (circumstances: Circumstances) => readonly string[];
  readonly undo?: (circumstances: Circumstances) => string | undefined;
  /** Where it is not that of the rule. */
  readonly severity?: (circumstances: Circumstances) => Severity | undefined;
  /** Whether it is somebody else's to say here, such as the end of what it belongs to. */
  readonly skips?: (circumstances: Circumstances) => boolean;
}

/** What is known about one kind of resources. */
export interface Family {
  readonly name: string;
  readonly rules: RuleTexts;
  /** Types that it looks at only together. */
  readonly types?: readonly string[];
  readonly ends: readonly End[];
  readonly watches: readonly Watch<unknown>[];
  /** Whether the resource serves the audit at all; others are not looked at. */
  readonly concerns?: (circumstances: Circumstances) => boolean;
  /** Why the resource is not known to be evidence, as a sentence; nothing where it is. */
  readonly doubt?: (circumstances: Circumstances) => string | undefined;
  /** What several changes do together. */
  readonly together?: (scene: Scene) => ReadonlyMap<Change, readonly Weakening[]>;
}

/** Keeps what a watch's parts say of its type while families list watches of many types. */
export const watch = <T>(definition: Watch<T>): Watch<unknown> => definition as unknown as Watch<unknown>;
