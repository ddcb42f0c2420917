import { inspect } from "node:util";
import { CloudError, isCloudError, toCloudError } from "../../../provider/core/errors";
import { registerSecret } from "../../../provider/core/redact";

const refused = new CloudError({
  kind: "denied",
  operation: "create application",
  resource: "ci",
  answer: "the service answered 403: insufficient permissions",
  hint: "Grant IAMManager.",
  status: 403,
  requestId: "r-1",
});

describe("CloudError", () => {
  it("says what was tried, on what, what was answered, and what to do next", () => {
    expect(refused.message).toBe(
      'Could not create application "ci": the service answered 403: insufficient permissions (request id r-1). Grant IAMManager.',
    );
  });

  it("has a stack of one line, since frames tell a user nothing", () => {
    expect(refused.stack).toBe(`CloudError: ${refused.message}`);
  });

  it("carries no secret in any of its texts", () => {
    registerSecret("correct-horse-battery");
    const error = new CloudError({
      kind: "invalid",
      operation: "set correct-horse-battery",
      resource: "correct-horse-battery",
      answer: "bad correct-horse-battery",
      hint: "not correct-horse-battery",
    });
    expect(JSON.stringify([error, error.message, error.stack])).not.toContain("correct-horse");
  });

  it("keeps its fields when one is replaced", () => {
    const changed = refused.with({ hint: "Ask the owner." });
    expect(changed).toMatchObject({ kind: "denied", status: 403, requestId: "r-1" });
    expect(changed.message).toContain("Ask the owner.");
  });

  it("is recognized by kind", () => {
    expect(isCloudError(refused)).toBe(true);
    expect(isCloudError(refused, "notFound", "denied")).toBe(true);
    expect(isCloudError(refused, "notFound")).toBe(false);
    expect(isCloudError(new Error("x"))).toBe(false);
  });
});

describe("toCloudError", () => {
  it("leaves a CloudError as it is", () => expect(toCloudError(refused)).toBe(refused));

  it("calls an aborted wait canceled", () => {
    const abort = Object.assign(new Error("aborted"), { name: "AbortError" });
    expect(toCloudError(abort)).toMatchObject({ kind: "network", code: "canceled" });
  });

  it.each([[new TypeError("x is not a function")], ["just text"]])(
    "turns anything else into a defect report: %s",
    (thrown) => {
      expect(toCloudError(thrown, { operation: "read bucket", resource: "b" })).toMatchObject({
        kind: "protocol",
        operation: "read bucket",
      });
    },
  );
});

describe("an error that nobody caught", () => {
  const error = new CloudError({
    kind: "denied",
    operation: "list API keys",
    resource: "",
    answer: "no",
  });

  it("is printed as its message alone, without an object of what is not there", () => {
    expect(inspect(error)).toBe(`[CloudError: ${error.message}]`);
    expect(error.message).toBe("Could not list API keys: no.");
  });

  it("has its place where it is a defect, without secrets, and says how to see it", () => {
    registerSecret("s3cret-in-a-stack");
    const defect = toCloudError(new TypeError("cannot read s3cret-in-a-stack"));
    expect(defect.defect).toContain("errors.test.ts");
    expect(defect.defect).not.toContain("s3cret-in-a-stack");
    expect(defect.message).toContain("STORAGE_ACCESS_DEBUG=1");
    expect(error.defect).toBeUndefined();
  });
});
