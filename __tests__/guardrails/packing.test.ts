import { runSimulation } from '@cloud-copilot/iam-simulate';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expand } from '../../src/authorization/authorization';
import { pack, type Packed, type Sourced } from '../../src/guardrails/packing';
import { type Conditions, list, type PolicyDocument, type PolicyStatement } from '../../src/policy/document';
import { denied, guardrail, guardrails, pick, randomness, type Request, shuffled, some, sourced } from './statements';

const MOST = 10_240;

/** The policies, of a set that must fit. */
function packed(statements: readonly Sourced[], most = MOST): readonly Packed[] {
  const { policies, problems } = pack(statements, most);
  expect(problems).toEqual([]);
  return policies;
}

const texts = (statements: readonly Sourced[], most = MOST) => packed(statements, most).map(({ text }) => text);
const sidsOf = (policies: readonly Packed[]) =>
  policies.flatMap(({ document }) => document.Statement.map(({ Sid }) => Sid));
const said = (policies: readonly Packed[]) => policies.flatMap(({ document }) => document.Statement);
const statement = (sid: string, override: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Sid: sid,
  Effect: 'Deny',
  Action: `s3:${sid}`,
  Resource: `arn:aws:s3:::${sid}`,
  ...override,
});

describe('policies', () => {
  test('are minified: no white space, one value without a list, lists in order', () => {
    const given = statement('A', {
      Condition: { ArnNotLike: { 'aws:PrincipalArn': ['r2', 'r1'] } },
      Resource: ['x'],
      Action: ['s3:C', 's3:B'],
    });
    expect(packed([sourced(given)])).toEqual([
      {
        text: '{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Deny","Action":["s3:B","s3:C"],"Resource":"x","Condition":{"ArnNotLike":{"aws:PrincipalArn":["r1","r2"]}}}]}',
        document: {
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'A',
              Effect: 'Deny',
              Action: ['s3:B', 's3:C'],
              Resource: 'x',
              Condition: { ArnNotLike: { 'aws:PrincipalArn': ['r1', 'r2'] } },
            },
          ],
        },
        origins: ['team.json A'],
      },
    ]);
  });

  test('are none where there are no statements', () => {
    expect(pack([], MOST)).toEqual({ policies: [], problems: [] });
  });

  test('are the same to the byte in whatever order statements come', () => {
    const random = randomness(1);
    const given = guardrails(random, 50);
    const expected = packed(given, 5120);
    for (const one of expected) expect(sidsOf([one])).toEqual([...sidsOf([one])].sort());
    for (let time = 0; time < 10; time++) expect(packed(shuffled(random, given), 5120)).toEqual(expected);
  });

  test('have each Sid once, even where that of merged ones is another’s', () => {
    const merging = ['A', 'B'].map((sid) => sourced(statement(sid, { Resource: '*' })));
    const policies = packed([...merging, sourced(statement('AAndB')), sourced(statement('AAndB1'))]);
    expect(sidsOf(policies).sort()).toEqual(['AAndB', 'AAndB1', 'AAndB2']);
  });

  test('say which statements they are made of', () => {
    const given = guardrails(randomness(2), 60);
    const policies = packed(given);
    expect(policies.flatMap(({ origins }) => origins).sort()).toEqual(given.map(({ origin }) => origin).sort());
    for (const { origins, text } of policies) {
      for (const origin of origins) expect(text).toMatch(new RegExp(`[{,"d]${origin.split(' ')[1]!}(And|")`));
    }
  });
});

describe('a limit', () => {
  const two = [sourced(statement('A', { Action: 's3:X' })), sourced(statement('B', { Action: 's3:Y' }))];
  const [whole] = texts(two);

  test('is met by a set of exactly so many characters, and divides one of one character more', () => {
    expect(packed(two, whole!.length)).toHaveLength(1);
    expect(packed(two, whole!.length - 1)).toHaveLength(2);
  });

  test('counts merged statements as AWS stores them', () => {
    const merging = two.map(({ origin, statement: one }) => ({ origin, statement: { ...one, Resource: '*' } }));
    const [merged] = texts(merging);
    expect(packed(merging, merged!.length)).toHaveLength(1);
    expect(packed(merging, merged!.length - 1)).toHaveLength(2);
  });

  test('is kept by every policy, whatever the set', () => {
    for (let seed = 0; seed < 10; seed++) {
      const random = randomness(seed);
      const most = pick(random, [900, 2048, 5120, MOST]);
      for (const { text } of packed(guardrails(random, 1 + random() * 60), most)) {
        expect(text.length).toBeLessThanOrEqual(most);
      }
    }
  });
});

