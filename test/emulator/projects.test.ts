import {
  CreateBucketCommand,
  DeleteBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { ownersStorage } from "../support/world";
import { openCloud, type Answer, type Json, type OpenCloud } from "./support";

const PUBLIC_KEY =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgM9R4mtlT4GgaxY0J2f4ZqeRhnC0rnohORR86bJsVX";
const PATH = "/account/v3/projects";
let open: OpenCloud;
beforeEach(async () => (open = await openCloud()));
afterEach(() => open.cloud.stop());

const sshKeyIn = (project_id: string): Promise<Json> =>
  open.owner.ok("POST", "/iam/v1alpha1/ssh-keys", { public_key: PUBLIC_KEY, project_id });

describe("Account Projects [recorded]", () => {
  it("begin with the default one, whose id is the Organization's", async () => {
    const { owner } = open;
    const { projects, total_count } = await owner.list(PATH);
    expect(total_count).toBe(1);
    expect(projects).toEqual([
      expect.objectContaining({
        id: owner.organizationId,
        name: "default",
        organization_id: owner.organizationId,
        created_at: expect.any(String) as string,
        updated_at: expect.any(String) as string,
        description: "",
        qualification: { architecture_type: "unknown_architecture_type" },
      }),
    ]);
  });

  it("tell that they are active [SDK]", async () => {
    expect((await open.owner.list(PATH)).projects[0]).toMatchObject({ status: "active" });
  });

  it("have no qualification in the answers that write, and one in those that read", async () => {
    const { owner } = open;
    const made = await owner.project("second");
    expect(made.qualification).toBeNull();
    const renamed = await owner.ok("PATCH", `${PATH}/${made.id}`, { name: "2nd" });
    expect(renamed).toMatchObject({ name: "2nd", qualification: null });
    const read = await owner.ok("GET", `${PATH}/${made.id}`);
    expect(read.qualification).toEqual({ architecture_type: "unknown_architecture_type" });
  });

  it("are found by their whole name", async () => {
    const { owner } = open;
    const [second] = [await owner.project("second"), await owner.project("second one")];
    const { projects } = await owner.list(PATH, "&name=second");
    expect(projects.map(({ id }) => id)).toEqual([second.id]);
  });

  it("come a hundred a page unless asked otherwise [assumed]", async () => {
    const { owner } = open;
    for (let index = 0; index < 104; index += 1) await owner.project(`p ${index}`);
    const first = await owner.list(PATH);
    expect(first.total_count).toBe(105);
    expect(first.projects).toHaveLength(100);
    expect((await owner.list(PATH, "&page=2")).projects).toHaveLength(5);
  });

  it("cannot be deleted or renamed where they are the default [documented]", async () => {
    const { owner } = open;
    const path = `${PATH}/${owner.organizationId}`;
    expect((await owner.call("DELETE", path)).status).toBe(412);
    expect((await owner.call("PATCH", path, { name: "main" })).status).toBe(412);
    expect((await owner.call("PATCH", path, { description: "main" })).status).toBe(200);
  });

  it("are gone after a DELETE", async () => {
    const { owner } = open;
    const { id } = await owner.project("second");
    expect((await owner.call("DELETE", `${PATH}/${id}`)).status).toBe(204);
    expect(await owner.call("GET", `${PATH}/${id}`)).toMatchObject({
      status: 404,
      body: { resource: "project_id", resource_id: id },
    });
  });

  it("are still named after a DELETE by keys that preferred them [assumed]", async () => {
    const { owner } = open;
    const { id } = await owner.project("second");
    const application = await owner.application("ci");
    const body = { application_id: application.id, default_project_id: id };
    const key: Json = await owner.ok("POST", "/iam/v1alpha1/api-keys", body);
    await owner.call("DELETE", `${PATH}/${id}`);
    const read = await owner.ok("GET", `/iam/v1alpha1/api-keys/${key.access_key}`);
    expect(read.default_project_id).toBe(id);
  });

  it("are not deleted while a bucket is left in them, in any region [reported]", async () => {
    const { owner, cloud } = open;
    const { id } = await owner.project("second");
    const storage = ownersStorage(cloud, id, "nl-ams");
    await storage.send(new CreateBucketCommand({ Bucket: "left-behind" }));
    expect(await owner.call("DELETE", `${PATH}/${id}`)).toMatchObject({
      status: 412,
      body: {
        help_message: "all resources are not deleted",
        message: "precondition is not respected",
        precondition: "resource_still_in_use",
        type: "precondition_failed",
      },
    });
    await storage.send(new DeleteBucketCommand({ Bucket: "left-behind" }));
    expect((await owner.call("DELETE", `${PATH}/${id}`)).status).toBe(204);
  });

  it("take their SSH keys with them, unless the switch says that these keep them [assumed]", async () => {
    const { owner, cloud } = open;
    const { id } = await owner.project("second");
    const key = await sshKeyIn(id);
    cloud.setSwitches({ sshKeysKeepProject: true });
    expect(await owner.call("DELETE", `${PATH}/${id}`)).toMatchObject({
      status: 412,
      body: { precondition: "resource_still_in_use" },
    });
    cloud.setSwitches({ sshKeysKeepProject: false });
    expect((await owner.call("DELETE", `${PATH}/${id}`)).status).toBe(204);
    expect((await owner.call("GET", `/iam/v1alpha1/ssh-keys/${key.id}`)).status).toBe(404);
  });

  it("are not deleted for a while where it cannot be told yet that they are empty", async () => {
    await open.cloud.stop();
    open = await openCloud({ projectSettleSeconds: 60 });
    const { owner, cloud, clock } = open;
    const second = await owner.project("second");
    const third = await owner.project("third");
    const storage = ownersStorage(cloud, second.id);
    await storage.send(new CreateBucketCommand({ Bucket: "short-lived" }));
    clock.forward(60);
    await storage.send(new DeleteBucketCommand({ Bucket: "short-lived" }));
    const key = await sshKeyIn(third.id);
    await owner.call("DELETE", `/iam/v1alpha1/ssh-keys/${key.id}`);
    for (const { id } of [second, third]) {
      expect(await owner.call("DELETE", `${PATH}/${id}`)).toMatchObject({
        status: 412,
        body: {
          help_message: `an unexpected error happened when checking if project "${id}" has resources, please retry later`,
          precondition: "resource_not_usable",
        },
      });
    }
    clock.forward(60);
    for (const { id } of [second, third]) {
      expect((await owner.call("DELETE", `${PATH}/${id}`)).status).toBe(204);
    }
  });
});

describe("the deletion of a Project with everything in it [SDK]", () => {
  const withResources = (id: string, name: string): Promise<Answer> =>
    open.owner.call("POST", `${PATH}/${id}/delete-with-resources?project_name=${name}`, {});

  it("needs the Project's name", async () => {
    const { owner } = open;
    const { id } = await owner.project("second");
    for (const [name, reason] of [
      ["", "required"],
      ["first", "constraint"],
    ] as const) {
      expect(await withResources(id, name)).toMatchObject({
        status: 400,
        body: { details: [{ argument_name: "project_name", reason }] },
      });
    }
  });

  it("is refused for the default one, and without the right to it [assumed]", async () => {
    const { owner } = open;
    const { id } = await owner.project("second");
    expect(await withResources(owner.organizationId, "default")).toMatchObject({
      status: 412,
      body: { precondition: "protected_resource" },
    });
    const reader = await owner.applicationWith("reader", ["ProjectReadOnly"]);
    const refused = await reader.call("POST", `${PATH}/${id}/delete-with-resources`, {});
    expect(refused.body.details).toEqual([{ action: "write", resource: "account_project" }]);
  });

  it("takes buckets, objects and SSH keys at once, and the Project in its time [assumed]", async () => {
    await open.cloud.stop();
    open = await openCloud({ projectDeletionSeconds: 30 });
    const { owner, cloud, clock } = open;
    const { id } = await owner.project("second");
    const storage = ownersStorage(cloud, id);
    await storage.send(new CreateBucketCommand({ Bucket: "to-be-wiped" }));
    await storage.send(new PutObjectCommand({ Bucket: "to-be-wiped", Key: "k", Body: "v" }));
    const key = await sshKeyIn(id);
    expect(await withResources(id, "second")).toMatchObject({
      status: 200,
      body: { id, status: "deleting" },
    });
    expect(await owner.ok("GET", `${PATH}/${id}`)).toMatchObject({ status: "deleting" });
    expect((await owner.call("GET", `/iam/v1alpha1/ssh-keys/${key.id}`)).status).toBe(404);
    const bucket = new CreateBucketCommand({ Bucket: "too-late" });
    await expect(storage.send(bucket)).rejects.toThrow("Access Denied");
    for (const again of [withResources(id, "second"), owner.call("DELETE", `${PATH}/${id}`)]) {
      expect(await again).toMatchObject({
        status: 409,
        body: { type: "transient_state", current_state: "deleting" },
      });
    }
    clock.forward(30);
    expect((await owner.call("GET", `${PATH}/${id}`)).status).toBe(404);
    const first = ownersStorage(cloud, owner.organizationId);
    await first.send(new CreateBucketCommand({ Bucket: "to-be-wiped" }));
    const { KeyCount } = await first.send(new ListObjectsV2Command({ Bucket: "to-be-wiped" }));
    expect(KeyCount).toBe(0);
  });
});
