import { conditionsHold } from "../../../emulator/object-storage/policy-conditions";

const FACTS = {
  "aws:sourceip": "::ffff:192.0.2.7",
  "aws:referer": "https://example.com/page",
  "aws:currenttime": "2026-06-01T10:00:00.000Z",
  "aws:epochtime": "1780308000",
  "aws:securetransport": "true",
  "s3:prefix": "home/ada/",
};

describe("A condition of a bucket policy [documented]", () => {
  const expectToHold = (
    operator: string,
    key: string,
    values: string | string[],
    holds: boolean,
  ): void => expect(conditionsHold({ [operator]: { [key]: values } }, FACTS)).toBe(holds);

  it.each<[operator: string, key: string, values: string | string[], holds: boolean]>([
    ["IpAddress", "aws:SourceIp", "192.0.2.0/24", true],
    ["IpAddress", "aws:SourceIp", "192.0.2.8", false],
    ["IpAddress", "aws:SourceIp", "2001:db8::/32", false],
    ["NotIpAddress", "aws:SourceIp", "192.0.2.0/24", false],
    ["NotIpAddress", "aws:SourceIp", "198.51.100.1", true],
    ["StringEquals", "s3:prefix", "home/ada/", true],
    ["StringEquals", "s3:prefix", "HOME/ADA/", false],
    ["StringEqualsIgnoreCase", "s3:prefix", "HOME/ADA/", true],
    ["StringNotEquals", "s3:prefix", "home/ada/", false],
    ["StringNotEqualsIgnoreCase", "s3:prefix", "HOME/ada/", false],
    ["StringLike", "aws:Referer", "https://example.com/*", true],
    ["StringLike", "aws:Referer", "https://example.com/pag?", true],
    ["StringLike", "aws:Referer", "https://example.com/pa?", false],
    ["StringNotLike", "aws:Referer", "https://*.example.com/*", true],
    ["DateGreaterThan", "aws:CurrentTime", "2026-06-01T10:00:00Z", false],
    ["DateGreaterThanEquals", "aws:CurrentTime", "2026-06-01T12:00:00+02:00", true],
    ["DateLessThan", "aws:EpochTime", "1780308001", true],
    ["DateLessThanEquals", "aws:CurrentTime", "2026-05-31T00:00:00Z", false],
    ["Null", "s3:if-match", "true", true],
    ["Null", "s3:prefix", "true", false],
    ["Null", "s3:prefix", "false", true],
  ])("%s %s %j: %s", expectToHold);

  it.each([
    ["Bool", "aws:SecureTransport", "true", true],
    ["Bool", "aws:SecureTransport", "false", false],
  ])("on the transport, %s %s %j: %s [reported]", expectToHold);

  it.each<[operator: string, key: string, values: string | string[], holds: boolean]>([
    ["IpAddress", "aws:SourceIp", ["198.51.100.1", "192.0.2.7"], true],
    ["NotIpAddress", "aws:SourceIp", ["198.51.100.1", "192.0.2.7"], false],
    ["StringNotEquals", "s3:prefix", ["a", "b"], true],
    ["StringNotEquals", "s3:prefix", ["a", "home/ada/"], false],
    ["StringEqualsIgnoreCase", "S3:Prefix", "HOME/ADA/", true],
    ["StringLike", "aws:Referer", "https://example.com/[pq]age", false],
    ["DateLessThanEquals", "aws:CurrentTime", "2026-05-31", false],
    ["StringEquals", "s3:if-match", "x", false],
    ["StringNotEquals", "s3:if-match", "x", true],
    ["StringNotLike", "s3:if-match", "*", true],
    ["Bool", "s3:ObjectCreationOperation", "false", false],
  ])(
    "with several values, other letters or a key that is absent, %s %s %j: %s [assumed]",
    expectToHold,
  );

  it("needs all its operators and all their keys [assumed]", () => {
    const right = { "aws:SourceIp": "192.0.2.7" };
    const wrong = { "aws:SourceIp": "192.0.2.8" };
    expect(conditionsHold({ IpAddress: right, StringLike: { "s3:prefix": "*" } }, FACTS)).toBe(
      true,
    );
    expect(conditionsHold({ IpAddress: right, NotIpAddress: right }, FACTS)).toBe(false);
    expect(conditionsHold({ IpAddress: wrong, StringLike: { "s3:prefix": "*" } }, FACTS)).toBe(
      false,
    );
    expect(
      conditionsHold({ StringLike: { "s3:prefix": "*", "aws:Referer": "ftp:*" } }, FACTS),
    ).toBe(false);
  });

  it("always holds where there is none", () => {
    expect(conditionsHold(undefined, {})).toBe(true);
  });
});
