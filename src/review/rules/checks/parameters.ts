/** Whether a parameter's change lets more pass. */
export type Direction = 'weaker' | 'stronger' | 'same' | 'unclear';

/** Lists of what is not allowed, or of what has to be there: shorter is weaker. */
const STRICT_LIST = /unauthori[sz]ed|block|forbid|forbidden|deny|denied|prohibit|disallow|required|^tag\d+key$/i;
/** Lists of what is let pass: longer is weaker. */
const LENIENT_LIST =
  /authori[sz]ed|allow|exempt|exclu|except|ignore|permit|white|approved|accept|trusted|^tag\d+value$/i;
/** Upper bounds, ages among them. */
const UPPER = /^max|max(?:imum)?[A-Z_]|maxAge|Max$/;
const LOWER = /^min|min(?:imum)?[A-Z_]|Min$|retention/i;
const STRICT_FLAG = /^require|required$|^check|^is|enabled$|enforce/i;
const LENIENT_FLAG = /allow|exempt|ignore|exclude|skip/i;

const itemsOf = (value: string): readonly string[] =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

const isNumber = (value: string): boolean => /^-?\d+(?:\.\d+)?$/.test(value.trim());
const isFlag = (value: string): boolean => /^(?:true|false)$/i.test(value.trim());

const grown = (before: string, after: string): boolean =>
  itemsOf(after).some((item) => !itemsOf(before).includes(item));

/** By the parameter's name, because rules share no other way to tell; what no name tells is unclear. */
export function direction(name: string, before: string | undefined, after: string | undefined): Direction {
  if (before === after) return 'same';
  const [was, is] = [before ?? '', after ?? ''];
  if (before !== undefined && after !== undefined) {
    if (isNumber(was) && isNumber(is)) {
      if (Number(was) === Number(is)) return 'same';
      if (UPPER.test(name)) return Number(is) > Number(was) ? 'weaker' : 'stronger';
      return LOWER.test(name) ? (Number(is) < Number(was) ? 'weaker' : 'stronger') : 'unclear';
    }
    if (isFlag(was) && isFlag(is)) {
      if (was.toLowerCase() === is.toLowerCase()) return 'same';
      const nowTrue = is.trim().toLowerCase() === 'true';
      if (LENIENT_FLAG.test(name)) return nowTrue ? 'weaker' : 'stronger';
      return STRICT_FLAG.test(name) ? (nowTrue ? 'stronger' : 'weaker') : 'unclear';
    }
  } else if (isNumber(was || is) || isFlag(was || is)) return 'unclear';
  return ofLists(name, was, is);
}

function ofLists(name: string, before: string, after: string): Direction {
  const [gains, loses] = [grown(before, after), grown(after, before)];
  if (!gains && !loses) return 'same';
  if (STRICT_LIST.test(name)) return loses ? 'weaker' : 'stronger';
  if (!LENIENT_LIST.test(name)) return 'unclear';
  // A list of what is allowed that vanishes may mean that nothing is looked at.
  if (after.trim() === '') return 'unclear';
  return gains ? (before.trim() === '' ? 'unclear' : 'weaker') : 'stronger';
}
