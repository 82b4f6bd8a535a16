-- What CloudTrail itself found unusual
--
-- One row for each unusual rate of calls or of errors that CloudTrail Insights saw begin or end in the window.
-- Insights compares with the week before and says who and what stood out. The calls themselves are in the trail: take
-- account, region, action and the time to activity-of-principal. An insight without an end still goes on, or ended
-- after the window. One without a beginning began before it.
-- Harmless: launches, migrations and load tests.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--
-- Columns:
--   account: where
--   region: where
--   insight_type: ApiCallRateInsight or ApiErrorRateInsight
--   eventsource: the service
--   eventname: the call
--   errorcode: the error, for a rate of errors
--   began: when it began
--   ended: when it ended
--   usual: calls a minute before
--   unusual: calls a minute during it
--   minutes: how long it lasted
--   principal: who stood out most
--   insight_id: common to both records
WITH events AS (
  SELECT
    eventtime,
    account,
    region,
    insightdetails.state AS state,
    insightdetails.insighttype AS insight_type,
    insightdetails.eventsource AS eventsource,
    insightdetails.eventname AS eventname,
    insightdetails.errorcode AS errorcode,
    insightdetails.insightcontext.statistics AS statistics,
    insightdetails.insightcontext.attributions AS attributions,
    coalesce(sharedeventid, eventid) AS insight_id
  FROM insights
  WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* from */), '%Y/%m/%d')
      AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
    AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* from */)
    AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
)
SELECT
  account,
  region,
  insight_type,
  eventsource,
  eventname,
  errorcode,
  max(CASE WHEN state = 'Start' THEN eventtime END) AS began,
  max(CASE WHEN state = 'End' THEN eventtime END) AS ended,
  max(statistics.baseline.average) AS usual,
  max(statistics.insight.average) AS unusual,
  max(statistics.insightduration) AS minutes,
  -- By user, by agent, by error: in which order is not said.
  max(
    CASE 'userIdentityArn'
      WHEN element_at(attributions, 1).attribute THEN element_at(element_at(attributions, 1).insight, 1).value
      WHEN element_at(attributions, 2).attribute THEN element_at(element_at(attributions, 2).insight, 1).value
      WHEN element_at(attributions, 3).attribute THEN element_at(element_at(attributions, 3).insight, 1).value
    END
  ) AS principal,
  insight_id
FROM events
GROUP BY account, region, insight_type, eventsource, eventname, errorcode, insight_id
ORDER BY coalesce(began, ended), account, region, insight_id
