import { s3Operations } from "../../../catalog/index";
import { addressOf } from "../../../emulator/object-storage/addressing";
import { operationOf } from "../../../emulator/object-storage/operations";

const COPY = { "x-amz-copy-source": "b/k" };
const REQUESTS: readonly [operation: string, request: string, headers?: object][] = [
  ["ListBuckets", "GET /"],
  ["CreateBucket", "PUT /b"],
  ["DeleteBucket", "DELETE /b"],
  ["HeadBucket", "HEAD /b"],
  ["GetBucketLocation", "GET /b?location"],
  ["ListObjects", "GET /b?prefix=p"],
  ["ListObjectsV2", "GET /b?list-type=2&delimiter=/"],
  ["ListObjectVersions", "GET /b?versions"],
  ["ListMultipartUploads", "GET /b?uploads"],
  ["GetBucketAcl", "GET /b?acl"],
  ["PutBucketAcl", "PUT /b?acl"],
  ["GetBucketCors", "GET /b?cors"],
  ["PutBucketCors", "PUT /b?cors"],
  ["DeleteBucketCors", "DELETE /b?cors"],
  ["GetBucketLifecycleConfiguration", "GET /b?lifecycle"],
  ["PutBucketLifecycleConfiguration", "PUT /b?lifecycle"],
  ["DeleteBucketLifecycle", "DELETE /b?lifecycle"],
  ["GetBucketTagging", "GET /b/?tagging="],
  ["PutBucketTagging", "PUT /b?tagging"],
  ["DeleteBucketTagging", "DELETE /b?tagging"],
  ["GetBucketVersioning", "GET /b?versioning"],
  ["PutBucketVersioning", "PUT /b?versioning"],
  ["GetBucketWebsite", "GET /b?website"],
  ["PutBucketWebsite", "PUT /b?website"],
  ["DeleteBucketWebsite", "DELETE /b?website"],
  ["GetBucketEncryption", "GET /b?encryption"],
  ["PutBucketEncryption", "PUT /b?encryption"],
  ["DeleteBucketEncryption", "DELETE /b?encryption"],
  ["GetObjectLockConfiguration", "GET /b?object-lock"],
  ["PutObjectLockConfiguration", "PUT /b?object-lock"],
  ["GetBucketPolicy", "GET /b?policy"],
  ["PutBucketPolicy", "PUT /b?policy"],
  ["DeleteBucketPolicy", "DELETE /b?policy"],
  ["GetBucketPolicyStatus", "GET /b?policyStatus"],
  ["GetObject", "GET /b/k?versionId=1&x-id=GetObject"],
  ["HeadObject", "HEAD /b/k"],
  ["GetObjectAttributes", "GET /b/k?attributes"],
  ["PutObject", "PUT /b/k/with/slashes"],
  ["PostObject", "POST /b"],
  ["CopyObject", "PUT /b/k", COPY],
  ["DeleteObject", "DELETE /b/k"],
  ["DeleteObjects", "POST /b?delete"],
  ["GetObjectAcl", "GET /b/k?acl"],
  ["PutObjectAcl", "PUT /b/k?acl"],
  ["GetObjectTagging", "GET /b/k?tagging"],
  ["PutObjectTagging", "PUT /b/k?tagging"],
  ["DeleteObjectTagging", "DELETE /b/k?tagging"],
  ["GetObjectRetention", "GET /b/k?retention"],
  ["PutObjectRetention", "PUT /b/k?retention"],
  ["GetObjectLegalHold", "GET /b/k?legal-hold"],
  ["PutObjectLegalHold", "PUT /b/k?legal-hold"],
  ["RestoreObject", "POST /b/k?restore"],
  ["CreateMultipartUpload", "POST /b/k?uploads"],
  ["UploadPart", "PUT /b/k?partNumber=1&uploadId=u"],
  ["UploadPartCopy", "PUT /b/k?partNumber=1&uploadId=u", COPY],
  ["CompleteMultipartUpload", "POST /b/k?uploadId=u"],
  ["AbortMultipartUpload", "DELETE /b/k?uploadId=u"],
  ["ListParts", "GET /b/k?uploadId=u"],
  ["OptionsObject", "OPTIONS /b/k"],
];

describe("A request's operation [SDK]", () => {
  it.each(REQUESTS)("%s is %s", (operation, request, headers = {}) => {
    const [method = "", url = ""] = request.split(" ");
    expect(operationOf(method, addressOf("127.0.0.1", url), { ...headers })).toBe(operation);
  });

  it("is one that the catalog lists, and all of those are answered for [own]", () => {
    const names = REQUESTS.map(([operation]) => operation);
    expect([...names].sort()).toEqual(s3Operations.map(({ operation }) => operation).sort());
  });

  it.each(["GET /?acl", "GET /b?unheard&logging", "PUT /b/k?partNumber=1", "TRACE /b/k"])(
    "is none: %s [assumed]",
    (request) => {
      const [method = "", url = ""] = request.split(" ");
      expect(operationOf(method, addressOf("127.0.0.1", url), {})).toBeUndefined();
    },
  );
});
