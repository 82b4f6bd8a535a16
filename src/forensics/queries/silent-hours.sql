-- When an account fell silent in a region
--
-- Stretches of full hours without a single record of an account in a region which is otherwise busy. The trail may
-- have been stopped, the files taken away or not copied, or nobody was there. Compare with audit-tampering at the
-- beginning of the stretch, and with verify-evidence, which proves whether files are missing. Busy is who has records
-- in at least busy percent of the hours of the window: a region used once a week is silent by nature. An account
-- without any record in the whole window has no row at all. Let from and to be full hours.
-- Harmless: accounts that sleep at night. The last hours of a window that ends now are not delivered yet.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   hours (default 2): how many silent hours are worth a row
--   busy (default 50): percent of hours with records, below which silence says nothing
--
-- Columns:
--   account: the account
--   region: the region
--   silent_from: the first silent hour, UTC
--   silent_to: the hour of the next record, or the end of the window
--   silent_hours: how many
--   busy_percent: hours with records, in percent of all hours of the window
WITH events AS (
  SELECT DISTINCT
    account,
    region,
    date_trunc('hour', from_iso8601_timestamp(eventtime)) AS hour
  FROM cloudtrail
  WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* from */), '%Y/%m/%d')
      AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
    AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* from */)
    AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
),
-- The hours of the window, counted without a parameter outside of WHERE, where Athena takes none. From 2020.
clock AS (
  SELECT from_unixtime((day.number * 24 + hour_of_day.number) * 3600) AS hour
  FROM UNNEST(sequence(18262, 28261)) AS day (number)
  CROSS JOIN UNNEST(sequence(0, 23)) AS hour_of_day (number)
),
span AS (
  SELECT min(hour) AS beginning, max(hour) + interval '1' hour AS ending, count(*) AS hours
  FROM clock
  WHERE hour >= date_trunc('hour', from_iso8601_timestamp(? /* from */))
    AND hour < date_trunc('hour', from_iso8601_timestamp(? /* to */))
),
hours AS (
  SELECT
    account,
    region,
    hour,
    row_number() OVER (PARTITION BY account, region ORDER BY hour) AS number,
    lead(hour) OVER (PARTITION BY account, region ORDER BY hour) AS next_hour,
    count(*) OVER (PARTITION BY account, region) AS hours_with_records
  FROM events
),
stretches AS (
  SELECT
    account,
    region,
    hours_with_records,
    s.hours AS hours_of_window,
    CASE side.name WHEN 'before' THEN s.beginning ELSE h.hour + interval '1' hour END AS beginning,
    CASE side.name WHEN 'before' THEN h.hour ELSE coalesce(h.next_hour, s.ending) END AS ending
  FROM hours h
  CROSS JOIN span s
  -- Before the first record as well as after each.
  CROSS JOIN (VALUES ('before'), ('after')) AS side (name)
  WHERE side.name = 'after' OR number = 1
),
measured AS (
  SELECT
    s.*,
    date_diff('hour', beginning, ending) AS silent_hours,
    hours_with_records * 100 / nullif(hours_of_window, 0) AS busy_percent
  FROM stretches s
)
SELECT
  account,
  region,
  date_format(beginning, '%Y-%m-%dT%H:00:00Z') AS silent_from,
  date_format(ending, '%Y-%m-%dT%H:00:00Z') AS silent_to,
  silent_hours,
  busy_percent
FROM measured
WHERE silent_hours >= CAST(? /* hours */ AS bigint)
  AND busy_percent >= CAST(? /* busy */ AS bigint)
ORDER BY beginning, account, region
