import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SOURCES } from '../../src/cli/module-sources';
import { defineModule, type Module, ModuleStack } from '../../src/modules/module';
import { moduleFiles } from '../../src/modules/module-files';
import { standIn } from '../../src/modules/stand-in';
import { flag, texts, wholeNumber } from '../../src/modules/variable';

const ANY = { pattern: /^.$/, what: 'a letter', mend: 'write one' };

const moduleOf = (compose: Module['compose'], more: Partial<Module> = {}): Module =>
  defineModule({
    name: 'config-aggregator',
    title: 'An example',
    description: [],
    variables: {
      days: wholeNumber(1, 9, 'days', { description: 'Days.', default: null }),
      on: flag({ description: 'Whether it is on.' }),
      letters: texts(ANY, { most: 2 }, { description: 'Letters.', default: [] }),
    },
    compose,
    ...more,
  } as Module);

const json = (module: Module, file: string): unknown =>
  JSON.parse(moduleFiles(module, SOURCES).get(`${file}.tf.json`) as string);

test('variables say what they take, and whether they may be left out', () => {
  expect(
    json(
      moduleOf(() => ({})),
      'variables',
    ),
  ).toEqual({
    variable: {
      days: {
        description: 'Days.',
        type: 'number',
        default: null,
        nullable: true,
        validation: [
          {
            condition: '${var.days == null ? true : var.days >= 1 && var.days <= 9 && floor(var.days) == var.days}',
            error_message: 'days is not a whole number of days from 1 to 9.',
          },
        ],
      },
      on: { description: 'Whether it is on.', type: 'bool', nullable: false },
      letters: {
        description: 'Letters.',
        type: 'list(string)',
        default: [],
        nullable: false,
        validation: [
          {
            condition: '${alltrue([for item in var.letters : can(regex("^.$", item))])}',
            error_message: 'letters holds something that is not a letter; write one.',
          },
          {
            condition:
              '${length(var.letters) >= 0 && length(var.letters) <= 2 && length(distinct(var.letters)) == length(var.letters)}',
            error_message: 'letters takes 0 to 2 values, each once.',
          },
        ],
      },
    },
  });
});

test('data sources are those that something names, of the provider that it names', () => {
  const module = moduleOf(
    (stack) => {
      const { account, place } = stack.at('archive');
      new SnsTopic(stack, 'topic', {
        ...place,
        name: `${account}-${stack.local('where', 'data.aws_region.current.id')}`,
      });
      return {};
    },
    { providers: { archive: 'elsewhere' } },
  );
  expect(json(module, 'main')).toEqual({
    locals: { where: '${data.aws_region.current.id}' },
    data: {
      aws_caller_identity: { archive: { provider: 'aws.archive' } },
      aws_region: { current: {} },
    },
    resource: {
      aws_sns_topic: {
        topic: { name: '${data.aws_caller_identity.archive.account_id}-${local.where}', provider: 'aws.archive' },
      },
    },
  });
  expect(json(module, 'versions')).toMatchObject({
    terraform: { required_providers: { aws: { configuration_aliases: ['aws.archive'] } } },
  });
});

test('numbers are written into documents, too', () => {
  const module = moduleOf((stack, { days }) => {
    new SnsTopic(stack, 'topic', { name: 'a', policy: JSON.stringify({ days }) });
    return {};
  });
  expect(json(module, 'main')).toEqual({
    resource: {
      aws_sns_topic: { topic: { name: 'a', policy: '${jsonencode({ "days" = var.days })}' } },
    },
  });
});

test('what constructs make of numbers, too, is an expression', () => {
  const module = moduleOf((stack, { days, letters }) => {
    stack.local('desired', stack.expression({ days, letters: [...(letters as readonly string[])] }));
    return {};
  });
  expect(json(module, 'main')).toEqual({
    locals: { desired: '${{ "days" = var.days, "letters" = var.letters }}' },
    resource: {},
  });
});

test('an output waits for what it stands for', () => {
  const module = moduleOf((stack) => {
    const topic = new SnsTopic(stack, 'topic', { name: 'a' });
    stack.onlyIf('var.on', topic);
    return { name: { value: standIn('var.on'), description: 'It.', after: [topic] } };
  });
  expect(json(module, 'outputs')).toEqual({
    output: { name: { description: 'It.', value: '${var.on}', depends_on: ['aws_sns_topic.topic'] } },
  });
  expect(json(module, 'main')).toMatchObject({
    resource: { aws_sns_topic: { topic: { count: '${var.on ? 1 : 0}' } } },
  });
});

