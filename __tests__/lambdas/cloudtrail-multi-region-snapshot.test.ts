import { PassThrough, Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { Skimmer } from '../../lambdas/cloudtrail-multi-region/skimmer';
import { itemsWith } from '../../lambdas/cloudtrail-multi-region/snapshot';
import { all } from './fake-aws';

/** Numbers that look random and are the same in each run. */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 0x7fffffff) / 0x7fffffff;
}

describe('the skimmer', () => {
  const skim = (text: string, sizes: () => number, wanted = 'WANTED'): string => {
    const skimmer = new Skimmer(wanted);
    const bytes = Buffer.from(text);
    const out: Buffer[] = [];
    for (let at = 0; at < bytes.length;) {
      const size = Math.max(1, Math.floor(sizes()));
      out.push(...skimmer.skim(bytes.subarray(at, at + size)));
      at += size;
    }
    skimmer.end();
    return Buffer.concat(out).toString();
  };
  const whole = () => Infinity;

  test.each([
    ['{"list":[{"a":1},{"a":"WANTED"},{"b":2}]}', '{"list":[{},{"a":"WANTED"},{}]}'],
    ['{"list":[]}', '{"list":[]}'],
    ['{"list":[ {"a":{"b":[{}]}} , 5, null, [7], "WANTED" ] , "x": 1}', '{"list":[ {} , 5, null, [7], "WANTED" ] , "x": 1}'],
    [String.raw`{"list":[{"a":"}\"{["},{"a":"\\"},{"a":"\\\"]}"}]}`, '{"list":[{},{},{}]}'],
    ['{"a{":"[","list":[{"k":"{"}]}', '{"a{":"[","list":[{}]}'],
    ['{"list":[{"a":"Zürich 😀 WANTED"},{"a":"Zürich 😀"}]}', '{"list":[{"a":"Zürich 😀 WANTED"},{}]}'],
    ['{"a":{"b":{"c":1}},"list":[{"WANTED":[{"x":{}}]}]}', '{"a":{"b":{}},"list":[{"WANTED":[{"x":{}}]}]}'],
  ])('makes of %s', (text, expected) => {
    expect(skim(text, whole)).toBe(expected);
    expect(skim(text, () => 1)).toBe(expected);
  }); // prettier-ignore

  test('gives the same whatever the chunks, and only what is wanted', () => {
    const next = random(7);
    const texts = ['', 'plain', '"', '\\', '\\"', '{', '}', '[', ']', '{"x":[', 'ü😀', '\\u007b', ',', 'WANTED'];
    const value = (depth: number): unknown => {
      const kind = Math.floor(next() * (depth > 3 ? 4 : 6));
      if (kind === 0) return Math.floor(next() * 1000);
      if (kind === 1) return next() < 0.5;
      if (kind < 4) return Array.from({ length: 3 }, () => texts[Math.floor(next() * texts.length)]).join('');
      const members = Array.from({ length: Math.floor(next() * 4) }, () => value(depth + 1));
      return kind === 4 ? members : Object.fromEntries(members.map((member, at) => [texts[at]! + at, member]));
    };
    for (let round = 0; round < 300; round++) {
      const items = Array.from({ length: 8 }, () => ({ a: value(0), b: value(0) }));
      const text = JSON.stringify({ version: '1.0', list: items, more: value(1) }, null, round % 3);
      const expected = items.map((item) => (JSON.stringify(item).includes('WANTED') ? item : {}));
      const skimmed = skim(text, () => next() * 20);
      expect(JSON.parse(skimmed)).toMatchObject({ version: '1.0', list: expected });
      expect(skim(text, whole)).toBe(skimmed);
    }
  });

  test.each([
    ['in an object', '{"list":[{"a":1'],
    ['in a string', '{"list":[{"a":"'],
    ['after a backslash', '{"list":[{"a":"\\'],
    ['in the list', '{"list":[{"a":1},'],
    ['before the document’s end', '{"list":[{"a":1}]'],
    ['with brackets that do not match', '{"list":[{"a":1]}'],
    ['twice', '{"list":[]}}'],
  ])('does not take for whole what ends %s', (_where, text) => {
    expect(() => skim(text, () => 4)).toThrow('it ends in the middle');
  });

  test('takes no object without end', () => {
    const skimmer = new Skimmer('WANTED');
    skimmer.skim(Buffer.from('{"list":[{"a":"'));
    const mebibyte = Buffer.alloc(1024 * 1024, 'a');
    expect(() => {
      for (let count = 0; count < 40; count++) skimmer.skim(mebibyte);
    }).toThrow('an item takes more than 33554432 bytes');
  });

  test('takes any number of objects', () => {
    const skimmer = new Skimmer('WANTED');
    skimmer.skim(Buffer.from('{"list":['));
    const [start, end] = [Buffer.from(`{"a":"${'a'.repeat(1024 * 1024)}`), Buffer.from('"},')];
    for (let count = 0; count < 40; count++) {
      skimmer.skim(start);
      expect(Buffer.concat(skimmer.skim(end)).toString()).toBe('{},');
    }
  });
});

