import { GlueCatalogDatabase } from '@cdktf/provider-aws/lib/glue-catalog-database';
import { GlueCatalogTable } from '@cdktf/provider-aws/lib/glue-catalog-table';
import { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import { literal } from '../policy/literal';
import { type EvidenceTable, OUTPUT_FORMAT } from './tables';

export interface CatalogProps {
  readonly place: Place;
  readonly databaseName: string;
  readonly tables: readonly EvidenceTable[];
}

/** What Athena knows of the evidence: a database of the Glue catalog and its tables. It holds no evidence itself. */
export class Catalog extends Construct {
  /** Queries are saved for it. */
  readonly databaseName: string;

  constructor(scope: Construct, id: string, { place, databaseName, tables }: CatalogProps) {
    super(scope, id);
    const database = new GlueCatalogDatabase(this, 'database', {
      ...place,
      name: databaseName,
      description: 'The evidence of the organization, as AWS CloudTrail and AWS Config deliver it',
    });
    this.databaseName = database.name;
    for (const table of tables) {
      // Ids of constructs have no underscores.
      new GlueCatalogTable(this, table.name.replaceAll('_', '-'), {
        ...place,
        databaseName: database.name,
        name: table.name,
        description: table.description,
        tableType: 'EXTERNAL_TABLE',
        parameters: literals(table.parameters),
        partitionKeys: [...table.partitions],
        storageDescriptor: {
          location: table.location,
          columns: [...table.columns],
          inputFormat: table.inputFormat,
          outputFormat: OUTPUT_FORMAT,
          serDeInfo: { serializationLibrary: table.serde.library, parameters: { ...table.serde.parameters } },
        },
      });
    }
  }
}

const literals = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, literal(text)]));
