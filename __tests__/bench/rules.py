"""The rules of lambdas/ as one would write them in Python: the same calls for the same verdicts.

One file, because each client is made when it is first asked for, and then kept as Lambda's documentation advises.
"""

import csv
import gzip
import ipaddress
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from functools import cache
from itertools import islice

import boto3
from botocore.config import Config

USER = "AWS::IAM::User"
ACCOUNT = "AWS::::Account"


@cache
def client(service, region=None):
    return boto3.client(service, region_name=region, config=Config(retries={"mode": "adaptive", "max_attempts": 8}))


def pages(service, operation, key, **arguments):
    for page in client(service).get_paginator(operation).paginate(**arguments):
        yield from page.get(key, [])


def report(event, time, evaluations):
    """Evaluations are (type, id, annotation), the last one None for what complies."""
    evaluations = iter(evaluations)
    while batch := list(islice(evaluations, 100)):
        answer = client("config").put_evaluations(
            ResultToken=event["resultToken"],
            Evaluations=[
                {
                    "ComplianceResourceType": resource_type,
                    "ComplianceResourceId": resource_id,
                    "ComplianceType": "NON_COMPLIANT" if annotation else "COMPLIANT",
                    "OrderingTimestamp": time,
                    **({"Annotation": annotation[:256]} if annotation else {}),
                }
                for resource_type, resource_id, annotation in batch
            ],
        )
        if answer.get("FailedEvaluations"):
            raise RuntimeError(f"Config refused {answer['FailedEvaluations']}")
    print(json.dumps({"rule": event["configRuleName"], "account": event["accountId"]}))


def parameters(event):
    return json.loads(event.get("ruleParameters") or "{}")


def of_changed(resource_type, judge):
    """A rule of one changed resource; `judge` gives an annotation, or None."""

    def handler(event, context):
        item = json.loads(event["invokingEvent"])["configurationItem"]
        if item["resourceType"] != resource_type:
            raise ValueError(f"unexpected {item['resourceType']}")
        evaluation = (resource_type, item["resourceId"], judge(item["resourceId"], event))
        report(event, item["configurationItemCaptureTime"], [evaluation])

    return handler


def of_account(judge):
    """A rule of the account as a whole."""

    def handler(event, context):
        message = json.loads(event["invokingEvent"])
        report(event, message["notificationCreationTime"], [(ACCOUNT, event["accountId"], judge(message, event))])

    return handler


def of_users(judge):
    """A rule of one changed user, or of all on schedule, eight at a time."""

    def handler(event, context):
        message = json.loads(event["invokingEvent"])
        if message["messageType"] == "ScheduledNotification":
            users = [(user["UserId"], user["UserName"]) for user in pages("iam", "list_users", "Users")]
            with ThreadPoolExecutor(8) as pool:
                annotations = pool.map(judge, (name for _, name in users))
                evaluations = ((USER, user, annotation) for (user, _), annotation in zip(users, annotations))
                report(event, message["notificationCreationTime"], evaluations)
        else:
            item = message["configurationItem"]
            evaluation = (USER, item["resourceId"], judge(item["resourceName"]))
            report(event, item["configurationItemCaptureTime"], [evaluation])

    return handler


def has_device(name):
    return any(True for _ in pages("iam", "list_mfa_devices", "MFADevices", UserName=name))


def user_mfa(name):
    return None if has_device(name) else "the user has no MFA device"


def user_console_mfa(name):
    if has_device(name):
        return None
    try:
        client("iam").get_login_profile(UserName=name)
    except client("iam").exceptions.NoSuchEntityException:
        return None
    return "the user has a console password and no MFA device"


def user_single_active_key(name):
    keys = pages("iam", "list_access_keys", "AccessKeyMetadata", UserName=name)
    active = [key["AccessKeyId"] for key in keys if key["Status"] == "Active"]
    return f"access keys {' and '.join(active)} are active" if len(active) > 1 else None


def credential_report():
    if client("iam").generate_credential_report()["State"] != "COMPLETE":
        raise RuntimeError("the credential report is not ready")
    return list(csv.DictReader(client("iam").get_credential_report()["Content"].decode().splitlines()))


