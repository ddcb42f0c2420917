"""
Everyday work with boto3 against Object Storage. Every function whose name starts with `can_` is a scenario; each gets
a bucket of its own. Prints one line of JSON a scenario: its name, and why it failed, if it did.
"""

import inspect
import io
import json
import os
import re
import sys
import traceback
import urllib.error
import urllib.request
from datetime import datetime, timedelta, timezone

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = os.environ["S3_ENDPOINT"]
SECOND_PROJECT = os.environ["SECOND_PROJECT"]
MEBIBYTE = 1024 * 1024
SMALL_PARTS = TransferConfig(multipart_threshold=5 * MEBIBYTE, multipart_chunksize=5 * MEBIBYTE)


def client(project=None, **settings):
    key = os.environ["AWS_ACCESS_KEY_ID"] + (f"@{project}" if project else "")
    secret = os.environ["AWS_SECRET_ACCESS_KEY"]
    signing = {"aws_access_key_id": key, "aws_secret_access_key": secret}
    return boto3.client("s3", endpoint_url=ENDPOINT, config=Config(**settings), **signing)


def refusal(call, *args, **named):
    """The code and status of a call that must be refused."""
    try:
        call(*args, **named)
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]
    raise AssertionError("The call was not refused.")


def equal(found, expected):
    assert found == expected, f"found {found!r}, expected {expected!r}"


def can_transfer_files_in_parts(s3, bucket):
    body = os.urandom(11 * MEBIBYTE)
    s3.upload_fileobj(io.BytesIO(body), bucket, "large", Config=SMALL_PARTS, ExtraArgs={"Metadata": {"a": "b"}})
    head = s3.head_object(Bucket=bucket, Key="large")
    equal((head["ContentLength"], head["Metadata"]), (len(body), {"a": "b"}))
    assert head["ETag"].endswith('-3"'), head["ETag"]
    back = io.BytesIO()
    s3.download_fileobj(bucket, "large", back, Config=SMALL_PARTS)
    assert back.getvalue() == body, "came back changed"
    s3.copy({"Bucket": bucket, "Key": "large"}, bucket, "copied", Config=SMALL_PARTS)
    equal(s3.get_object(Bucket=bucket, Key="copied")["Body"].read(), body)
    equal(s3.get_object(Bucket=bucket, Key="large", Range="bytes=10-19")["Body"].read(), body[10:20])


def can_hand_out_presigned_urls(s3, bucket):
    where = {"Bucket": bucket, "Key": "dossier/é à+b"}
    put = s3.generate_presigned_url("put_object", Params={**where, "ContentType": "text/plain"}, ExpiresIn=60)
    request = urllib.request.Request(put, data=b"hello", method="PUT", headers={"Content-Type": "text/plain"})
    equal(urllib.request.urlopen(request).status, 200)
    get = s3.generate_presigned_url(
        "get_object", Params={**where, "ResponseContentDisposition": "attachment"}, ExpiresIn=60
    )
    with urllib.request.urlopen(get) as answer:
        equal((answer.read(), answer.headers["Content-Disposition"]), (b"hello", "attachment"))


def post_form(form, content, name="photo.png"):
    """Sends a presigned form as a browser does: the status, the code of a refusal and the headers."""
    boundary = "a-boundary"
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
        for field, value in form["fields"].items()
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = ("".join(parts) + head).encode() + content + f"\r\n--{boundary}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    request = urllib.request.Request(form["url"], data=body, headers=headers, method="POST")
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, None, answer.headers
    except urllib.error.HTTPError as error:
        return error.code, re.search("<Code>(.*?)</Code>", error.read().decode())[1], error.headers


def can_hand_out_presigned_forms(s3, bucket):
    meant = {"Content-Type": "image/png", "x-amz-meta-who": "ada", "acl": "public-read"}
    form = s3.generate_presigned_post(
        bucket,
        "in/${filename}",
        Fields=meant,
        Conditions=[*({name: value} for name, value in meant.items()), ["content-length-range", 1, 10]],
        ExpiresIn=60,
    )
    status, _, headers = post_form(form, b"hello")
    equal((status, headers["ETag"]), (204, '"5d41402abc4b2a76b9719d911017c592"'))
    got = s3.get_object(Bucket=bucket, Key="in/photo.png")
    equal((got["Body"].read(), got["ContentType"], got["Metadata"]), (b"hello", "image/png", {"who": "ada"}))
    equal(urllib.request.urlopen(f"{ENDPOINT}/{bucket}/in/photo.png").read(), b"hello")
    equal(post_form(form, b"x" * 11)[:2], (400, "EntityTooLarge"))
    elsewhere = {**form, "fields": {**form["fields"], "key": "out/k"}}
    equal(post_form(elsewhere, b"hello")[:2], (403, "AccessDenied"))
    over = s3.generate_presigned_post(bucket, "k", ExpiresIn=-1)
    equal(post_form(over, b"hello")[:2], (403, "AccessDenied"))


