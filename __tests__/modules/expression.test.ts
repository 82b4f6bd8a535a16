import { expressionOf, type Json, written } from '../../src/modules/expression';
import { elementStandIn, listStandIn, partsOf, someStandIn, standIn } from '../../src/modules/stand-in';

const name = standIn('var.name');
const [reader] = listStandIn('var.readers') as [string];

/** A policy as constructs write it. */
const policy = (...statements: Json[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });

describe('texts', () => {
  test.each<[string, Json, Json]>([
    ['a plain text stays', 'arn', 'arn'],
    ['a stand-in becomes its expression', name, '${var.name}'],
    ['within a text too, as often as it stands there', `${name}-a-${name}`, '${var.name}-a-${var.name}'],
    ['references of cdktf stay', `\${aws_kms_key.a.arn}/${name}`, '${aws_kms_key.a.arn}/${var.name}'],
    ['what is escaped stays escaped', `$\${aws:PrincipalAccount}/${name}`, '$${aws:PrincipalAccount}/${var.name}'],
    [
      'quotes within an expression are its own',
      standIn('replace(var.name, "-", "_")'),
      '${replace(var.name, "-", "_")}',
    ],
    ['numbers, truths and nothing stay', [1, true, null, 1e15], [1, true, null, 1e15]],
  ])('%s', (_name, json, expected) => expect(written(json)).toEqual(expected));
});

describe('lists', () => {
  test.each<[string, Json, Json]>([
    ['a list that is all of another is it', [reader], '${var.readers}'],
    ['elements within texts make a loop', [`${reader}/*`], '${[for item in var.readers : "${item}/*"]}'],
    [
      'beside fixed values they are joined, in their order',
      ['a', 'b', reader, 'c'],
      '${concat(["a", "b"], var.readers, ["c"])}',
    ],
    ['a list of stand-ins alone stays a list', [name, 'b'], ['${var.name}', 'b']],
    ['members of elements', [elementStandIn('var.tiers', 'days')], '${[for item in var.tiers : item.days]}'],
  ])('%s', (_name, json, expected) => expect(written(json)).toEqual(expected));
});

describe('documents', () => {
  test('without stand-ins they stay as they are', () => {
    const text = policy({ Effect: 'Deny', Resource: '${aws_s3_bucket.a.arn}' });
    expect(written(text)).toBe(text);
  });

  test('become jsonencode, so that what a caller gives cannot end a text', () => {
    expect(written(policy({ Effect: 'Allow', Resource: `arn:«var.p»:s3:::${name}/*`, n: 3 }))).toBe(
      '${jsonencode({ "Version" = "2012-10-17", "Statement" = [{ "Effect" = "Allow", "Resource" = "arn:${var.p}:s3:::${var.name}/*", "n" = 3 }] })}',
    );
  });

  test('keep references, escapes, quotes and lines', () => {
    expect(
      written(JSON.stringify({ a: `say "\\"\n${name}`, b: '${aws_kms_key.a.arn}', c: '$${aws:PrincipalAccount}' })),
    ).toBe(
      '${jsonencode({ "a" = "say \\"\\\\\\"\\n${var.name}", "b" = "${aws_kms_key.a.arn}", "c" = "$${aws:PrincipalAccount}" })}',
    );
  });

  test('numbers that cdktf has put in, without quotation marks', () => {
    expect(written('{"a":«var.days»,"b":["x:«var.name»,",«var.days»]}')).toBe(
      '${jsonencode({ "a" = var.days, "b" = ["x:${var.name},", var.days] })}',
    );
  });

  test('numbers reckoned from a stand-in are refused there too', () => {
    expect(() => written('{"n":-1.8e300,"x":"«var.name»"}')).toThrow('a number was reckoned from a stand-in');
  });

  test('a key may be a stand-in', () => {
    expect(written(JSON.stringify({ [name]: 1 }))).toBe('${jsonencode({ (var.name) = 1 })}');
  });

  test('a statement that allows nobody is left out', () => {
    expect(written(policy({ Effect: 'Deny' }, { Effect: 'Allow', Principal: [reader] }))).toBe(
      '${jsonencode({ "Version" = "2012-10-17", "Statement" = concat([{ "Effect" = "Deny" }], [for statement in [{ "Effect" = "Allow", "Principal" = var.readers }] : statement if length(var.readers) > 0]) })}',
    );
  });

  test('objects that name elements of a list are there once for each; an empty list stays one', () => {
    const bucket = {
      name: elementStandIn('var.buckets', 'bucket'),
      arn: `a:${elementStandIn('var.buckets', 'bucket')}`,
      on: true,
    };
    expect(written(JSON.stringify({ buckets: [{ name: 'fixed' }, bucket], none: [] }))).toBe(
      '${jsonencode({ "buckets" = concat([{ "name" = "fixed" }], [for item in var.buckets : { "name" = item.bucket, "arn" = "a:${item.bucket}", "on" = true }]), "none" = [] })}',
    );
  });

  test('lists are documents, too', () => {
    expect([written(JSON.stringify([reader])), written(JSON.stringify([{ a: name }]))]).toEqual([
      '${jsonencode(var.readers)}',
      '${jsonencode([{ "a" = var.name }])}',
    ]);
  });

  test('a text that is one of a list becomes the list: policies write one value without brackets', () => {
    expect(written(policy({ Effect: 'Allow', Resource: `${reader}/*` }))).toContain(
      '"Resource" = [for item in var.readers : "${item}/*"]',
    );
  });
});

