import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { JSONParser, TokenType } from '@streamparser/json';
import { isObject, show } from '../shared/json';
import { Skimmer } from './skimmer';

const LIST = 'configurationItems';
const NO_LIST = `it has no list ${LIST}`;

/** Larger than the default of 16 KiB, which costs a fifth of the speed. */
const CHUNK = 256 * 1024;

/**
 * The items of a Config snapshot that contain a text, in memory that does not grow with the snapshot. What reads them
 * sets the pace, and may stop at any time.
 *
 * @param compressed - gzip, of one member or several
 * @throws Error when the text is not gzip, or ends too early; when it is no JSON document, or one without the list
 */
export async function* itemsWith(wanted: string, compressed: Readable): AsyncGenerator<unknown> {
  const gunzip = createGunzip({ chunkSize: CHUNK });
  // An error at either end destroys the other and surfaces where gunzip is read; so does an early stop there.
  pipeline(compressed, gunzip, () => undefined);
  const skimmer = new Skimmer(wanted);
  const parser = new ListParser();
  for await (const chunk of gunzip)
    for (const piece of skimmer.skim(chunk as Buffer)) {
      parser.write(piece);
      for (const item of parser.taken()) if (Object.keys(item).length > 0) yield item;
    }
  skimmer.end();
  parser.end();
}

/** Collects the elements of the document's one list of interest, and notes whether there is such a list. */
class ListParser {
  private readonly parser = new JSONParser({ paths: [`$.${LIST}.*`], keepStack: false });
  private items: object[] = [];
  private isListed = false;
  private depth = 0;
  private lastString: unknown;

  constructor() {
    this.parser.onToken = ({ token, value }) => this.note(token, value);
    this.parser.onValue = ({ value, parent }) => {
      // The path leads into an object of that name, too.
      if (!Array.isArray(parent)) throw new Error(NO_LIST);
      if (!isObject(value)) throw new Error(`${LIST} contains ${show(value)}, which is no configuration item`);
      this.items.push(value);
    };
  }

  write(piece: Buffer): void {
    this.parser.write(piece);
  }

  taken(): readonly object[] {
    const { items } = this;
    this.items = [];
    return items;
  }

  end(): void {
    if (!this.parser.isEnded) this.parser.end();
    if (!this.isListed) throw new Error(NO_LIST);
  }

  /** A list of that name, even an empty one, which gives no value to notice. */
  private note(token: TokenType, value: unknown): void {
    switch (token) {
      case TokenType.LEFT_BRACKET:
        if (this.lastString === LIST) this.isListed = true;
        this.depth++;
        break;
      case TokenType.LEFT_BRACE:
        this.depth++;
        break;
      case TokenType.RIGHT_BRACE:
      case TokenType.RIGHT_BRACKET:
        this.depth--;
        break;
      case TokenType.STRING:
        if (this.depth === 1) this.lastString = value;
    }
  }
}