def date(cell):
    return None if cell in ("N/A", "no_information", "not_supported") else datetime.fromisoformat(cell)


def root_unused(message, event):
    root = next(row for row in credential_report() if row["user"] == "<root_account>")
    since = datetime.now(timezone.utc) - timedelta(days=int(parameters(event).get("minimumDaysUnused", 30)))
    columns = ("password_last_used", "access_key_1_last_used_date", "access_key_2_last_used_date")
    return "the root user was used" if any((used := date(root[column])) and used > since for column in columns) else None


def initial_key(row, within):
    if row["password_enabled"] != "true":
        return None
    created = date(row["user_creation_time"])
    for key in ("access_key_1", "access_key_2"):
        if row[f"{key}_active"] == "true" and date(row[f"{key}_last_rotated"]) - created <= within:
            return f"{key} was made along with the user"
    return None


def user_no_initial_access_key(event, context):
    rows = {row["arn"]: row for row in credential_report()}
    within = timedelta(minutes=int(parameters(event).get("withinMinutes", 5)))
    users = pages("iam", "list_users", "Users", PaginationConfig={"PageSize": 1000})
    evaluations = ((USER, user["UserId"], initial_key(rows[user["Arn"]], within)) for user in users)
    report(event, json.loads(event["invokingEvent"])["notificationCreationTime"], evaluations)


def config_recording(message, event):
    for region in parameters(event)["regions"].split(","):
        config = client("config", region)
        recorders = config.describe_configuration_recorders()["ConfigurationRecorders"]
        if not recorders:
            return f"no recorder in {region}"
        status = config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"][0]
        if not status["recording"] or status.get("lastStatus") == "FAILURE":
            return f"the recorder in {region} does not record"
        if not config.describe_delivery_channels()["DeliveryChannels"]:
            return f"no delivery channel in {region}"
        channel = config.describe_delivery_channel_status()["DeliveryChannelsStatus"][0]
        if channel.get("configSnapshotDeliveryInfo", {}).get("lastStatus") == "FAILURE":
            return f"the last snapshot in {region} was not delivered"
    return None


def multi_region_trail(message, event):
    body = client("s3").get_object(Bucket=message["s3Bucket"], Key=message["s3ObjectKey"])["Body"]
    for item in json.load(gzip.open(body))["configurationItems"]:
        if item["resourceType"] == "AWS::CloudTrail::Trail" and item["configuration"]["isMultiRegionTrail"]:
            if client("cloudtrail").get_trail_status(Name=item["configuration"]["trailARN"])["IsLogging"]:
                return None
    return "no multi-region trail is logging"


# What a filter's pattern must name to be about a topic.
TOPICS = {
    "unauthorized-calls": "UnauthorizedOperation AccessDenied",
    "sign-in-without-mfa": "ConsoleLogin MFAUsed",
    "root-use": "Root invokedBy",
    "iam-policies": "DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy "
    "CreatePolicy DeletePolicy AttachRolePolicy DetachRolePolicy AttachUserPolicy DetachUserPolicy",
    "cloudtrail": "CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging",
    "failed-sign-in": "ConsoleLogin Failed",
    "kms-keys": "DisableKey ScheduleKeyDeletion",
    "s3-bucket-policies": "PutBucketAcl PutBucketPolicy PutBucketCors DeleteBucketPolicy DeleteBucketCors",
    "config": "StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder",
    "security-groups": "AuthorizeSecurityGroupIngress RevokeSecurityGroupIngress CreateSecurityGroup",
    "network-acls": "CreateNetworkAcl DeleteNetworkAcl ReplaceNetworkAclEntry",
    "gateways": "CreateCustomerGateway AttachInternetGateway DetachInternetGateway",
    "route-tables": "CreateRoute CreateRouteTable ReplaceRoute DeleteRoute",
    "vpcs": "CreateVpc DeleteVpc ModifyVpcAttribute",
    "organizations": "AcceptHandshake AttachPolicy CreateAccount CreatePolicy",
}


