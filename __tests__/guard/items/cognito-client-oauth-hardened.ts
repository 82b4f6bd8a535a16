import { type Cases, type Fields, item } from '../configuration-item';

const client = (configuration: Fields = {}) =>
  item('AWS::Cognito::UserPoolClient', {
    configuration: {
      ClientId: '1example23456789',
      ClientName: 'web',
      UserPoolId: 'eu-central-1_EXAMPLE',
      AllowedOAuthFlows: ['code'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthScopes: ['openid', 'email'],
      CallbackURLs: ['https://example.com/callback'],
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      SupportedIdentityProviders: ['COGNITO'],
      ...configuration,
    },
  });
const { AllowedOAuthFlows: _, CallbackURLs: __, ExplicitAuthFlows: ___, ...bare } = client().configuration!;

const implicit = 'The client allows the implicit flow';
const plain = 'The client sends codes to an address without TLS';
const passwords = 'The client takes passwords as they are';
const existence = 'The client tells strangers which users exist';
const revocation = 'Tokens of the client cannot be revoked';

export const cases: Cases = {
  passing: {
    'for a website': client(),
    'for a developer': client({ CallbackURLs: ['https://example.com/callback', 'http://localhost:3000/callback'] }),
    'for a developer, by the address': client({ CallbackURLs: ['http://127.0.0.1/callback'] }),
    'for a developer, without a path': client({ CallbackURLs: ['http://localhost', 'http://localhost:3000'] }),
    'for an app': client({ CallbackURLs: ['myapp://callback'] }),
    'for machines': client({ AllowedOAuthFlows: ['client_credentials'], CallbackURLs: [] }),
    'without lists': item('AWS::Cognito::UserPoolClient', { configuration: bare }),
  },
  failing: {
    'with the implicit flow': [client({ AllowedOAuthFlows: ['code', 'implicit'] }), implicit],
    'with a callback without TLS': [
      client({ CallbackURLs: ['https://example.com/callback', 'http://example.com/callback'] }),
      plain,
    ],
    'with a callback that looks local': [client({ CallbackURLs: ['http://localhost.example.com/callback'] }), plain],
    'with passwords': [client({ ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] }), passwords],
    'with passwords, as it was called': [client({ ExplicitAuthFlows: ['USER_PASSWORD_AUTH'] }), passwords],
    'that tells who exists': [client({ PreventUserExistenceErrors: 'LEGACY' }), existence],
    'that does not say whether it tells': [client({ PreventUserExistenceErrors: undefined }), existence],
    'without revocation': [client({ EnableTokenRevocation: false }), revocation],
  },
  skipping: { 'a pool': item('AWS::Cognito::UserPool', { configuration: {} }) },
};
