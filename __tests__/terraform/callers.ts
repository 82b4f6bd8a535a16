import type { Answer, Call } from './doubles';

/** Whose call it is. moto knows which account an access key was issued to; most calls themselves do not say. */
export class Callers {
  private readonly accounts = new Map<string, string>();

  /** `111111111111 eu-west-1` */
  async placeOf(call: Call, next: (call: Call) => Promise<Answer>): Promise<string> {
    const authorization = String(call.headers.authorization);
    const [, key = '', region = ''] = /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(authorization) ?? [];
    const known = this.accounts.get(key) ?? (await this.ask(call, next));
    this.accounts.set(key, known);
    return `${known} ${region}`;
  }

  private async ask(call: Call, next: (call: Call) => Promise<Answer>): Promise<string> {
    const authorization = String(call.headers.authorization).replace(/\/[\w-]+\/aws4_request/, '/sts/aws4_request');
    const { 'x-amz-target': _, ...headers } = call.headers;
    const answer = await next({
      method: 'POST',
      path: '/',
      headers: { ...headers, authorization, 'content-type': 'application/x-www-form-urlencoded' },
      body: Buffer.from('Action=GetCallerIdentity&Version=2011-06-15'),
    });
    return /<Account>(\d{12})<\/Account>/.exec(answer.body.toString())![1]!;
  }
}
