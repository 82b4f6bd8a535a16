import { type PackContent, PackContent as Content } from '../../src/conformance/pack-content';
import { render } from '../../src/conformance/render';
import { bytesOf, type Part, split } from '../../src/conformance/split';
import { contentOf, ruleOf } from './contents';

/** AWS's limits. */
const [MOST_RULES, INLINE_BYTES, S3_BYTES] = [130, 51_200, 307_200];

const ids = ({ content }: Part) => content.rules.map(({ id }) => id);
const withRemediations = (content: PackContent) =>
  new Content(
    content.rules,
    content.rules.map(({ id, name }) => ({
      id: `Mend${id}`,
      ruleName: name,
      properties: { ConfigRuleName: name, TargetType: 'SSM_DOCUMENT', TargetId: 'AWSConfigRemediation-X' },
    })),
  );
const and = (content: PackContent, ...rules: PackContent['rules']) =>
  new Content([...content.rules, ...rules], content.remediations);

/** A pack of exactly so many bytes. */
const ofBytes = (bytes: number): PackContent => {
  const content = contentOf(90, Math.floor(bytes / 91) - 200);
  const rest = bytes - bytesOf(render(and(content, ruleOf('Last', { Description: '' })))) + '""'.length;
  return and(content, ruleOf('Last', { Description: 'x'.repeat(rest) }));
};

describe('a pack is whole', () => {
  test.each([1, MOST_RULES - 1, MOST_RULES])('when it has %s rules', (count) => {
    const content = contentOf(count);
    expect(split(content, S3_BYTES)).toEqual([{ content }]);
  });

  test.each([INLINE_BYTES, S3_BYTES])('when it takes %s bytes', (bytes) => {
    const content = ofBytes(bytes);
    expect(bytesOf(render(content))).toBe(bytes);
    expect(split(content, bytes)).toEqual([{ content }]);
  });

  test('and is measured in bytes, not in characters', () => {
    const text = 'ü'.repeat(20_000);
    expect(bytesOf(text)).toBe(40_000);
    const content = new Content([ruleOf('A', { Description: text }), ruleOf('B', { Description: text })], []);
    expect(render(content).length).toBeLessThan(INLINE_BYTES);
    expect(split(content, INLINE_BYTES)).toHaveLength(2);
  });

  test('when one of its rules is too large for any', () => {
    const content = and(contentOf(3), ruleOf('Large', { Description: 'x'.repeat(INLINE_BYTES) }));
    expect(split(content, INLINE_BYTES)).toEqual([{ content }]);
  });
});

describe('a pack is divided', () => {
  const cases: [string, PackContent, number][] = [
    [`${MOST_RULES + 1} rules`, withRemediations(contentOf(MOST_RULES + 1)), S3_BYTES],
    [`${INLINE_BYTES + 1} bytes`, ofBytes(INLINE_BYTES + 1), INLINE_BYTES],
    [`${S3_BYTES + 1} bytes, in a bucket`, ofBytes(S3_BYTES + 1), S3_BYTES],
    ['300 rules of 300 characters', withRemediations(contentOf(300, 300)), INLINE_BYTES],
    ['four rules of which no two fit', contentOf(4, 30_000), INLINE_BYTES],
    ['two rules which do not fit', contentOf(2, 30_000), INLINE_BYTES],
  ];

  describe.each(cases)('of %s', (_, content, bytes) => {
    const parts = split(content, bytes);

    test('into parts of growing numbers', () => {
      expect(parts.length).toBeGreaterThan(1);
      const numbers = parts.map(({ number }) => number!);
      expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
      expect(numbers[0]).toBeGreaterThanOrEqual(1);
    });

    test('that all fit, and have something in them', () => {
      for (const part of parts) {
        expect(part.content.rules.length).toBeGreaterThan(0);
        expect(part.content.rules.length).toBeLessThanOrEqual(MOST_RULES);
        expect(bytesOf(render(part.content))).toBeLessThanOrEqual(bytes);
        // An account that is known takes no more room.
        expect(bytesOf(render(part.content, '111111111111'))).toBeLessThanOrEqual(bytes);
      }
    });

    test('each rule in exactly one', () => {
      expect(parts.flatMap(ids).sort()).toEqual(content.rules.map(({ id }) => id).sort());
    });

    test('each remediation beside its rule', () => {
      for (const { content: one } of parts) {
        const names = one.rules.map(({ name }) => name);
        expect(one.remediations.filter(({ ruleName }) => !names.includes(ruleName))).toEqual([]);
      }
      expect(parts.flatMap((part) => part.content.remediations)).toHaveLength(content.remediations.length);
    });

    test('whatever the order of its rules', () => {
      const turned = new Content([...content.rules].reverse(), content.remediations);
      expect(split(turned, bytes).map((part) => ids(part).sort())).toEqual(parts.map((part) => ids(part).sort()));
    });
  });

  test('into two where two will do', () => {
    expect(split(contentOf(MOST_RULES + 1), S3_BYTES).map(({ number }) => number)).toEqual([1, 2]);
  });
});

describe('of a pack that grows', () => {
  const texts = (content: PackContent) =>
    Object.fromEntries(split(content, S3_BYTES).map((part) => [part.number, render(part.content)]));
  const changed = (before: Record<string, string>, after: Record<string, string>) =>
    Object.keys({ ...before, ...after }).filter((number) => before[number] !== after[number]);

  test('one part changes with one rule more, or with one less', () => {
    const content = contentOf(220);
    const before = texts(content);
    expect(Object.keys(before)).toEqual(['1', '2']);
    const touched = ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight'].map((name) =>
      changed(before, texts(and(content, ruleOf(name)))),
    );
    expect(touched.filter((parts) => parts.length !== 1)).toEqual([]);
    // Not the same each time: the rule decides, not the place where it stands.
    expect(new Set(touched.flat()).size).toBe(2);
    for (const gone of ['Rule0', 'Rule100']) {
      const less = texts(content.part(({ id }) => id !== gone));
      expect(changed(before, less)).toHaveLength(1);
    }
  });

  test('one part changes with a value of one rule', () => {
    const content = contentOf(220);
    const other = new Content(
      content.rules.map((rule) => (rule.id === 'Rule7' ? ruleOf('Rule7', { Description: 'other' }) : rule)),
      [],
    );
    expect(changed(texts(content), texts(other))).toHaveLength(1);
  });

  test('rules move into new parts only, and otherwise stay', () => {
    const places = (count: number) =>
      new Map(split(contentOf(count), S3_BYTES).flatMap((part) => ids(part).map((id) => [id, part.number!] as const)));
    const counts = [140, 220, 260, 300, 380, 420];
    const each = counts.map(places);
    const sizes = each.map((place) => Math.max(...place.values()));
    expect(sizes[0]).toBe(2);
    expect(sizes.at(-1)).toBeGreaterThanOrEqual(4);
    each.slice(1).forEach((after, at) => {
      const moved = [...each[at]!].filter(([id, part]) => after.get(id) !== part).map(([id]) => after.get(id)!);
      expect(moved.filter((part) => part <= sizes[at]!)).toEqual([]);
      if (sizes[at + 1] === sizes[at]) expect(moved).toEqual([]);
      else expect(moved.length).toBeGreaterThan(0);
    });
  });
});
