/** A text that Terraform takes as it is: it would read `${` and `%{` as expressions of its own. */
export const literal = (text: string): string => text.replaceAll('${', () => '$${').replaceAll('%{', '%%{');
