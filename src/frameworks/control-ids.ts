/** Ids that stand for others in a shorter text: `4.1 to 4.15`, `AC-2(1)(3)`, `164.308(a)(3)(i), (a)(4)(i)`. */
export function compress(ids: readonly string[]): string {
  return shareSections(joinEnhancements(joinRuns(ids))).join(', ');
}

/** The longest list of ids, from the first, that a text of some length holds; says how many it leaves out. */
export function listWithin(ids: readonly string[], limit: number): string | undefined {
  for (let shown = ids.length; shown > 0; shown--) {
    const rest = ids.length - shown;
    const text = compress(ids.slice(0, shown)) + (rest > 0 ? ` and ${rest} more` : '');
    if (text.length <= limit) return text;
  }
  return undefined;
}

/** Three or more that count up in their last number become a range. */
function joinRuns(ids: readonly string[]): string[] {
  const joined: string[] = [];
  for (let at = 0; at < ids.length;) {
    let end = at;
    while (end + 1 < ids.length && follows(ids[end]!, ids[end + 1]!)) end++;
    if (end - at >= 2) joined.push(`${ids[at]} to ${ids[end]}`);
    else joined.push(...ids.slice(at, end + 1));
    at = end + 1;
  }
  return joined;
}

function follows(one: string, next: string): boolean {
  const [first, second] = [one, next].map((id) => /^(.*?)(\d+)$/.exec(id));
  return !!first && !!second && first[1] === second[1] && Number(first[2]) + 1 === Number(second[2]);
}

/** NIST writes enhancements in brackets behind the control; those of one control share its name. */
function joinEnhancements(ids: readonly string[]): string[] {
  const joined: string[] = [];
  for (const id of ids) {
    const [, control, bracket] = /^([A-Z]{2}-\d+)(\(\d+\))$/.exec(id) ?? [];
    const last = joined.at(-1);
    if (bracket && last?.startsWith(`${control}(`)) joined[joined.length - 1] = last + bracket;
    else joined.push(id);
  }
  return joined;
}

/** In the Code of Federal Regulations a section is named once for the paragraphs that follow. */
function shareSections(ids: readonly string[]): string[] {
  let section: string | undefined;
  return ids.map((id) => {
    const [, named, paragraph] = /^(\d+\.\d+)(\(.*)$/.exec(id) ?? [];
    const short = named !== undefined && named === section ? paragraph! : id;
    section = named;
    return short;
  });
}
