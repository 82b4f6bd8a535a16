import { type Cases, item } from '../configuration-item';
import { bucket } from '../resources';

const rule = (allowedOrigins: readonly string[], allowedMethods: readonly string[]) => ({
  id: null,
  allowedMethods,
  allowedOrigins,
  maxAgeSeconds: 3000,
  exposedHeaders: ['ETag'],
  allowedHeaders: ['*'],
});
const cors = (...rules: readonly object[]) => bucket({ BucketCrossOriginConfiguration: { rules } });
const api = (allowOrigins?: readonly string[]) =>
  item('AWS::ApiGatewayV2::Api', {
    configuration: {
      apiId: 'a1b2c3d4e5',
      apiEndpoint: 'https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com',
      name: 'orders',
      protocolType: 'HTTP',
      createdDate: '2025-11-24T10:02:11.000Z',
      disableExecuteApiEndpoint: false,
      ...(allowOrigins && { corsConfiguration: { allowOrigins, allowMethods: ['GET'], allowCredentials: false } }),
    },
  });

const anyWrites = 'Scripts of any website may write to the bucket';
const plainBucket = 'Scripts of a website without TLS may call the bucket';
const anyCalls = 'Scripts of any website may call the API';
const plainApi = 'Scripts of a website without TLS may call the API';

export const cases: Cases = {
  passing: {
    'a bucket without CORS': bucket(),
    'a bucket without CORS, with the key': bucket({ BucketCrossOriginConfiguration: null }),
    'a bucket that anybody reads': cors(rule(['*'], ['GET', 'HEAD'])),
    'a bucket that one site writes': cors(rule(['https://example.com'], ['PUT', 'POST'])),
    'a bucket that a developer writes': cors(rule(['http://localhost:3000'], ['PUT'])),
    'an API without CORS': api(),
    'an API for one site': api(['https://example.com', 'http://localhost:3000']),
  },
  failing: {
    'a bucket that anybody writes': [cors(rule(['https://example.com', '*'], ['GET', 'PUT'])), anyWrites],
    'a bucket that anybody posts to': [cors(rule(['*'], ['POST'])), anyWrites],
    'a bucket that anybody deletes, in a second rule': [
      cors(rule(['https://example.com'], ['PUT']), rule(['*'], ['DELETE'])),
      anyWrites,
    ],
    'a bucket for a site without TLS': [cors(rule(['http://example.com'], ['GET'])), plainBucket],
    'a bucket for a site without TLS beside others': [
      cors(rule(['https://example.com', 'http://example.com'], ['GET'])),
      plainBucket,
    ],
    'a bucket for every site without TLS': [cors(rule(['http://*'], ['GET'])), plainBucket],
    'an API for anybody': [api(['*']), anyCalls],
    'an API for anybody with TLS': [api(['https://example.com', 'https://*']), anyCalls],
    'an API for anybody without TLS': [api(['http://*']), plainApi],
    'an API for a site without TLS': [api(['http://example.com']), plainApi],
    'an API for a site without TLS on a port': [api(['http://shop.example.com:8080']), plainApi],
  },
  skipping: {},
};
