import { bucketName, parseBucketUrl } from "../../../engine/state/bucket-url";

describe("the URL of a bucket", () => {
  it.each([
    ["s3://state", { bucket: "state", prefix: "" }],
    ["s3://state/", { bucket: "state", prefix: "" }],
    ["s3://state/team/shop", { bucket: "state", prefix: "team/shop/" }],
    ["s3://state/team%20a/", { bucket: "state", prefix: "team a/" }],
    ["s3://state?region=fr-par", { region: "fr-par" }],
    [
      "s3://state?endpoint=https://s3.fr-par.scw.cloud",
      { endpoint: "https://s3.fr-par.scw.cloud" },
    ],
    ["s3://state?endpoint=s3.nl-ams.scw.cloud", { endpoint: "https://s3.nl-ams.scw.cloud" }],
    ["s3://state?endpoint=localhost:9000&disableSSL=true", { endpoint: "http://localhost:9000" }],
    ["s3://state?endpoint=localhost:9000&disableSSL=0", { endpoint: "https://localhost:9000" }],
    ["s3://state?s3ForcePathStyle=true&awssdk=v2", { isPathStyle: true }],
    ["s3://state?use_path_style=T", { isPathStyle: true }],
    ["s3://state?use_path_style=false", { isPathStyle: false }],
    ["s3://state?profile=team", { profile: "team" }],
    ["s3://state?ssetype=aes256", { encryption: "AES256" }],
    ["s3://state?ssetype=aws:kms&kmskeyid=k", { encryption: "aws:kms", encryptionKey: "k" }],
    [
      "s3://state?accelerate=true&dualstack=1&fips=false",
      { isAccelerated: true, isDualStack: true },
    ],
    [
      "s3://state?response_checksum_validation=when_required",
      { responseChecksums: "WHEN_REQUIRED" },
    ],
  ])("%s says what the Pulumi CLI reads in it", (url, address) => {
    expect(parseBucketUrl(url, {})).toMatchObject(address);
  });

  it("leaves checksums out where another service than AWS is asked, unless it is decided", () => {
    const ofRequest = (url: string, environment = {}): string | undefined =>
      parseBucketUrl(url, environment).requestChecksums;
    expect(ofRequest("s3://state")).toBeUndefined();
    expect(ofRequest("s3://state?endpoint=https://other")).toBe("WHEN_REQUIRED");
    const asked = "s3://state?endpoint=https://other&request_checksum_calculation=when_supported";
    expect(ofRequest(asked)).toBe("WHEN_SUPPORTED");
    const environment = { AWS_REQUEST_CHECKSUM_CALCULATION: "when_supported" };
    expect(ofRequest("s3://state?endpoint=https://other", environment)).toBeUndefined();
  });

  it("takes the region from the AWS_* variables where it has none", () => {
    const regionOf = (url: string, environment: NodeJS.ProcessEnv): string | undefined =>
      parseBucketUrl(url, environment).region;
    expect(regionOf("s3://state", { AWS_DEFAULT_REGION: "nl-ams" })).toBe("nl-ams");
    expect(regionOf("s3://state", { AWS_REGION: "a", AWS_DEFAULT_REGION: "b" })).toBe("a");
    expect(regionOf("s3://state?region=c", { AWS_REGION: "a" })).toBe("c");
  });

  it.each([
    ["s3://", /names no bucket/],
    ["s3:///folder", /names no bucket/],
    ["s3://KEY:SECRET@state", /names no bucket.*AWS_\*/],
    ["s3://state?regin=fr-par", /parameter "regin"/],
    ["s3://state?disableSSL=yes", /disableSSL .* true or false, not "yes"/],
    ["s3://state?request_checksum_calculation=never", /when_supported or when_required/],
    ["s3://state?ssetype=rot13", /ssetype/],
    ["s3://state?role=arn:aws:iam::1:role/x", /does not have the parameter "role"/],
    ["s3://state?disable_https=true", /does not have the parameter "disableSSL"/],
    ["s3://state?anonymous=true", /does not have the parameter "anonymous"/],
  ])("is refused as %s", (url, message) => {
    expect(() => parseBucketUrl(url, {})).toThrow(message);
    expect(() => parseBucketUrl(url, {})).not.toThrow(/SECRET/);
  });

  it("is shown without its parameters", () => {
    const address = parseBucketUrl("s3://state/team?endpoint=https://other&region=fr-par", {});
    expect(bucketName(address)).toBe("s3://state/team");
  });
});
