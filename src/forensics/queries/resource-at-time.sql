-- What a resource looked like at a given time
--
-- The newest item that AWS Config had recorded of the resource by then, out of history and snapshots. The history
-- holds an item for each change, a snapshot every resource that there is: let from lie at least one snapshot before
-- to, a day or more. A resource that was gone by then has the status ResourceDeleted and no configuration. No row at
-- all: not recorded, not there yet, or last changed before from and in no snapshot since. One row for each resource of
-- that id, name or ARN: a name need not be unique.
--
-- Parameters:
--   from: how far back to look for files of Config, such as a week before to
--   to: the moment in question, with what was recorded at this very moment
--   resource: the id, name or ARN of the resource, in full
--
-- Columns:
--   account: where
--   region: where
--   resource_type: such as AWS::S3::Bucket
--   resource_id: its id
--   resource_name: its name
--   existed: whether it was there at the time
--   captured: when Config recorded the item
--   status: OK, ResourceDiscovered, ResourceDeleted and so on
--   source: history or snapshot
--   configuration: the resource
--   supplementary: what else Config knows of it, such as a bucket's policy
--   tags: its tags
WITH files AS (
  SELECT account, region, 'history' AS source, configurationitems
  FROM config_history
  WHERE year BETWEEN CAST(date_format(from_iso8601_timestamp(? /* from */), '%Y') AS integer)
      AND CAST(date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y') AS integer)
    AND year * 10000 + month * 100 + day BETWEEN
      CAST(date_format(from_iso8601_timestamp(? /* from */), '%Y%m%d') AS integer)
      AND CAST(date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y%m%d') AS integer)
    AND cardinality(configurationitems) > 0
  UNION ALL
  SELECT account, region, 'snapshot' AS source, configurationitems
  FROM config_snapshots
  WHERE year BETWEEN CAST(date_format(from_iso8601_timestamp(? /* from */), '%Y') AS integer)
      AND CAST(date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y') AS integer)
    AND year * 10000 + month * 100 + day BETWEEN
      CAST(date_format(from_iso8601_timestamp(? /* from */), '%Y%m%d') AS integer)
      AND CAST(date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y%m%d') AS integer)
    AND cardinality(configurationitems) > 0
),
items AS (
  SELECT
    account,
    region,
    source,
    configurationitems[place.number].configurationitemcapturetime AS captured,
    configurationitems[place.number].configurationitemstatus AS status,
    configurationitems[place.number].resourcetype AS resource_type,
    configurationitems[place.number].resourceid AS resource_id,
    configurationitems[place.number].resourcename AS resource_name,
    configurationitems[place.number].arn AS arn,
    configurationitems[place.number].configuration AS configuration,
    json_format(CAST(configurationitems[place.number].supplementaryconfiguration AS json)) AS supplementary,
    json_format(CAST(configurationitems[place.number].tags AS json)) AS tags
  FROM files
  -- By place, because Trino makes a column of each member of a row that it unnests. In parts, because it makes no
  -- sequence of more than ten thousand.
  CROSS JOIN UNNEST(sequence(0, (cardinality(configurationitems) - 1) / 5000)) AS part (number)
  CROSS JOIN UNNEST(
    sequence(part.number * 5000 + 1, least((part.number + 1) * 5000, cardinality(configurationitems)))
  ) AS place (number)
),
newest AS (
  SELECT
    i.*,
    row_number() OVER (
      PARTITION BY account, region, resource_type, resource_id
      ORDER BY from_iso8601_timestamp(captured) DESC, source
    ) AS age
  FROM items i
  WHERE (resource_id = ? /* resource */ OR resource_name = ? /* resource */ OR arn = ? /* resource */)
    AND from_iso8601_timestamp(captured) <= from_iso8601_timestamp(? /* to */)
)
SELECT
  account,
  region,
  resource_type,
  resource_id,
  resource_name,
  status NOT IN ('ResourceDeleted', 'ResourceDeletedNotRecorded') AS existed,
  captured,
  status,
  source,
  configuration,
  supplementary,
  tags
FROM newest
WHERE age = 1
ORDER BY account, region, resource_type, resource_id
