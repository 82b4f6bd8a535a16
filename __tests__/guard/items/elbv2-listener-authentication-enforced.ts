import { ACCOUNT, type Cases } from '../configuration-item';
import { listener } from '../resources';

const FORWARD = {
  Type: 'forward',
  Order: 2,
  TargetGroupArn: `arn:aws:elasticloadbalancing:eu-central-1:${ACCOUNT}:t/x`,
};
const oidc = (OnUnauthenticatedRequest?: string) =>
  listener({
    DefaultActions: [
      {
        Type: 'authenticate-oidc',
        Order: 1,
        AuthenticateOidcConfig: { Issuer: 'https://login.example.com', ClientId: 'web', OnUnauthenticatedRequest },
      },
      FORWARD,
    ],
  });
const cognito = (OnUnauthenticatedRequest: string) =>
  listener({
    DefaultActions: [
      {
        Type: 'authenticate-cognito',
        Order: 1,
        AuthenticateCognitoConfig: { UserPoolClientId: '1example23456789', OnUnauthenticatedRequest },
      },
      FORWARD,
    ],
  });

export const cases: Cases = {
  passing: {
    'that authenticates nobody': listener({ DefaultActions: [FORWARD] }),
    'that sends strangers to log in': oidc('authenticate'),
    'that denies strangers': cognito('deny'),
    'that leaves it to AWS': oidc(),
  },
  failing: {
    'that lets strangers of OIDC pass': [oidc('allow'), 'of its OIDC action'],
    'that lets strangers of Cognito pass': [cognito('allow'), 'of its Cognito action'],
  },
  skipping: {},
};