describe('a statement that is too large', () => {
  const actions = (count: number) => Array.from({ length: count }, (_, at) => `s3:Action${100 + at}`);
  const resources = (count: number) => Array.from({ length: count }, (_, at) => `arn:aws:s3:::bucket-${100 + at}`);

  test('is divided by its actions, under Sids that nobody has', () => {
    const large = statement('A', { Action: actions(100), Resource: '*' });
    const policies = packed([sourced(large), sourced(statement('A2'))], 1024);
    expect(
      said(policies)
        .flatMap(({ Action }) => list(Action))
        .sort(),
    ).toEqual([...actions(100), 's3:A2'].sort());
    expect(sidsOf(policies).sort()).toEqual(['A1', 'A2', 'A3']);
  });

  test('is whole at exactly the limit', () => {
    const large = [sourced(statement('A', { Action: actions(100) }))];
    const [{ length }] = texts(large) as [string];
    expect(sidsOf(packed(large, length))).toEqual(['A']);
    expect(sidsOf(packed(large, length - 1)).sort()).toEqual(['A1', 'A2']);
  });

  test('is divided by its resources when they leave no room for an action', () => {
    const large = statement('A', { Action: actions(3), Resource: resources(100) });
    const policies = packed([sourced(large)], 1024);
    const cases = said(policies).flatMap(({ Action, Resource }) =>
      list(Resource).flatMap((resource) => list(Action).map((action) => `${action} ${resource}`)),
    );
    expect(cases.sort()).toEqual(
      resources(100)
        .flatMap((one) => actions(3).map((action) => `${action} ${one}`))
        .sort(),
    );
    // 2,600 characters of resources, and 140 of the rest each time.
    expect(policies).toHaveLength(3);
  });

  test('is divided by resources alone where it says NotAction', () => {
    const { Action: _, ...large } = statement('A', { NotAction: actions(3), Resource: resources(60) });
    const policies = packed([sourced(large)], 1024);
    expect(policies).toHaveLength(2);
    expect(said(policies).map(({ NotAction }) => NotAction)).toEqual([actions(3), actions(3)]);
    expect(
      said(policies)
        .flatMap(({ Resource }) => list(Resource))
        .sort(),
    ).toEqual(resources(60));
  });

  test('is told of when no division helps; the others are packed', () => {
    const roles = Array.from({ length: 100 }, (_, at) => `arn:aws:iam::*:role/role-${at}`);
    const long = statement('A', { Action: actions(3), Condition: { ArnNotLike: { 'aws:PrincipalArn': roles } } });
    const { Action: _, ...excluding } = statement('C', { NotAction: actions(100) });
    const { policies, problems } = pack([long, statement('B'), excluding].map(sourced), 1024);
    expect(sidsOf(policies)).toEqual(['B']);
    // The parts would have numbers.
    const sizeOf = (one: PolicyStatement) => JSON.stringify({ Version: '2012-10-17', Statement: [one] }).length;
    const least = sizeOf({ ...long, Sid: 'A000', Action: 's3:Action100' });
    const excluded = sizeOf({ ...excluding, Sid: 'C000' });
    expect(problems).toEqual([
      `team.json A has ${least} characters alone, however it is divided; 1024 fit into one policy; shorten it, or raise the limit if your quota is higher`,
      `team.json C has ${excluded} characters alone, however it is divided; 1024 fit into one policy; shorten it, or raise the limit if your quota is higher`,
    ]);
  });
});

