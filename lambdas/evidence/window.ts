/** A span of time, in milliseconds since 1970, UTC: `from` belongs to it, `to` does not. */
export interface Window {
  readonly from?: number;
  readonly to?: number;
}
