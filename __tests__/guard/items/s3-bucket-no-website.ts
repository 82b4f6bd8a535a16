import { type Cases } from '../configuration-item';
import { bucket } from '../resources';

const website = (BucketWebsiteConfiguration: unknown) => bucket({ BucketWebsiteConfiguration });
const says = 'The bucket is a website';

export const cases: Cases = {
  passing: {
    'that is none': bucket(),
    'that is none, with the key': website(null),
  },
  failing: {
    'that is one': [website({ indexDocumentSuffix: 'index.html', errorDocument: null, routingRules: [] }), says],
    'that redirects': [
      website({ redirectAllRequestsTo: { hostName: 'example.com', protocol: 'http' }, routingRules: [] }),
      says,
    ],
  },
  skipping: {},
};