describe('as few policies as fit', () => {
  test.each([
    [MOST, 20, 0],
    [MOST, 80, 2],
    [5120, 20, 1],
    [5120, 40, 4],
  ])('of %s characters, for %s statements', (most, count, over) => {
    const excess = Array.from({ length: 60 }, (_, seed) => {
      const given = guardrails(randomness(5000 + 100 * count + seed), count);
      const frame = '{"Version":"2012-10-17","Statement":[]}'.length;
      const least = Math.ceil((texts(given, Infinity)[0]!.length - frame) / (most - frame));
      return packed(given, most).length - least;
    });
    expect(Math.max(...excess)).toBeLessThanOrEqual(1);
    // Of sixty sets: even these may not fit into fewer, for a statement is not divided to fill a gap.
    expect(excess.filter((more) => more > 0).length).toBeLessThanOrEqual(over);
  });

  test('two where nothing but a good choice of neighbours will do', () => {
    const sized = (sid: string, length: number) => {
      const plain = statement(sid);
      const rest = length - JSON.stringify(plain).length - ','.length;
      return sourced({ ...plain, Action: `${plain.Action}${'x'.repeat(rest)}` });
    };
    const sizes = [400, 400, 300, 300, 300, 300];
    const given = sizes.map((size, at) => sized(`A${at}`, size));
    // Each size counts a comma, of which there is one less. Both policies are exactly full.
    const frame = '{"Version":"2012-10-17","Statement":[]}'.length;
    expect(packed(given, frame + 1000 - 1)).toHaveLength(2);
  });
});

describe('of a set that grows', () => {
  const changed = (before: readonly string[], after: readonly string[]) =>
    Array.from({ length: Math.max(before.length, after.length) }, (_, at) => at).filter(
      (at) => before[at] !== after[at],
    );

  /** How many policies change, for each of several statements more or less. */
  function changes(count: number, most = MOST): number[] {
    return Array.from({ length: 12 }, (_, seed) => {
      const random = randomness(10_000 * count + seed);
      const given = guardrails(random, count);
      const before = texts(given, most);
      const others = [
        ...['One', 'Two', 'Three'].map((name) => [...given, guardrail(random, name)]),
        ...some(random, given, 3).map((gone) => given.filter((each) => each !== gone)),
      ];
      return others.map((other) => changed(before, texts(other, most)).length);
    }).flat();
  }

  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  test('one policy changes with one statement more, the others not by a byte', () => {
    const given = guardrails(randomness(7), 60);
    const before = texts(given);
    expect(before).toHaveLength(3);
    const after = texts([...given, sourced(statement('New'))]);
    expect(changed(before, after)).toHaveLength(1);
    expect(after).toHaveLength(3);
  });

  test.each([
    // Statements, share of changes of one policy only, mean of policies that change. Those of 80 fill 5 policies.
    [20, 0.8, 1.3],
    [40, 0.5, 1.8],
    [80, 0.35, 2.4],
  ])('few policies of %s statements change with one more or one less', (count, alone, average) => {
    const counts = changes(count);
    expect(counts.filter((each) => each === 1).length / counts.length).toBeGreaterThanOrEqual(alone);
    expect(mean(counts)).toBeLessThanOrEqual(average);
  });

  test('mostly one policy changes with one action more', () => {
    const touched = [1, 2, 3, 4, 5].flatMap((seed) => {
      const given = guardrails(randomness(seed), 40);
      const before = texts(given);
      return given.map(({ origin, statement: one }) => {
        const longer = sourced({ ...one, Action: [...list(one.Action), 's3:X'] });
        return changed(before, texts(given.map((each) => (each.origin === origin ? longer : each)))).length;
      });
    });
    expect(touched.filter((each) => each === 1).length / touched.length).toBeGreaterThanOrEqual(0.75);
    expect(mean(touched)).toBeLessThanOrEqual(1.4);
  });
});

/** Every case that a set can tell apart, and some that it should not. */
interface World {
  readonly statements: Sourced[];
  readonly requests: Request[];
}