def can_keep_checksums(s3, bucket):
    put = s3.put_object(Bucket=bucket, Key="default", Body=b"hello")
    equal(put["ChecksumCRC32"], "NhCmhg==")
    for algorithm in ["CRC32", "SHA1", "SHA256", "CRC32C", "CRC64NVME"]:
        try:
            put = s3.put_object(Bucket=bucket, Key=algorithm, Body=io.BytesIO(b"hello"), ChecksumAlgorithm=algorithm)
        except Exception as error:
            if "MissingDependency" in type(error).__name__:
                continue
            raise
        got = s3.get_object(Bucket=bucket, Key=algorithm, ChecksumMode="ENABLED")
        equal(got["Body"].read(), b"hello")
        equal(got[f"Checksum{algorithm}"], put[f"Checksum{algorithm}"])
    equal(
        refusal(s3.put_object, Bucket=bucket, Key="wrong", Body=b"hello", ChecksumCRC32="AAAAAA=="),
        ("BadDigest", 400),
    )


def can_set_a_policy(s3, bucket):
    document = {
        "Version": "2023-04-17",
        "Id": "policy",
        "Statement": [
            {"Sid": "all", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"{bucket}/*"}
        ],
    }
    equal(refusal(s3.get_bucket_policy, Bucket=bucket), ("NoSuchBucketPolicy", 404))
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(document))
    equal(json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"], document["Statement"])
    equal(s3.get_bucket_policy_status(Bucket=bucket)["PolicyStatus"]["IsPublic"], True)
    s3.delete_bucket_policy(Bucket=bucket)
    equal(refusal(s3.get_bucket_policy, Bucket=bucket), ("NoSuchBucketPolicy", 404))
    equal(refusal(s3.put_bucket_policy, Bucket=bucket, Policy="{"), ("MalformedPolicy", 400))


def can_set_a_lifecycle(s3, bucket):
    rules = [
        {"ID": "old", "Status": "Enabled", "Filter": {"Prefix": "logs/"}, "Expiration": {"Days": 30}},
        {
            "ID": "parts",
            "Status": "Enabled",
            "Filter": {"Prefix": ""},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 3},
        },
        {
            "ID": "cold",
            "Status": "Disabled",
            "Filter": {"And": {"Prefix": "a", "Tags": [{"Key": "k", "Value": "v"}]}},
            "Transitions": [{"Days": 10, "StorageClass": "GLACIER"}],
        },
    ]
    equal(
        refusal(s3.get_bucket_lifecycle_configuration, Bucket=bucket), ("NoSuchLifecycleConfiguration", 404)
    )
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": rules})
    found = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    equal(sorted(rule["ID"] for rule in found), ["cold", "old", "parts"])
    equal([rule for rule in found if rule["ID"] == "cold"], [rules[2]])
    s3.delete_bucket_lifecycle(Bucket=bucket)
    equal(
        refusal(s3.get_bucket_lifecycle_configuration, Bucket=bucket), ("NoSuchLifecycleConfiguration", 404)
    )


def can_set_cors(s3, bucket):
    rules = [
        {
            "ID": "pages",
            "AllowedHeaders": ["*"],
            "AllowedMethods": ["GET", "PUT"],
            "AllowedOrigins": ["https://example.com"],
            "ExposeHeaders": ["ETag"],
            "MaxAgeSeconds": 60,
        }
    ]
    equal(refusal(s3.get_bucket_cors, Bucket=bucket), ("NoSuchCORSConfiguration", 404))
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": rules})
    equal(s3.get_bucket_cors(Bucket=bucket)["CORSRules"], rules)
    s3.delete_bucket_cors(Bucket=bucket)


def can_make_a_website(s3, bucket):
    equal(refusal(s3.get_bucket_website, Bucket=bucket), ("NoSuchWebsiteConfiguration", 404))
    website = {"IndexDocument": {"Suffix": "index.html"}, "ErrorDocument": {"Key": "404.html"}}
    s3.put_bucket_website(Bucket=bucket, WebsiteConfiguration=website)
    found = s3.get_bucket_website(Bucket=bucket)
    equal({name: found[name] for name in website}, website)
    s3.delete_bucket_website(Bucket=bucket)


