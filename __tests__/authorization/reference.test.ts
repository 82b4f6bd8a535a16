import { readFileSync } from 'node:fs';
import { RCP_SERVICES, REFERENCE_VERSION, services } from '../../src/authorization/authorization';
import { authorizationReference } from '../../src/cli/authorization-reference';

const PATH = 'src/authorization/reference.json';
const text = readFileSync(PATH, 'utf8');

test('reference.json is current; `npm run generate` rewrites it', async () => {
  expect((await authorizationReference()) === text).toBe(true);
}, 60_000);

test('reference.json stays small', () => {
  expect(Buffer.byteLength(text)).toBeLessThan(800_000);
});

test('reference.json has a line for each service, in order', () => {
  const prefixes = [...text.matchAll(/^"([^"]+)":\{"arns"/gm)].map(([, prefix]) => prefix);
  expect(prefixes).toEqual(services());
  expect(prefixes).toEqual([...prefixes].sort());
  expect(prefixes.length).toBeGreaterThan(400);
});

test('names no partition of its own', () => {
  expect(text).not.toMatch(/arn:/);
});

test('knows its version and the services of resource control policies', () => {
  expect(REFERENCE_VERSION).toMatch(/^\d+\.\d+\.20\d{7}$/);
  expect(RCP_SERVICES).toEqual(expect.arrayContaining(['kms', 'logs', 's3', 'sts']));
  expect(RCP_SERVICES).not.toContain('cloudtrail');
  expect(RCP_SERVICES.filter((service) => !services().includes(service))).toEqual([]);
});
