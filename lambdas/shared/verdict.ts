/** What a rule concludes about one resource. Only a refusal carries a reason, and it must. */
export type Verdict =
  | { readonly compliance: 'COMPLIANT' | 'NOT_APPLICABLE' }
  | { readonly compliance: 'NON_COMPLIANT'; readonly annotation: string };

export const compliant: Verdict = { compliance: 'COMPLIANT' };
export const notApplicable: Verdict = { compliance: 'NOT_APPLICABLE' };

/** @param annotation - what is wrong and how to mend it; Config keeps its first 256 characters */
export const nonCompliant = (annotation: string): Verdict => ({ compliance: 'NON_COMPLIANT', annotation });
