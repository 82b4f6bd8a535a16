import { type Group, isGroup, type Value } from './template';

/** Stands in a text for the account that a pack of the organization is deployed to: AWS fills it in. */
export const ANY_ACCOUNT = '\u0000';

export interface Known {
  /** Values of the template's parameters. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly conditions: Group;
  readonly partition: string;
  readonly region: string;
  /** Account id, or ANY_ACCOUNT. */
  readonly account: string;
}

/** A template says something that cannot be worked out. */
export class Unresolvable extends Error {}

/** What a removed property leaves: nothing. */
const NO_VALUE = Symbol('AWS::NoValue');
type Resolved = Value | typeof NO_VALUE;

/**
 * Works out a template's intrinsic functions: with every parameter known, so is everything else. A pack's text then
 * shows in a plan what AWS will get, and leans on no feature of CloudFormation.
 */
export class Intrinsics {
  /** Parameters that something referred to. */
  readonly used = new Set<string>();

  constructor(private readonly known: Known) {}

  /** @throws Unresolvable for an unknown name or function */
  resolve(value: Value): Value | undefined {
    const resolved = this.visit(value);
    return resolved === NO_VALUE ? undefined : resolved;
  }

  /** @throws Unresolvable when the condition is unknown or refers to itself */
  isTrue(condition: string, within: readonly string[] = []): boolean {
    const said = this.known.conditions[condition];
    if (said === undefined || !Object.hasOwn(this.known.conditions, condition)) {
      throw new Unresolvable(`there is no condition ${condition}; declare it under Conditions`);
    }
    if (within.includes(condition)) throw new Unresolvable(`the condition ${condition} refers to itself`);
    return this.decide(said, [...within, condition]);
  }

  private visit(value: Value): Resolved {
    if (Array.isArray(value)) {
      return (value as readonly Value[]).map((item) => this.visit(item)).filter((item) => item !== NO_VALUE);
    }
    if (!isGroup(value)) return value;
    const [name, ...others] = Object.keys(value);
    if (name !== undefined && others.length === 0 && isFunction(name)) return this.call(name, value[name]!);
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, inner]) => [key, this.visit(inner)] as const)
        .filter((entry): entry is readonly [string, Value] => entry[1] !== NO_VALUE),
    );
  }

  private call(name: string, argument: Value): Resolved {
    if (name === 'Ref') return this.refer(text(argument, 'Ref'));
    if (name === 'Fn::Sub') return this.substitute(argument);
    if (name === 'Fn::If') {
      const [condition, yes, no] = list(argument, name, 3);
      return this.visit(this.isTrue(text(condition!, name)) ? yes! : no!);
    }
    if (name === 'Fn::Join') {
      const [delimiter, parts] = list(argument, name, 2);
      const resolved = this.visit(parts!);
      if (!Array.isArray(resolved)) throw new Unresolvable('Fn::Join needs a list to join');
      return resolved.map(String).join(text(delimiter!, name));
    }
    throw new Unresolvable(`${name} is not among the functions a pack may use: Ref, Fn::Sub, Fn::If, Fn::Join`);
  }

  private refer(name: string): Resolved {
    if (name === 'AWS::NoValue') return NO_VALUE;
    const pseudo = this.pseudo(name);
    if (pseudo !== undefined) return pseudo;
    const value = Object.hasOwn(this.known.parameters, name) ? this.known.parameters[name] : undefined;
    if (value === undefined) throw new Unresolvable(`there is no parameter ${name}; declare it under Parameters`);
    this.used.add(name);
    return value;
  }

  private pseudo(name: string): string | undefined {
    if (name === 'AWS::Partition') return this.known.partition;
    if (name === 'AWS::Region') return this.known.region;
    if (name === 'AWS::AccountId') return this.known.account;
    return undefined;
  }

  private substitute(argument: Value): string {
    const [template, local] = Array.isArray(argument)
      ? (list(argument, 'Fn::Sub', 2) as [Value, Value])
      : [argument, {}];
    if (!isGroup(local)) throw new Unresolvable('Fn::Sub takes a text and a group of values');
    return text(template, 'Fn::Sub').replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      const own = Object.hasOwn(local, name) ? (local as Group)[name] : undefined;
      const value = own === undefined ? this.refer(name.trim()) : this.visit(own);
      if (value === NO_VALUE || typeof value === 'object') throw new Unresolvable(`\${${name}} is not a text`);
      return String(value);
    });
  }

  private decide(value: Value, within: readonly string[]): boolean {
    const [name, ...others] = isGroup(value) ? Object.keys(value) : [];
    const argument = name === undefined || others.length > 0 ? undefined : (value as Group)[name];
    switch (argument === undefined ? undefined : name) {
      case 'Condition':
        return this.isTrue(text(argument!, 'Condition'), within);
      case 'Fn::Not':
        return !this.decide(list(argument!, 'Fn::Not', 1)[0]!, within);
      case 'Fn::And':
        return list(argument!, 'Fn::And').every((one) => this.decide(one, within));
      case 'Fn::Or':
        return list(argument!, 'Fn::Or').some((one) => this.decide(one, within));
      case 'Fn::Equals': {
        const [left, right] = list(argument!, 'Fn::Equals', 2).map((side) => this.visit(side));
        return String(left) === String(right);
      }
      default:
        throw new Unresolvable('a condition is made of Fn::Equals, Fn::Not, Fn::And, Fn::Or and Condition');
    }
  }
}

const isFunction = (name: string): boolean => name === 'Ref' || name.startsWith('Fn::');

function text(value: Value, name: string): string {
  if (typeof value !== 'string') throw new Unresolvable(`${name} needs a text`);
  return value;
}

function list(value: Value, name: string, length?: number): readonly Value[] {
  if (!Array.isArray(value) || (length !== undefined && value.length !== length)) {
    throw new Unresolvable(`${name} needs a list${length === undefined ? '' : ` of ${length}`}`);
  }
  return value as readonly Value[];
}
