import { Laptop } from '../../../src/forensics/laptop/laptop';
import { Questions } from '../../../src/forensics/questions';
import { EvidenceFolder } from '../evidence-folder';
import type { TrailEvent } from '../events';

export const QUESTIONS = new Questions('src/forensics/queries');

/** Two hours, half-open; events of the builder happen in the middle unless they say otherwise. */
export const WINDOW = { from: '2026-11-20T10:00:00Z', to: '2026-11-20T12:00:00Z' } as const;
/** For questions that compare: the week before. */
export const BASELINE = { since: '2026-11-13T10:00:00Z', ...WINDOW } as const;

export type Values = Readonly<Record<string, string>>;
export type Evidence = readonly TrailEvent[] | ((folder: EvidenceFolder) => unknown);

export interface Expected {
  /** Parameters beside the window, or instead of it. */
  readonly with?: Values;
  /** Columns to look at; all of them when left out. */
  readonly columns?: readonly string[];
  /** The whole answer in its order. */
  readonly rows: readonly (readonly unknown[])[];
}

/** Tests of one question: one folder of evidence, asked in several ways. */
export function answersOf(name: string, evidence: Evidence, cases: Readonly<Record<string, Expected>>): void {
  describe(name, () => {
    let desk: Desk;
    beforeAll(async () => (desk = await Desk.with(evidence)));
    afterAll(() => desk.close());

    test.each(Object.entries(cases))('%s', async (_, expected) => {
      const answer = await desk.ask(name, expected.with ?? {});
      const columns = expected.columns ?? answer.columns;
      expect(columns.filter((column) => !answer.columns.includes(column))).toEqual([]);
      expect(answer.rows.map((row) => columns.map((column) => row[column]))).toEqual(expected.rows);
    });

    test('its header names the columns of its answer', async () => {
      const answer = await desk.ask(name, Object.values(cases)[0]!.with ?? {});
      expect(QUESTIONS.named(name).columns.map((column) => column.name)).toEqual(answer.columns);
    });
  });
}

/** A folder of evidence and the laptop that it is read on. */
export class Desk {
  private constructor(
    private readonly folder: EvidenceFolder,
    private readonly laptop: Laptop,
  ) {}

  static async with(evidence: Evidence): Promise<Desk> {
    const folder = new EvidenceFolder();
    if (typeof evidence === 'function') evidence(folder);
    else folder.trail(evidence);
    return new Desk(folder, await Laptop.open({ logs: folder.path }));
  }

  async ask(name: string, values: Values): Promise<{ columns: readonly string[]; rows: Record<string, unknown>[] }> {
    const question = QUESTIONS.named(name);
    const window: Values = question.parameters.some((parameter) => parameter.name === 'since') ? BASELINE : WINDOW;
    const answer = await this.laptop.ask(question, { ...window, ...values });
    return { columns: answer.columns, rows: await answer.rows() };
  }

  close(): void {
    this.laptop.close();
    this.folder.remove();
  }
}