/** Small enough that statements meet: they merge, cover and divide all the time. */
function world(random: () => number): World {
  const actions = ['s3', 'kms', 'logs'].flatMap((service) =>
    ['PutObject', 'PutObjectAcl', 'PutBucket', 'GetObject', 'DeleteBucket'].map((name) => `${service}:${name}`),
  );
  const patterns = [
    ...actions,
    's3:Put*',
    'S3:putobject',
    's3:*Bucket',
    's3:?utObject',
    'kms:*',
    'logs:Put*A*',
    'logs:*',
  ];
  const resources = ['arn:a', 'arn:b', 'arn:ab', 'arn:c/1', 'arn:c/2'];
  const resourcePatterns = [...resources, 'arn:a*', '*', 'arn:c/?', 'arn:c/*'];
  const roles = ['role/admin', 'role/exempt', 'role/exempt-2', 'role/writer'];
  const accounts = ['111111111111', '222222222222'];
  const spared = (): Conditions | undefined => {
    const key = pick(random, ['aws:PrincipalArn', 'aws:principalarn']);
    return pick<Conditions | undefined>(random, [
      { ArnNotLike: { [key]: pick(random, ['role/exempt*', ['role/exempt*'], ['role/writer', 'role/exempt*']]) } },
      { StringNotEquals: { 'aws:PrincipalAccount': '111111111111' }, ArnNotLike: { [key]: ['role/exempt*'] } },
      { ArnNotLike: { [key]: 'role/exempt*' }, StringNotEquals: { 'aws:PrincipalAccount': ['111111111111'] } },
      undefined,
    ]);
  };
  const statements = Array.from({ length: 3 + random() * 20 }, (_, at) => {
    const [act, on] = [random() < 0.1, random() < 0.1];
    return sourced({
      Sid: `S${at}`,
      Effect: 'Deny',
      ...(act ? { NotAction: some(random, patterns, 3) } : { Action: some(random, patterns, 12) }),
      ...(on ? { NotResource: some(random, resourcePatterns, 2) } : { Resource: some(random, resourcePatterns, 3) }),
      Condition: spared(),
    });
  });
  const requests = actions.flatMap((action) =>
    resources.flatMap((resource) =>
      [...roles, undefined].flatMap((role) =>
        accounts.map((account) => ({
          action,
          resource,
          context: { ...(role && { 'aws:principalarn': role }), 'aws:principalaccount': account },
        })),
      ),
    ),
  );
  return { statements, requests };
}

describe('nothing is weakened, and nothing more is denied', () => {
  test('in hundreds of sets, whatever a request is', () => {
    const seen = { merged: 0, divided: 0, several: 0, denied: 0, passed: 0 };
    for (let seed = 0; seed < 300; seed++) {
      const random = randomness(seed);
      const { statements, requests } = world(random);
      const policies = packed(statements, pick(random, [300, 500, 1000, 5120]));
      const before = statements.map((each) => each.statement);
      const after = said(policies);
      const sids = after.map(({ Sid }) => Sid!);
      if (sids.some((sid) => sid.includes('And'))) seen.merged++;
      if (sids.some((sid) => !before.some(({ Sid }) => sid.split('And').includes(Sid!)))) seen.divided++;
      if (policies.length > 1) seen.several++;
      // Any of them: three hundred times that is many.
      for (const request of Array.from({ length: 60 }, () => pick(random, requests))) {
        const expected = denied(before, request);
        seen[expected ? 'denied' : 'passed']++;
        if (denied(after, request) !== expected) {
          throw new Error(`set ${seed}: ${JSON.stringify(request)} was ${expected ? '' : 'not '}denied before`);
        }
      }
    }
    // The sets put packing to the test.
    expect(Math.min(seen.merged, seen.several)).toBeGreaterThan(100);
    expect(Math.min(seen.denied, seen.passed)).toBeGreaterThan(2000);
    expect(seen.divided).toBeGreaterThan(20);
  });

  test('in the policies of the project, as IAM decides', async () => {
    const statements = ourStatements();
    const before = statements.map(({ statement: one }) => ({ Version: '2012-10-17', Statement: [one] }));
    const small = packed(statements, 1500).map(({ document }) => document);
    const large = packed(statements).map(({ document }) => document);
    const decisions = new Set<string>();
    for (const [at, { statement: one }] of statements.entries()) {
      // Of each statement a case that it denies, and by turns one that it does not.
      const action = actionOf(list(one.Action ?? one.NotAction));
      const named = concrete(list(one.Resource)[0] ?? '*', action);
      for (const [resource, role] of [
        [named, 'admin'],
        at % 2 === 0 ? [named, 'ExemptRoleArns-1'] : [arnFor(action, 'other'), 'admin'],
      ] as const) {
        const asked = [action, resource, role] as const;
        const expected = await decision(before, ...asked);
        decisions.add(expected);
        expect([...asked, await decision(small, ...asked)]).toEqual([...asked, expected]);
        expect([...asked, await decision(large, ...asked)]).toEqual([...asked, expected]);
      }
    }
    expect([...decisions].sort()).toEqual(['Allowed', 'ExplicitlyDenied']);
  }, 60_000);
});

