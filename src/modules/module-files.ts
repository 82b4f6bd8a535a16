import { ASSETS, TERRAFORM_VERSION } from '../stacks/platform-stack';
import { written } from './expression';
import { type Module, ModuleStack, type Output, type Sources } from './module';
import { readme } from './readme';
import type { Variables } from './variable';

/** Both majors know everything that modules use. */
const PROVIDER_VERSION = '>= 5.100.0, < 7.0.0';

/**
 * The files of a module, by path within its folder.
 *
 * @throws Error where a stand-in is left or a region would be named
 */
export function moduleFiles(module: Module, sources: Sources): Map<string, string | Uint8Array> {
  const { name, variables, providers = {} } = module;
  const stack = new ModuleStack(sources, Object.keys(providers));
  const outputs = module.compose(stack, givenOf(variables) as never);
  const { data, resource } = stack.content();
  const texts = {
    'main.tf.json': { locals: optional(stack.locals), data: optional(data as object), resource },
    'outputs.tf.json': { output: outputBlocks(stack, outputs) },
    'variables.tf.json': { variable: variableBlocks(variables) },
    'versions.tf.json': {
      terraform: {
        required_version: TERRAFORM_VERSION,
        required_providers: {
          aws: {
            source: 'hashicorp/aws',
            version: PROVIDER_VERSION,
            configuration_aliases: optional(Object.keys(providers).map((alias) => `aws.${alias}`)),
          },
        },
      },
    },
  };
  const files = new Map<string, string | Uint8Array>();
  for (const [file, content] of Object.entries(texts)) {
    const text = `${JSON.stringify(content, null, 2)}\n`;
    if (/[«»]/.test(text)) throw new Error(`a stand-in is left in ${name}/${file}`);
    files.set(file, text);
  }
  files.set('README.md', readme(module, sources, outputs, resource));
  for (const [asset, content] of stack.assets) files.set(`${ASSETS}/${asset}`, content);
  return files;
}

const givenOf = (variables: Variables) =>
  Object.fromEntries(Object.entries(variables).map(([name, { standIn: of }]) => [name, of(`var.${name}`)]));

const optional = <T extends object>(value: T): T | undefined => (Object.keys(value).length === 0 ? undefined : value);

const outputBlocks = (stack: ModuleStack, outputs: Readonly<Record<string, Output>>) =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, { value, description, after = [] }]) => [
      name,
      {
        description,
        value: written(value),
        depends_on: optional(
          after.flatMap((one) => stack.resourcesOf(one).map((resource) => stack.addressOf(resource))),
        ),
      },
    ]),
  );

const variableBlocks = (variables: Variables) =>
  Object.fromEntries(
    Object.entries(variables).map(([name, variable]) => [
      name,
      {
        description: variable.description,
        type: variable.type,
        ...('default' in variable ? { default: variable.default } : {}),
        // Whoever passes null to a variable with a default means the default.
        nullable: 'default' in variable && variable.default === null,
        validation: optional(
          variable.checks(name).map(({ condition, message }) => ({
            condition: `\${${condition}}`,
            error_message: message,
          })),
        ),
      },
    ]),
  );
