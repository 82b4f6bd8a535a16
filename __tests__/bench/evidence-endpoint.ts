import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { AwsEndpoint, type ServedObject } from '../evidence/aws-endpoint';

/** AWS as a process of its own, serving a folder of evidence; says its address when it is ready, ends with its input. */
async function main([folder, settings, latency]: readonly string[]): Promise<void> {
  const { trail, keys } = JSON.parse(readFileSync(settings!, 'utf8')) as {
    trail: Parameters<typeof AwsEndpoint.start>[1];
    keys: Parameters<typeof AwsEndpoint.start>[2];
  };
  const objects = new Map<string, ServedObject>();
  for (const name of readdirSync(folder!, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder!, name);
    if (name.endsWith('.metadata.json') || statSync(file).isDirectory()) continue;
    const sidecar = `${file}.metadata.json`;
    const metadata = existsSync(sidecar) ? (JSON.parse(readFileSync(sidecar, 'utf8')) as Record<string, string>) : {};
    objects.set(relative(folder!, file), { bytes: readFileSync(file), metadata });
  }
  const endpoint = await AwsEndpoint.start(objects, trail, keys);
  endpoint.latency = Number(latency);
  process.stdout.write(`${JSON.stringify(endpoint.environment)}\n`);
  process.stdin.resume().on('end', () => process.exit());
}

void main(process.argv.slice(2));