describe('resources that there may be none of, or several', () => {
  const resources = (compose: (stack: ModuleStack, first: SnsTopic, second: SnsTopic) => void) => {
    const module = moduleOf((stack) => {
      const first = new SnsTopic(stack, 'first', { name: 'a' });
      const second = new SnsTopic(stack, `${standIn('var.name')}-second-${standIn('data.aws_region.current.id')}`, {
        name: first.name,
        dependsOn: [first],
      });
      compose(stack, first, second);
      return {};
    });
    return (json(module, 'main') as { resource: { aws_sns_topic: Record<string, unknown> } }).resource.aws_sns_topic;
  };
  const count = '${var.on ? 1 : 0}';
  const depends_on = ['aws_sns_topic.first'];

  test('references among them name the first; what a caller gives is no part of an address', () => {
    const both = resources((stack) => stack.onlyIf('var.on', stack));
    expect(both).toEqual({
      first: { name: 'a', count },
      second: { name: '${aws_sns_topic.first[0].name}', count, depends_on },
    });
  });

  test('what is made for each of a map may refer to what is there whenever the map has something', () => {
    const each = resources((stack, first, second) => {
      stack.onlyIf('var.on', first);
      stack.forEach('var.letters', second, 'var.on');
    });
    expect(each).toEqual({
      first: { name: 'a', count },
      second: { name: '${aws_sns_topic.first[0].name}', for_each: '${var.letters}', depends_on },
    });
  });

  test('nothing else may', () => {
    expect(() => resources((stack, first) => stack.onlyIf('var.on', first))).toThrow(
      'aws_sns_topic.second refers to aws_sns_topic.first, which may not be there',
    );
  });
});

describe('a block that is there on a condition', () => {
  const bodyOf = (...path: string[]) => {
    const module = moduleOf((stack) => {
      const topic = new SnsTopic(stack, 'topic', { name: 'a' });
      topic.addOverride('rule', [{ id: 1, inner: { x: 1 } }, { id: 2 }]);
      stack.blockIf('var.on', topic, ...path);
      return {};
    });
    const { resource } = json(module, 'main') as { resource: { aws_sns_topic: { topic: unknown } } };
    return resource.aws_sns_topic.topic;
  };
  const when = '${var.on ? [true] : []}';

  test.each<[string, string[], unknown]>([
    [
      'all of a name',
      ['rule'],
      {
        dynamic: {
          rule: [
            { for_each: when, content: { id: 1, inner: { x: 1 } } },
            { for_each: when, content: { id: 2 } },
          ],
        },
      },
    ],
    [
      'one of a name, its neighbours always',
      ['rule', '1'],
      {
        dynamic: {
          rule: [
            { for_each: [true], content: { id: 1, inner: { x: 1 } } },
            { for_each: when, content: { id: 2 } },
          ],
        },
      },
    ],
    [
      'within another',
      ['rule', '0', 'inner'],
      { rule: [{ id: 1, dynamic: { inner: [{ for_each: when, content: { x: 1 } }] } }, { id: 2 }] },
    ],
  ])('%s', (_name, path, expected) => expect(bodyOf(...path)).toEqual({ name: 'a', ...(expected as object) }));

  test('must be there', () => {
    expect(() => bodyOf('rules')).toThrow('there is no block rules');
    expect(() => bodyOf('rule', '2')).toThrow('there is no block rule.2');
  });
});

test.each<[string, Module['compose'], string]>([
  [
    'a provider that it did not declare',
    (stack) => (stack.at('archive'), {}),
    'the module declares no provider aws.archive',
  ],
  [
    'several resources where one is asked for',
    (stack) => (stack.resource(stack, 'aws_sns_topic'), {}),
    'module has 0 resources aws_sns_topic, not one',
  ],
])('a module is refused for %s', (_name, compose, message) => {
  expect(() => moduleFiles(moduleOf(compose), SOURCES)).toThrow(message);
});

test('names: Glue is given no hyphens', () => {
  const { catalogPrefix, forensicsDatabase, trail } = new ModuleStack(SOURCES, []).names(standIn('var.name'));
  expect([catalogPrefix, forensicsDatabase]).toEqual(Array(2).fill('«"${replace(var.name, "-", "_")}_audit"»'));
  expect(trail).toBe('«var.name»-organization-trail');
});