describe('a snapshot', () => {
  const document = (items: unknown, rest: object = {}) =>
    JSON.stringify({ fileVersion: '1.0', configSnapshotId: 'id', configurationItems: items, ...rest });
  const read = (bytes: Buffer | Readable) =>
    all(itemsWith('AWS::T', bytes instanceof Readable ? bytes : Readable.from([bytes])));
  const wanted = (id: number) => ({ resourceType: 'AWS::T', resourceId: String(id) });
  const other = { resourceType: 'AWS::U' };
  const ITEMS = Array.from({ length: 5000 }, (_, id) => (id % 1000 === 500 ? wanted(id) : { ...other, id }));
  const SNAPSHOT = gzipSync(document(ITEMS));

  test('gives the items that mention the text', async () => {
    expect(await read(SNAPSHOT)).toEqual([500, 1500, 2500, 3500, 4500].map(wanted));
  });

  test('may come in any pieces, and in several gzip members', async () => {
    const text = document(ITEMS);
    const members = [0, 1, 2, 3].map((at) =>
      gzipSync(text.slice((at * text.length) / 4, ((at + 1) * text.length) / 4)),
    );
    const pieces = function* () {
      const bytes = Buffer.concat(members);
      for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
    };
    expect(await read(Readable.from(pieces()))).toHaveLength(5);
  });

  test('may be empty', async () => {
    expect(await read(gzipSync(document([])))).toEqual([]);
    expect(await read(gzipSync(document([{}, other])))).toEqual([]);
  });

  test('may have the list among other members', async () => {
    const rest = { before: { configurationItems: [wanted(1)] }, other: [wanted(2)], after: 'configurationItems' };
    expect(await read(gzipSync(document([wanted(3)], rest)))).toEqual([wanted(3)]);
  });

  const cut = (bytes: Buffer, by: number) => bytes.subarray(0, bytes.length - by);
  test.each([
    ['gzip cut by a byte', cut(SNAPSHOT, 1), 'unexpected end of file'],
    ['gzip cut in half', cut(SNAPSHOT, SNAPSHOT.length / 2), 'unexpected end of file'],
    ['gzip with a byte changed', Buffer.from(SNAPSHOT.map((byte, at) => (at === 60 ? byte ^ 0xff : byte))), /incorrect|invalid/],
    ['no gzip', Buffer.from(document(ITEMS)), 'incorrect header check'],
    ['nothing', Buffer.alloc(0), 'unexpected end of file'],
    ['an empty document', gzipSync(''), /ended|middle|list/],
    ['JSON cut within an item', gzipSync(document(ITEMS).slice(0, 700)), 'it ends in the middle'],
    ['JSON cut after an item', gzipSync('{"configurationItems":[{"resourceType":"AWS::T"}'), 'it ends in the middle'],
    ['JSON cut after the list', gzipSync('{"configurationItems":[{"resourceType":"AWS::T"}]'), 'it ends in the middle'],
    ['no JSON', gzipSync('nonsense'), /nonsense|Unexpected/],
    ['a second document', gzipSync(`${document([])}${document([])}`), /Unexpected/],
    ['a broken item of interest', gzipSync('{"configurationItems":[{"resourceType":"AWS::T",}]}'), /Unexpected/],
    ['no list', gzipSync('{"fileVersion":"1.0"}'), 'it has no list configurationItems'],
    ['an object for a list', gzipSync(document({ a: wanted(1) })), 'it has no list configurationItems'],
    ['an object of lists for a list', gzipSync(document({ a: [], configurationItems: [] })), 'it has no list configurationItems'],
    ['the list elsewhere', gzipSync(JSON.stringify({ inner: { configurationItems: [] } })), 'it has no list configurationItems'],
    ['a list for a document', gzipSync(JSON.stringify([document([])])), 'it has no list configurationItems'],
    ['a list of numbers', gzipSync(document([5])), 'configurationItems contains 5, which is no configuration item'],
    ['a list of lists', gzipSync(document([[wanted(1)]])), 'which is no configuration item'],
  ])('is refused with %s', async (_what, bytes, message) => {
    await expect(read(bytes)).rejects.toThrow(message);
  }); // prettier-ignore

  test('is refused when its source breaks off', async () => {
    const source = new PassThrough();
    source.write(SNAPSHOT.subarray(0, 1000));
    setImmediate(() => source.destroy(new Error('connection lost')));
    await expect(read(source)).rejects.toThrow('connection lost');
  });

  test('is let go of as soon as the reader has enough', async () => {
    const source = Readable.from([SNAPSHOT]);
    for await (const item of itemsWith('AWS::T', source)) {
      expect(item).toEqual(wanted(500));
      break;
    }
    expect(source.destroyed).toBe(true);
  });

  test('is read no faster than its items are used', async () => {
    let taken = 0;
    const member = gzipSync(`${JSON.stringify(wanted(1))},`.repeat(20_000));
    const source = Readable.from(
      (function* () {
        yield gzipSync('{"configurationItems":[');
        for (; taken < 1000; taken++) yield member;
      })(),
    );
    for await (const _item of itemsWith('AWS::T', source)) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(taken).toBeLessThan(100);
  });
});
