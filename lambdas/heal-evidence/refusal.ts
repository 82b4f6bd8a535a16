/** Codes with which S3 and KMS refuse a caller. */
const REFUSED = ['AccessDenied', 'AccessDeniedException', 'AllAccessDisabled'];

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

export const isRefusal = (error: unknown): boolean => REFUSED.includes(nameOf(error));

/** The answer, or null where AWS says by one of these codes that there is none. */
export async function orNone<T>(answer: Promise<T>, ...codes: readonly string[]): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (codes.includes(nameOf(error))) return null;
    throw error;
  }
}

/** Pauses, in milliseconds, before a change is tried again. */
const PAUSES = [1_000, 2_000, 4_000, 8_000];

/** Makes a change of a bucket. S3 refuses one while it still makes another, which the SDK does not take as a reason to retry. */
export async function persistently(change: () => Promise<unknown>): Promise<void> {
  for (const pause of PAUSES) {
    try {
      await change();
      return;
    } catch (error) {
      if (nameOf(error) !== 'OperationAborted') throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  await change();
}