def can_encrypt(s3, bucket):
    configuration = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration=configuration)
    found = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"][0]
    equal(found["ApplyServerSideEncryptionByDefault"], {"SSEAlgorithm": "AES256"})
    s3.put_object(Bucket=bucket, Key="k", Body=b"secret")
    equal(s3.get_object(Bucket=bucket, Key="k")["ServerSideEncryption"], "AES256")
    s3.delete_bucket_encryption(Bucket=bucket)
    own = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": os.urandom(32)}
    s3.put_object(Bucket=bucket, Key="own", Body=b"secret", **own)
    equal(s3.get_object(Bucket=bucket, Key="own", **own)["Body"].read(), b"secret")
    equal(refusal(s3.get_object, Bucket=bucket, Key="own")[1], 400)


def can_tag(s3, bucket):
    tags = {"TagSet": [{"Key": "team", "Value": "a b+é"}]}
    equal(refusal(s3.get_bucket_tagging, Bucket=bucket), ("NoSuchTagSet", 404))
    s3.put_bucket_tagging(Bucket=bucket, Tagging=tags)
    equal(s3.get_bucket_tagging(Bucket=bucket)["TagSet"], tags["TagSet"])
    s3.delete_bucket_tagging(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="k", Body=b"", Tagging="a=1&b=x%20y")
    equal(s3.get_object_tagging(Bucket=bucket, Key="k")["TagSet"], [
        {"Key": "a", "Value": "1"}, {"Key": "b", "Value": "x y"}
    ])
    s3.put_object_tagging(Bucket=bucket, Key="k", Tagging=tags)
    equal(s3.get_object(Bucket=bucket, Key="k")["TagCount"], 1)
    s3.delete_object_tagging(Bucket=bucket, Key="k")
    equal(s3.get_object_tagging(Bucket=bucket, Key="k")["TagSet"], [])


def can_grant_by_acl(s3, bucket):
    s3.put_bucket_acl(Bucket=bucket, ACL="public-read")
    grants = s3.get_bucket_acl(Bucket=bucket)["Grants"]
    equal(sorted(grant["Permission"] for grant in grants), ["FULL_CONTROL", "READ"])
    s3.put_object(Bucket=bucket, Key="open", Body=b"open", ACL="public-read")
    equal(urllib.request.urlopen(f"{ENDPOINT}/{bucket}/open").read(), b"open")
    s3.put_object_acl(Bucket=bucket, Key="open", ACL="private")
    equal(len(s3.get_object_acl(Bucket=bucket, Key="open")["Grants"]), 1)


def can_lock(s3, bucket):
    name = f"{bucket}-lock"
    s3.create_bucket(Bucket=name, ObjectLockEnabledForBucket=True)
    equal(refusal(s3.get_object_lock_configuration, Bucket=bucket)[1], 404)
    default = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 1}}}
    s3.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration=default)
    equal(s3.get_object_lock_configuration(Bucket=name)["ObjectLockConfiguration"], default)
    version = s3.put_object(Bucket=name, Key="k", Body=b"kept")["VersionId"]
    where = {"Bucket": name, "Key": "k", "VersionId": version}
    equal(s3.get_object_retention(**where)["Retention"]["Mode"], "GOVERNANCE")
    equal(refusal(s3.delete_object, **where), ("AccessDenied", 403))
    until = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(days=2)
    s3.put_object_retention(**where, Retention={"Mode": "GOVERNANCE", "RetainUntilDate": until})
    equal(s3.head_object(**where)["ObjectLockRetainUntilDate"], until)
    s3.put_object_legal_hold(**where, LegalHold={"Status": "ON"})
    equal(s3.get_object_legal_hold(**where)["LegalHold"], {"Status": "ON"})
    s3.put_object_legal_hold(**where, LegalHold={"Status": "OFF"})
    s3.delete_object(**where, BypassGovernanceRetention=True)
    s3.delete_bucket(Bucket=name)