describe('blocks', () => {
  test('those that hold elements are repeated for each, and stay in order with their neighbours', () => {
    const tier = {
      days: elementStandIn('var.tiers', 'days'),
      to: `${name}-${elementStandIn('var.tiers', 'class')}`,
      fixed: 1,
    };
    expect(written({ id: 'a', tier: [{ days: 1 }, tier], other: { x: name } })).toEqual({
      id: 'a',
      other: { x: '${var.name}' },
      dynamic: {
        tier: [
          { for_each: [true], content: { days: 1 } },
          {
            for_each: '${var.tiers}',
            iterator: 'item',
            content: { days: '${item.value.days}', to: '${var.name}-${item.value.class}', fixed: 1 },
          },
        ],
      },
    });
  });

  test('beside blocks that are dynamic already', () => {
    const json = { dynamic: { a: { for_each: '${[]}', content: {} } }, b: { to: reader } };
    expect(written(json)).toEqual({
      dynamic: {
        a: { for_each: '${[]}', content: {} },
        b: [{ for_each: '${var.readers}', iterator: 'item', content: { to: '${item.value}' } }],
      },
    });
  });

  test('a list within a block does not repeat it', () => {
    expect(written({ rule: { resources: [reader] } })).toEqual({ rule: { resources: '${var.readers}' } });
  });
});

describe('a denial speaks of lists only beside what is certain', () => {
  const some = someStandIn('local.spared');

  test.each<[string, Json, string]>([
    ['a list that is never empty', some, 'local.spared'],
    ['a list beside a text', ['*', reader], 'concat(["*"], var.readers)'],
    ['a list beside one that is never empty', [some, reader], 'concat(local.spared, var.readers)'],
  ])('%s', (_name, resource, expected) => {
    expect(written(policy({ Effect: 'Deny', Resource: resource }))).toContain(`"Resource" = ${expected} }`);
  });
});

describe('what cannot be written is refused', () => {
  test.each<[string, () => unknown, string]>([
    [
      'a denial of a list',
      () => written(policy({ Effect: 'Deny', Resource: reader })),
      'a statement denies by what there may be none of',
    ],
    [
      'a statement of two lists',
      () => written(policy({ Effect: 'Allow', Resource: reader, Principal: elementStandIn('var.other') })),
      'a statement takes one list, not var.readers and var.other',
    ],
    [
      'elements of two lists in one text',
      () => written([`${reader}${elementStandIn('var.other')}`]),
      'several lists: var.readers, var.other',
    ],
    ['an element outside of a list', () => written(`${reader}/*`), 'names an element of a list outside of one'],
    ['a number reckoned from a stand-in', () => written(-1.8e300), 'a number was reckoned from a stand-in'],
    ['a number in a text, which cdktf leaves there', () => written('for--1.8e+298'), 'written into a text'],
    ['a stand-in within a stand-in', () => standIn(`a${name}`), 'a stand-in takes no «, » or |'],
  ])('%s', (_name, act, message) => expect(act).toThrow(message));
});

test('parts of a text come back in order', () => {
  expect(partsOf(`a${name}${elementStandIn('var.tiers', 'days')}b`)).toEqual([
    { text: 'a' },
    { expression: 'var.name' },
    { element: 'item.days', of: 'var.tiers', mayLack: true },
    { text: 'b' },
  ]);
});

test('expressions that are put together by hand are written alike', () => {
  expect(expressionOf(`arn:${name}`)).toBe('"arn:${var.name}"');
  expect(expressionOf(name)).toBe('var.name');
  expect(expressionOf([`${reader}/`])).toBe('[for item in var.readers : "${item}/"]');
});
