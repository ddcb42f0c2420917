import { openCloud, type Caller, type OpenCloud } from "./support";

let open: OpenCloud;
beforeEach(async () => (open = await openCloud()));
afterEach(() => open.cloud.stop());

const decisions = async (caller: Caller, ...permissions: object[]): Promise<string[]> => {
  const answer = await caller.ok("POST", "/iam/v1alpha1/check-permissions", { permissions });
  return answer.responses.map(({ decision }) => decision);
};

describe("asking what one may do [assumed]", () => {
  const read = { service: "iam", name: "application", action: "read" };
  const list = { service: "object-storage", name: "bucket", action: "list" };

  it("is answered with one word for each question, in their order [SDK]", async () => {
    const { owner } = open;
    const organization_id = owner.organizationId;
    const permissions = [
      { ...read, organization_id },
      { ...list, project_id: organization_id },
    ];
    const answer = await owner.ok("POST", "/iam/v1alpha1/check-permissions", { permissions });
    expect(answer).toEqual({ responses: [{ decision: "allow" }, { decision: "allow" }] });
  });

  it("is answered for the caller, by Organization and by Project", async () => {
    const { owner } = open;
    const second = await owner.project("second");
    const other = await owner.project("other");
    const inSecond = { organization_id: undefined, project_ids: [second.id] };
    const reader = await owner.applicationWith("reader", ["ObjectStorageReadOnly"], inSecond);
    const organization_id = owner.organizationId;
    const asked = [
      { ...list, project_id: second.id },
      { ...list, project_id: other.id },
      { ...list, action: "create", project_id: second.id },
      { ...read, organization_id },
    ];
    expect(await decisions(reader, ...asked)).toEqual(["allow", "deny", "deny", "deny"]);
    expect(await decisions(owner, ...asked)).toEqual(["allow", "allow", "allow", "allow"]);
    const iam = await owner.applicationWith("iam", ["IAMReadOnly"]);
    expect(
      await decisions(iam, { ...read, organization_id }, { ...read, action: "write" }),
    ).toEqual(["allow", "deny"]);
  });

  it("is denied for another Organization, and refused in another shape", async () => {
    const { owner } = open;
    const organization_id = "7f1b1a3e-0000-4000-8000-000000000000";
    expect(await decisions(owner, { ...read, organization_id })).toEqual(["deny"]);
    const answer = await owner.call("POST", "/iam/v1alpha1/check-permissions", {
      permissions: [{ service: "iam", name: "application" }],
    });
    expect(answer).toMatchObject({
      status: 400,
      body: { details: [{ argument_name: "permissions[0].action", reason: "required" }] },
    });
  });
});