def monitoring_alarms(message, event):
    trails = client("cloudtrail").describe_trails(includeShadowTrails=True)["trailList"]
    filters = []
    for trail in trails:
        if not trail["IsMultiRegionTrail"]:
            continue
        cloudtrail = client("cloudtrail", trail["HomeRegion"])
        if not cloudtrail.get_trail_status(Name=trail["TrailARN"])["IsLogging"]:
            continue
        selectors = cloudtrail.get_event_selectors(TrailName=trail["TrailARN"])["EventSelectors"]
        if not any(selector["IncludeManagementEvents"] for selector in selectors):
            continue
        group = trail["CloudWatchLogsLogGroupArn"].split(":")[6]
        filters += pages("logs", "describe_metric_filters", "metricFilters", logGroupName=group)
    watched = {}
    for each in filters:
        topics = [topic for topic, words in TOPICS.items() if all(word in each["filterPattern"] for word in words.split())]
        if not topics:
            continue
        metric = each["metricTransformations"][0]
        alarms = client("cloudwatch").describe_alarms_for_metric(
            MetricName=metric["metricName"], Namespace=metric["metricNamespace"]
        )["MetricAlarms"]
        notified = {arn for alarm in alarms if alarm["ActionsEnabled"] for arn in alarm["AlarmActions"]}
        for topic in topics:
            watched.setdefault(topic, set()).update(notified)
    confirmed = {
        arn
        for arn in set().union(*watched.values())
        if any(
            each["SubscriptionArn"].startswith("arn:")
            for each in pages("sns", "list_subscriptions_by_topic", "Subscriptions", TopicArn=arn)
        )
    }
    unwatched = [topic for topic in TOPICS if not watched.get(topic, set()) & confirmed]
    return f"unwatched: {', '.join(unwatched)}" if unwatched else None


def vpc_flow_logs(vpc, event):
    wanted = (parameters(event).get("trafficType", "REJECT"), "ALL")
    for _ in pages("ec2", "describe_vpcs", "Vpcs", Filters=[{"Name": "vpc-id", "Values": [vpc]}]):
        for log in pages("ec2", "describe_flow_logs", "FlowLogs", Filters=[{"Name": "resource-id", "Values": [vpc]}]):
            if (
                log["FlowLogStatus"] == "ACTIVE"
                and log.get("DeliverLogsStatus") != "FAILED"
                and log["TrafficType"] in wanted
            ):
                return None
    return "the VPC has no active flow log"


def vpc_peering_least_routes(table_id, event):
    for table in pages("ec2", "describe_route_tables", "RouteTables", Filters=[{"Name": "route-table-id", "Values": [table_id]}]):
        routes = [route for route in table["Routes"] if "VpcPeeringConnectionId" in route and route["State"] == "active"]
        ids = list({route["VpcPeeringConnectionId"] for route in routes})
        peers = {}
        if ids:
            named = [{"Name": "vpc-peering-connection-id", "Values": ids}]
            for peering in pages("ec2", "describe_vpc_peering_connections", "VpcPeeringConnections", Filters=named):
                sides = [peering["RequesterVpcInfo"], peering["AccepterVpcInfo"]]
                peer = next(side for side in sides if side["VpcId"] != table["VpcId"])
                peers[peering["VpcPeeringConnectionId"]] = ipaddress.ip_network(peer["CidrBlock"])
        for route in routes:
            to = ipaddress.ip_network(route["DestinationCidrBlock"])
            if not to.subnet_of(peers[route["VpcPeeringConnectionId"]]):
                return f"narrow the route to {to}"
    return None


HANDLERS = {
    "cis-monitoring-alarms": of_account(monitoring_alarms),
    "cloudtrail-multi-region": of_account(multi_region_trail),
    "config-recording": of_account(config_recording),
    "iam-root-unused": of_account(root_unused),
    "iam-user-console-mfa": of_users(user_console_mfa),
    "iam-user-mfa": of_users(user_mfa),
    "iam-user-no-initial-access-key": user_no_initial_access_key,
    "iam-user-single-active-key": of_users(user_single_active_key),
    "vpc-flow-logs": of_changed("AWS::EC2::VPC", vpc_flow_logs),
    "vpc-peering-least-routes": of_changed("AWS::EC2::RouteTable", vpc_peering_least_routes),
}
