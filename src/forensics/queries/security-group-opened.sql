-- Which security groups were opened to the world
--
-- One row for each rule that lets in everybody, or so much of the internet that it makes no difference (prefixes of /0
-- to /7: two halves of /1 are a way around a check for 0.0.0.0/0). Rules added and rules changed, by calls that
-- succeeded.
-- Harmless: load balancers on ports 80 and 443. Read protocol and ports: -1 is every protocol and has no ports. To see
-- whether the rule is still there, ask resource-at-time for the group.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--
-- Columns:
--   eventtime: when
--   account: where
--   region: where
--   principal: who
--   sourceipaddress: where from
--   eventname: the call
--   group_id: the security group
--   protocol: tcp, udp, icmp, or -1 for all
--   from_port: the first port
--   to_port: the last port
--   cidr: who is let in
--   eventid: the record
WITH events AS (
  SELECT
    eventtime,
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
    sourceipaddress,
    eventname,
    coalesce(
      json_extract_scalar(requestparameters, '$.groupId'),
      json_extract_scalar(requestparameters, '$.groupName'),
      json_extract_scalar(requestparameters, '$.ModifySecurityGroupRulesRequest.GroupId')
    ) AS group_id,
    -- Rules in a list, one changed rule alone, or a rule in the call itself, as older clients send it.
    coalesce(
      json_extract(requestparameters, '$.ipPermissions.items'),
      json_extract(requestparameters, '$.ModifySecurityGroupRulesRequest.SecurityGroupRule'),
      json_extract(requestparameters, '$')
    ) AS rules,
    eventid
  FROM cloudtrail
  WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* from */), '%Y/%m/%d')
      AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
    AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* from */)
    AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
    AND eventsource = 'ec2.amazonaws.com'
    AND eventname IN ('AuthorizeSecurityGroupIngress', 'ModifySecurityGroupRules')
    AND errorcode IS NULL
),
rules AS (
  SELECT
    e.*,
    place.number AS rule_number,
    coalesce(json_extract(e.rules, '$[' || CAST(place.number AS varchar) || ']'), e.rules) AS rule
  FROM events e
  CROSS JOIN UNNEST(sequence(0, coalesce(nullif(json_array_length(e.rules), 0), 1) - 1)) AS place (number)
),
ranges AS (
  SELECT
    r.*,
    place.number AS range_number,
    coalesce(
      json_extract_scalar(
        r.rule,
        '$.' || family.list || '.items[' || CAST(place.number AS varchar) || '].' || family.name
      ),
      json_extract_scalar(r.rule, '$.' || family.name),
      json_extract_scalar(r.rule, '$.SecurityGroupRule.' || family.changed)
    ) AS cidr
  FROM rules r
  CROSS JOIN (
    VALUES ('ipRanges', 'cidrIp', 'CidrIpv4'), ('ipv6Ranges', 'cidrIpv6', 'CidrIpv6')
  ) AS family (list, name, changed)
  CROSS JOIN UNNEST(
    sequence(0, coalesce(nullif(json_array_length(json_extract(r.rule, '$.' || family.list || '.items')), 0), 1) - 1)
  ) AS place (number)
)
SELECT
  eventtime,
  account,
  region,
  principal,
  sourceipaddress,
  eventname,
  group_id,
  coalesce(
    json_extract_scalar(rule, '$.ipProtocol'),
    json_extract_scalar(rule, '$.SecurityGroupRule.IpProtocol')
  ) AS protocol,
  coalesce(
    json_extract_scalar(rule, '$.fromPort'),
    json_extract_scalar(rule, '$.SecurityGroupRule.FromPort')
  ) AS from_port,
  coalesce(
    json_extract_scalar(rule, '$.toPort'),
    json_extract_scalar(rule, '$.SecurityGroupRule.ToPort')
  ) AS to_port,
  cidr,
  eventid
FROM ranges
WHERE regexp_like(cidr, '/[0-7]$')
ORDER BY from_iso8601_timestamp(eventtime), eventid, rule_number, cidr, range_number
