-- Who changed a resource, and what it became
--
-- The items that AWS Config recorded of the resource, in the order of time, each with the calls that led to it. A call
-- leads to an item when Config names its event, or when it names the resource, changed something, and came between the
-- item before and this one. link says which, and time is the weaker proof. Config gathers changes, so several calls
-- may lead to one item, and names no event at all for most types. An item without a call changed by itself, by another
-- resource, or by a call that names neither the resource's id nor its ARN. Calls after the last item stand at the end,
-- without an item: not yet recorded, or of a type that is not. A name need not be unique: resource_type tells which
-- resource an item is about.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   resource: the id, name or ARN of the resource, in full
--
-- Columns:
--   captured: when Config recorded the item
--   status: OK, ResourceDiscovered, ResourceDeleted and so on
--   resource_type: such as AWS::S3::Bucket
--   account: where
--   region: where
--   link: event or time (nothing for an item that no call explains)
--   eventtime: when the call was made
--   principal: who made it
--   session: the name of the role's session
--   sourceipaddress: where from
--   eventsource: the service
--   eventname: the call
--   requestparameters: what the call was given
--   configuration: the resource after it
--   eventid: the record of the call
WITH files AS (
  SELECT account, region, configurationitems
  FROM config_history
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
    configurationitems[place.number].configurationitemcapturetime AS captured,
    configurationitems[place.number].configurationitemstatus AS status,
    configurationitems[place.number].resourcetype AS resource_type,
    configurationitems[place.number].resourceid AS resource_id,
    configurationitems[place.number].resourcename AS resource_name,
    configurationitems[place.number].arn AS arn,
    configurationitems[place.number].relatedevents AS relatedevents,
    configurationitems[place.number].configuration AS configuration
  FROM files
  -- By place, because Trino makes a column of each member of a row that it unnests. In parts, because it makes no
  -- sequence of more than ten thousand.
  CROSS JOIN UNNEST(sequence(0, (cardinality(configurationitems) - 1) / 5000)) AS part (number)
  CROSS JOIN UNNEST(
    sequence(part.number * 5000 + 1, least((part.number + 1) * 5000, cardinality(configurationitems)))
  ) AS place (number)
),
found AS (
  SELECT
    i.*,
    from_iso8601_timestamp(captured) AS moment,
    lag(from_iso8601_timestamp(captured)) OVER (
      PARTITION BY account, region, resource_type, resource_id
      ORDER BY from_iso8601_timestamp(captured)
    ) AS previous
  FROM items i
  WHERE (resource_id = ? /* resource */ OR resource_name = ? /* resource */ OR arn = ? /* resource */)
    AND from_iso8601_timestamp(captured) >= from_iso8601_timestamp(? /* from */)
),
-- What happened after the last item, or without any, has a place of its own behind them.
steps AS (
  SELECT
    captured, status, resource_type, resource_id, account, region, relatedevents, configuration, moment, previous
  FROM found
  UNION ALL
  SELECT
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, max(moment)
  FROM found
),
calls AS (
  SELECT
    eventtime,
    from_iso8601_timestamp(eventtime) AS moment,
    account,
    region,
    coalesce(
      useridentity.sessioncontext.sessionissuer.arn,
      useridentity.arn,
      nullif(useridentity.principalid, ''),
      useridentity.onbehalfof.userid,
      useridentity.invokedby,
      useridentity.username,
      useridentity.type
    ) AS principal,
    CASE WHEN useridentity.type = 'AssumedRole' THEN nullif(split_part(useridentity.arn, '/', 3), '') END AS session,
    sourceipaddress,
    eventsource,
    eventname,
    requestparameters,
    coalesce(requestparameters, '') || coalesce(responseelements, '') AS said,
    coalesce(json_format(CAST(resources AS json)), '') AS about,
    eventid
  FROM cloudtrail
  WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* from */), '%Y/%m/%d')
      AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
    AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* from */)
    AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
    AND errorcode IS NULL
    AND readonly = 'false'
    AND eventcategory = 'Management'
  UNION ALL
  -- Stands for no call, so that items without any stay in the join.
  SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
),
linked AS (
  SELECT
    s.captured,
    s.status,
    s.resource_type,
    coalesce(s.account, c.account) AS account,
    coalesce(s.region, c.region) AS region,
    CASE
      WHEN contains(s.relatedevents, c.eventid) THEN 'event'
      WHEN c.eventid IS NOT NULL THEN 'time'
    END AS link,
    c.eventtime,
    c.principal,
    c.session,
    c.sourceipaddress,
    c.eventsource,
    c.eventname,
    c.requestparameters,
    s.configuration,
    c.eventid,
    s.moment,
    c.moment AS call_moment,
    count(c.eventid) OVER (PARTITION BY s.account, s.region, s.resource_type, s.resource_id, s.captured) AS calls
  FROM steps s
  CROSS JOIN calls c
  WHERE c.eventid IS NULL
    OR contains(s.relatedevents, c.eventid)
    OR (
      -- Names stand in quotes, so that a bucket's name does not match those that begin alike.
      (
        strpos(c.said || c.about, '"' || ? /* resource */ || '"') > 0
        OR strpos(c.said, '"' || regexp_extract(? /* resource */, '[^:/]+$') || '"') > 0
      )
      AND (s.previous IS NULL OR c.moment > s.previous)
      AND (s.moment IS NULL OR c.moment <= s.moment)
    )
)
SELECT
  captured,
  status,
  resource_type,
  account,
  region,
  link,
  eventtime,
  principal,
  session,
  sourceipaddress,
  eventsource,
  eventname,
  requestparameters,
  configuration,
  eventid
FROM linked
WHERE eventid IS NOT NULL
  OR (calls = 0 AND moment < from_iso8601_timestamp(? /* to */))
ORDER BY moment NULLS LAST, resource_type, call_moment NULLS LAST, eventid