def can_keep_versions(s3, bucket):
    # The service answers an empty element, which boto3 hands on.
    equal(s3.get_bucket_versioning(Bucket=bucket).get("Status"), "")
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    equal(s3.get_bucket_versioning(Bucket=bucket)["Status"], "Enabled")
    first = s3.put_object(Bucket=bucket, Key="k", Body=b"1")["VersionId"]
    s3.put_object(Bucket=bucket, Key="k", Body=b"2")
    marker = s3.delete_object(Bucket=bucket, Key="k")
    equal(marker["DeleteMarker"], True)
    equal(refusal(s3.get_object, Bucket=bucket, Key="k"), ("NoSuchKey", 404))
    equal(s3.get_object(Bucket=bucket, Key="k", VersionId=first)["Body"].read(), b"1")
    listed = s3.list_object_versions(Bucket=bucket)
    equal((len(listed["Versions"]), len(listed["DeleteMarkers"])), (2, 1))


def can_walk_pages(s3, bucket):
    for number in range(25):
        s3.put_object(Bucket=bucket, Key=f"folder{number % 3}/{number:02}", Body=b"")
    for operation in ["list_objects", "list_objects_v2"]:
        pages = list(s3.get_paginator(operation).paginate(Bucket=bucket, PaginationConfig={"PageSize": 10}))
        equal([len(page["Contents"]) for page in pages], [10, 10, 5])
    folders = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Delimiter="/", MaxKeys=1)
    equal(list(folders.search("CommonPrefixes[].Prefix")), ["folder0/", "folder1/", "folder2/"])
    versions = s3.get_paginator("list_object_versions").paginate(Bucket=bucket, MaxKeys=7)
    equal(sum(len(page["Versions"]) for page in versions), 25)
    for number in range(3):
        s3.create_multipart_upload(Bucket=bucket, Key=f"upload{number}")
    uploads = list(s3.get_paginator("list_multipart_uploads").paginate(Bucket=bucket, MaxUploads=2).search("Uploads"))
    equal([upload["Key"] for upload in uploads], ["upload0", "upload1", "upload2"])
    where = {"Bucket": bucket, "Key": "upload0", "UploadId": uploads[0]["UploadId"]}
    for number in range(1, 4):
        s3.upload_part(**where, PartNumber=number, Body=b"x")
    parts = s3.get_paginator("list_parts").paginate(**where, MaxParts=2).search("Parts")
    equal([part["PartNumber"] for part in parts], [1, 2, 3])
    equal(bucket in [each["Name"] for each in s3.get_paginator("list_buckets").paginate().search("Buckets")], True)


def can_wait(s3, bucket):
    soon = {"WaiterConfig": {"Delay": 1, "MaxAttempts": 2}}
    s3.get_waiter("bucket_exists").wait(Bucket=bucket, **soon)
    s3.get_waiter("bucket_not_exists").wait(Bucket=f"{bucket}-not", **soon)
    s3.put_object(Bucket=bucket, Key="k", Body=b"")
    s3.get_waiter("object_exists").wait(Bucket=bucket, Key="k", **soon)
    s3.get_waiter("object_not_exists").wait(Bucket=bucket, Key="other", **soon)


def can_write_on_condition(s3, bucket):
    etag = s3.put_object(Bucket=bucket, Key="k", Body=b"1", IfNoneMatch="*")["ETag"]
    equal(refusal(s3.put_object, Bucket=bucket, Key="k", Body=b"2", IfNoneMatch="*"), ("PreconditionFailed", 412))
    s3.put_object(Bucket=bucket, Key="k", Body=b"2", IfMatch=etag)
    equal(refusal(s3.put_object, Bucket=bucket, Key="k", Body=b"3", IfMatch=etag), ("PreconditionFailed", 412))
    equal(refusal(s3.put_object, Bucket=bucket, Key="none", Body=b"", IfMatch=etag), ("NoSuchKey", 404))
    now = s3.head_object(Bucket=bucket, Key="k")["ETag"]
    equal(refusal(s3.get_object, Bucket=bucket, Key="k", IfNoneMatch=now), ("304", 304))
    equal(refusal(s3.get_object, Bucket=bucket, Key="k", IfMatch=etag), ("PreconditionFailed", 412))


