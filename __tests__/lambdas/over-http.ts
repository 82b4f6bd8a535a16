import { REGION } from './fake-aws';
import { jsonAnswer, Service, type WireAnswer, type WireCall } from './service';

/** What AWS answers, by the action's name. An action that is not named fails at once. */
export type WireAnswers = Readonly<Record<string, (call: WireCall, calls: readonly WireCall[]) => WireAnswer>>;

/** A verdict as it came over the wire. */
export interface Reported {
  readonly ComplianceResourceType: string;
  readonly ComplianceResourceId: string;
  readonly ComplianceType: string;
  readonly Annotation?: string;
}

/** AWS on loopback. It takes verdicts unless told otherwise. */
export const serviceThat = (answers: WireAnswers): Promise<Service> =>
  Service.start((call, calls) => {
    const answer = answers[call.action] ?? (call.action === 'PutEvaluations' ? () => jsonAnswer({}) : undefined);
    return answer
      ? answer(call, calls)
      : jsonAnswer({ __type: 'Unexpected', message: `${call.action} unexpected` }, 400);
  });

/** What a function finds around itself, with AWS at an address of loopback. */
export const surroundings = (url: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: url,
  AWS_REGION: REGION,
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_EC2_METADATA_DISABLED: 'true',
});

/** Runs a handler in this process, with the SDK's real clients. */
export async function runOverHttp(
  handler: (event: unknown) => Promise<void>,
  event: unknown,
  answers: WireAnswers,
): Promise<{ readonly service: Service; readonly reported: readonly Reported[] }> {
  const service = await serviceThat(answers);
  const before = { ...process.env };
  Object.assign(process.env, surroundings(service.url));
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await handler(event);
    return { service, reported: reportedTo(service) };
  } finally {
    write.mockRestore();
    process.env = before;
    service.stop();
  }
}

export const reportedTo = (service: Service): readonly Reported[] =>
  service
    .of('PutEvaluations')
    .flatMap(({ body }) => (JSON.parse(body.toString()) as { Evaluations: Reported[] }).Evaluations);

/** An answer of a service that speaks AWS's query protocol. */
export const queryAnswer = (action: string, result: string): WireAnswer => ({
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body: `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`,
});

export const queryError = (code: string, status: number): WireAnswer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${code}</Message></Error></ErrorResponse>`,
});
