-- Which principals used a tool that they had never used
--
-- One row for each tool that a principal called with between from and to and not between since and from, and for each
-- tool made for attacks or run on a system made for them, however long it has been in use. The tool is the first name
-- in the user agent: aws-cli, Boto3, Terraform. Its version counts for nothing. A user agent is what the caller says
-- it is: a telling one proves something, an innocent one nothing. Services, service-linked roles and what services do
-- on somebody's behalf are left out.
-- Harmless: a build machine that gets another SDK, penetration tests you know of.
--
-- Parameters:
--   since: the beginning of the time to compare with, such as a month before from
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   principal (default %): a LIKE pattern for the principal, where \_ stands for an underscore itself
--
-- Columns:
--   principal: who
--   tool: the first name of the user agent
--   offensive: whether the user agent names a tool or a system made for attacks
--   known_tools: tools that the principal used before
--   useragents: the user agents, at most five
--   calls: calls in the window
--   addresses: where from, at most twenty
--   first_seen: the first call in the window
WITH events AS (
  SELECT
    eventtime,
    from_iso8601_timestamp(eventtime) AS moment,
    coalesce(
      useridentity.sessioncontext.sessionissuer.arn,
      useridentity.arn,
      nullif(useridentity.principalid, ''),
      useridentity.onbehalfof.userid,
      useridentity.invokedby,
      useridentity.username,
      useridentity.type
    ) AS principal,
    split_part(split_part(useragent, ' ', 1), '/', 1) AS tool,
    regexp_like(
      lower(useragent),
      'kali|parrot|pentoo|blackarch|pacu|scoutsuite|prowler|cloudsploit|cloudfox|stratus-red-team|trufflehog'
    ) AS offensive,
    useragent,
    sourceipaddress,
    coalesce(sharedeventid, eventid) AS call
  FROM cloudtrail
  WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* since */), '%Y/%m/%d')
      AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
    AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* since */)
    AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
    AND useragent IS NOT NULL
    AND useridentity.type <> 'AWSAccount'
    AND useridentity.invokedby IS NULL
    AND useridentity.type <> 'AWSService'
    AND coalesce(useridentity.sessioncontext.sessionissuer.arn, '') NOT LIKE '%:role/aws-service-role/%'
),
placed AS (
  SELECT e.*, side.in_window
  FROM events e
  -- Athena takes parameters in WHERE only, so the side on which a call lies is chosen there.
  CROSS JOIN (VALUES (true), (false)) AS side (in_window)
  WHERE side.in_window = (e.moment >= from_iso8601_timestamp(? /* from */))
),
tools AS (
  SELECT
    principal,
    tool,
    offensive,
    count_if(NOT in_window) AS calls_before,
    count_if(count_if(NOT in_window) > 0) OVER (PARTITION BY principal) AS known_tools,
    array_join(
      slice(array_agg(DISTINCT useragent ORDER BY useragent) FILTER (WHERE in_window), 1, 5), ', '
    ) AS useragents,
    count(DISTINCT CASE WHEN in_window THEN call END) AS calls,
    array_join(
      slice(array_agg(DISTINCT sourceipaddress ORDER BY sourceipaddress) FILTER (WHERE in_window), 1, 20), ', '
    ) AS addresses,
    min_by(CASE WHEN in_window THEN eventtime END, CASE WHEN in_window THEN moment END) AS first_seen
  FROM placed
  GROUP BY principal, tool, offensive
)
SELECT principal, tool, offensive, known_tools, useragents, calls, addresses, first_seen
FROM tools
WHERE calls > 0
  AND (offensive OR (calls_before = 0 AND known_tools > 0))
  AND lower(principal) LIKE lower(? /* principal */) ESCAPE '\'
ORDER BY offensive DESC, principal, tool
