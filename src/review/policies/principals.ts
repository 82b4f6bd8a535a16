import type { Rule } from './document';
import { bitsWhere, placesOf } from './region';

/** A principal that documents name, or whoever else there is. */
interface Case {
  /** As a reader knows it; `*` for whoever is not named. */
  readonly called: string;
  /** Names that speak of it. */
  readonly namedBy: ReadonlySet<string>;
  /** Names that NotPrincipal must list to spare it, if that of its account does not. */
  readonly ownNames: ReadonlySet<string>;
  readonly sparedByAccount: boolean;
}

const ACCOUNT = /^AWS:(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/;
const MEMBER = /^AWS:arn:[^:]+:(?:iam|sts)::(\d{12}):(.+)$/s;

/** The account that a name stands for, or whose member it names. */
export const accountOf = (name: string): string | undefined => ACCOUNT.exec(name)?.[1] ?? MEMBER.exec(name)?.[1];

/** Account ids and the ARNs of their roots are the same. */
function canonical(name: string): string {
  const account = ACCOUNT.exec(name)?.[1];
  return account === undefined ? name : `AWS:${account}`;
}

/** The role of a session; a session's ARN leaves out the path of its role. */
const roleOfSession = (account: string, resource: string): ((name: string) => boolean) => {
  const role = /^assumed-role\/([^/]+)\//.exec(resource)?.[1];
  return (name) => {
    const [, of, what = ''] = MEMBER.exec(name) ?? [];
    return role !== undefined && of === account && what.startsWith('role/') && what.endsWith(`/${role}`);
  };
};

/**
 * Who can be told apart by the principals of some statements. Of NotPrincipal AWS says that accounts must be listed
 * beside their users and roles, not whether an account spares them: so everything is compared under both readings.
 */
export class Principals {
  private readonly cases: readonly Case[];
  readonly size: number;

  constructor(rules: readonly Rule[]) {
    const names = [...new Set(rules.flatMap(({ principals }) => principals?.names.map(canonical) ?? []))];
    const accounts = new Set(names.flatMap((name) => accountOf(name) ?? []));
    const named = names.filter((name) => name !== '*' && !ACCOUNT.test(name));
    const plain: Omit<Case, 'sparedByAccount'>[] = [
      { called: '*', namedBy: new Set(['*']), ownNames: new Set(['*']) },
      ...[...accounts].map((account) => {
        const own = `AWS:${account}`;
        return { called: account, namedBy: new Set(['*', own]), ownNames: new Set(['*', own]) };
      }),
      ...named.map((name) => {
        const [, account, resource = ''] = MEMBER.exec(name) ?? [];
        const roles = account === undefined ? [] : named.filter(roleOfSession(account, resource));
        const own = ['*', name, ...roles];
        return {
          called: name.slice(name.indexOf(':') + 1),
          namedBy: new Set([...own, ...(account === undefined ? [] : [`AWS:${account}`])]),
          ownNames: new Set(own),
        };
      }),
    ];
    const byAccount = plain.map((one) => ({ ...one, sparedByAccount: true }));
    // Listed are accounts themselves, and not whoever else is in them.
    const members = [...accounts].map((account) => ({
      called: account,
      namedBy: new Set(['*', `AWS:${account}`]),
      ownNames: new Set(['*']),
    }));
    const byName = [...plain, ...members].map((one) => ({ ...one, sparedByAccount: false }));
    this.cases = rules.some(({ principals }) => principals?.but) ? [...byAccount, ...byName] : byAccount;
    this.size = this.cases.length;
  }

  bitsOf({ principals }: Rule): bigint {
    if (principals === undefined) return bitsWhere(this.cases, () => true);
    const names = principals.names.map(canonical);
    return bitsWhere(this.cases, ({ namedBy, ownNames, sparedByAccount }) => {
      const all = principals.but && !sparedByAccount ? ownNames : namedBy;
      return names.some((name) => all.has(name)) !== principals.but;
    });
  }

  told(bits: bigint): { readonly principals: readonly string[]; readonly everybody: boolean } {
    const called = new Set([...placesOf(bits)].map((place) => this.cases[place]!.called));
    if (!called.has('*')) return { principals: [...called].sort(), everybody: false };
    const others = [...new Set(this.cases.map((one) => one.called))].filter((one) => !called.has(one)).sort();
    return {
      principals: others.length === 0 ? ['*'] : ['*', ...others.map((one) => `but not ${one}`)],
      everybody: true,
    };
  }
}