def can_copy(s3, bucket):
    s3.put_object(Bucket=bucket, Key="a b/é?", Body=b"x", Metadata={"old": "1"}, ContentType="text/plain")
    source = {"Bucket": bucket, "Key": "a b/é?"}
    s3.copy_object(Bucket=bucket, Key="kept", CopySource=source)
    kept = s3.head_object(Bucket=bucket, Key="kept")
    equal((kept["Metadata"], kept["ContentType"]), ({"old": "1"}, "text/plain"))
    s3.copy_object(Bucket=bucket, Key="new", CopySource=source, MetadataDirective="REPLACE", Metadata={"new": "2"})
    equal(s3.head_object(Bucket=bucket, Key="new")["Metadata"], {"new": "2"})
    equal(refusal(s3.copy_object, Bucket=bucket, Key="x", CopySource=f"{bucket}/none"), ("NoSuchKey", 404))
    before = s3.head_object(Bucket=bucket, Key="kept")
    s3.copy_object(Bucket=bucket, Key="kept", CopySource=f"{bucket}/kept")
    after = s3.head_object(Bucket=bucket, Key="kept")
    equal((after["ETag"], after["Metadata"]), (before["ETag"], before["Metadata"]))


def can_tell_refusals_apart(s3, bucket):
    equal(refusal(s3.get_object, Bucket=bucket, Key="none"), ("NoSuchKey", 404))
    equal(refusal(s3.head_object, Bucket=bucket, Key="none"), ("404", 404))
    equal(refusal(s3.list_objects_v2, Bucket=f"{bucket}-not"), ("NoSuchBucket", 404))
    equal(refusal(s3.create_bucket, Bucket="Bad_Name"), ("InvalidBucketName", 400))
    equal(refusal(s3.get_bucket_logging, Bucket=bucket), ("NotImplemented", 405))
    s3.put_object(Bucket=bucket, Key="k", Body=b"")
    equal(refusal(s3.delete_bucket, Bucket=bucket), ("BucketNotEmpty", 409))
    equal(refusal(s3.get_object, Bucket=bucket, Key="k", Range="bytes=5-9"), ("InvalidRange", 416))
    try:
        s3.get_object(Bucket=bucket, Key="none")
    except s3.exceptions.NoSuchKey:
        pass


def can_act_in_another_project(s3, bucket):
    second = client(SECOND_PROJECT)
    name = f"{bucket}-second"
    second.create_bucket(Bucket=name)
    equal(refusal(s3.list_objects_v2, Bucket=name), ("AccessDenied", 403))
    equal([each["Name"] for each in second.list_buckets()["Buckets"]], [name])
    equal(refusal(second.get_object, Bucket=bucket, Key="k"), ("AccessDenied", 403))
    second.delete_bucket(Bucket=name)


def can_use_resources(_s3, bucket):
    resource = boto3.resource("s3", endpoint_url=ENDPOINT)
    assert bucket in [each.name for each in resource.buckets.all()]
    there = resource.Bucket(bucket)
    assert there.creation_date is not None
    there.put_object(Key="a/1", Body=b"one")
    written = resource.Object(bucket, "a/2")
    written.upload_fileobj(io.BytesIO(b"two"))
    equal([each.key for each in there.objects.filter(Prefix="a/").limit(5)], ["a/1", "a/2"])
    equal(written.get()["Body"].read(), b"two")
    equal(written.content_length, 3)
    there.Versioning().enable()
    equal(resource.BucketVersioning(bucket).status, "Enabled")
    there.Tagging().put(Tagging={"TagSet": [{"Key": "k", "Value": "v"}]})
    equal(there.Tagging().tag_set, [{"Key": "k", "Value": "v"}])
    written.copy_from(CopySource=f"{bucket}/a/1")
    written.wait_until_exists()
    equal(len(list(there.object_versions.all())), 3)
    deleted = there.object_versions.delete()
    equal(sum(len(each["Deleted"]) for each in deleted), 3)
    equal(list(there.objects.all()), [])


def empty(s3, bucket):
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        found = page.get("Versions", []) + page.get("DeleteMarkers", [])
        keys = [{"Key": each["Key"], "VersionId": each["VersionId"]} for each in found]
        if keys:
            equal(s3.delete_objects(Bucket=bucket, Delete={"Objects": keys}).get("Errors"), None)
    s3.delete_bucket(Bucket=bucket)


def run(number, scenario):
    s3, bucket = client(), f"boto3-{number}"
    s3.create_bucket(Bucket=bucket)
    scenario(s3, bucket)
    empty(s3, bucket)


def main():
    wanted = sys.argv[1:]
    scenarios = [each for each in globals().items() if each[0].startswith("can_") and inspect.isfunction(each[1])]
    for number, (name, scenario) in enumerate(scenarios):
        if wanted and name not in wanted:
            continue
        failure = None
        try:
            run(number, scenario)
        except Exception:
            failure = traceback.format_exc(limit=-3)
        print(json.dumps({"scenario": name, "failure": failure}), flush=True)


main()
