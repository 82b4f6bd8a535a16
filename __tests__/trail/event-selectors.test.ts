import { eventSelectors } from '../../src/trail/event-selectors';

const OWN = ['arn:aws:s3:::acme-trail', 'arn:aws:s3:::acme-config'];
const arnOf = (bucket: string) => `arn:aws:s3:::${bucket}`;
const management = { name: 'Management events', fieldSelector: [{ field: 'eventCategory', equalTo: ['Management'] }] };
const objects = [
  { field: 'eventCategory', equalTo: ['Data'] },
  { field: 'resources.type', equalTo: ['AWS::S3::Object'] },
];
const notOurs = ['arn:aws:s3:::acme-trail/', 'arn:aws:s3:::acme-config/'];

test('without buckets only management events are logged', () => {
  expect(eventSelectors({ s3Buckets: [], calls: 'all' }, arnOf, OWN)).toEqual([management]);
});

test('named buckets are matched whole, ours are left out', () => {
  expect(eventSelectors({ s3Buckets: ['orders', 'orders-old'], calls: 'all' }, arnOf, OWN)).toEqual([
    management,
    {
      name: 'Objects of named buckets',
      fieldSelector: [
        ...objects,
        {
          field: 'resources.ARN',
          notStartsWith: notOurs,
          startsWith: ['arn:aws:s3:::orders/', 'arn:aws:s3:::orders-old/'],
        },
      ],
    },
  ]);
});

test.each([
  ['all', []],
  ['read', [{ field: 'readOnly', equalTo: ['true'] }]],
  ['write', [{ field: 'readOnly', equalTo: ['false'] }]],
] as const)('all buckets but ours, %s calls', (calls, only) => {
  const [first, second] = eventSelectors({ s3Buckets: 'all', calls }, arnOf, OWN);
  expect(first).toEqual(management);
  expect(second!.fieldSelector).toEqual([...objects, { field: 'resources.ARN', notStartsWith: notOurs }, ...only]);
});
