import * as pulumi from "@pulumi/pulumi";
import * as scaleway from "pulumi-storage-access/scaleway";

class Team extends pulumi.ComponentResource {
  constructor(name: string) {
    super("test:index:Team", name);
    const app = new scaleway.Application("member", { tags: ["team"] }, { parent: this });
    new scaleway.Group("team", { applicationIds: [app.id] }, { parent: this });
    this.registerOutputs({ applicationId: app.id });
  }
}

const project = new scaleway.Project("project", { description: "of an older release" });
const app = new scaleway.Application("app", { name: "upgrade-app", description: "kept" });
new scaleway.Policy("policy", {
  applicationId: app.id,
  rules: [
    { projectIds: [project.id], permissionSetNames: ["ObjectStorageFullAccess"] },
    {
      organizationId: scaleway.getDefaultProjectOutput().organizationId,
      permissionSetNames: ["ProjectReadOnly"],
      condition: "request.user_agent.contains('pulumi')",
    },
  ],
});
const key = new scaleway.ApiKey("key", {
  applicationId: app.id,
  defaultProjectId: project.id,
  expiresAt: "2099-01-01T00:00:00Z",
});
new scaleway.Bucket("bucket", { projectId: project.id, tags: { stage: "upgrade" } });
new Team("team");
export const secretKey = key.secretKey;