const SCPS = 'policies/scp';

/** One that the patterns mean. */
const actionOf = (patterns: readonly string[]): string => patterns.flatMap(expand)[0]!.name;

const arnFor = (action: string, name: string): string => {
  const service = action.split(':')[0]!;
  return service === 's3' ? `arn:aws:s3:::${name}` : `arn:aws:${service}:eu-west-1:444444444444:${name}`;
};

const concrete = (resource: string, action: string): string =>
  resource === '*' ? arnFor(action, 'any') : resource.replaceAll('*', 'x');

/** The files that come with the project, their placeholders replaced by anything of the right kind. */
function ourStatements(): Sourced[] {
  return readdirSync(SCPS)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      const { Statement } = JSON.parse(readFileSync(join(SCPS, file), 'utf8')) as PolicyDocument;
      return Statement.map((one) => {
        const { ExemptsNobodyBecause: _, ...plain } = one as PolicyStatement & { ExemptsNobodyBecause?: string };
        const standIn = (name: string, key: string) =>
          key === 'aws:PrincipalArn'
            ? ['ExemptRoleArns', name].map((each) => `arn:aws:iam::*:role/${each}-*`)
            : key === 'Resource'
              ? [arnFor(list(one.Action)[0] ?? 's3:X', `${name}*`)]
              : ['222222222222', '333333333333'];
        return { origin: `${file} ${one.Sid}`, statement: replaced(plain, '', standIn) as PolicyStatement };
      });
    });
}

function replaced(node: unknown, key: string, standIn: (name: string, key: string) => readonly string[]): unknown {
  if (Array.isArray(node)) return node.flatMap((each) => replaced(each, key, standIn));
  if (typeof node === 'string') {
    const name = /^\$\{(\w+)\}$/.exec(node)?.[1];
    return name === undefined ? node : standIn(name, key);
  }
  return Object.fromEntries(
    Object.entries(node as object).map(([name, each]) => [name, replaced(each, name, standIn)]),
  );
}

async function decision(policies: readonly PolicyDocument[], action: string, resource: string, role: string) {
  const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  const named = [everything, ...policies].map((policy, at) => ({ name: `policy ${at}`, policy }));
  const answer = await runSimulation(
    {
      request: {
        principal: `arn:aws:sts::444444444444:assumed-role/${role}/session`,
        action,
        resource: { resource, accountId: '444444444444' },
        contextVariables: {
          'aws:PrincipalArn': `arn:aws:iam::444444444444:role/${role}`,
          'aws:PrincipalAccount': '222222222222',
        },
      },
      identityPolicies: [{ name: 'everything', policy: everything }],
      resourceControlPolicies: [],
      serviceControlPolicies: [{ orgIdentifier: 'root', policies: named }],
    },
    {},
  );
  // No resource of a service that has none but `*`.
  if (answer.resultType === 'error' && resource !== '*') return decision(policies, action, '*', role);
  if (answer.resultType === 'error') throw new Error(`cannot simulate ${action}: ${JSON.stringify(answer.errors)}`);
  // Nothing but the policies refuses anything.
  return answer.overallResult;
}
