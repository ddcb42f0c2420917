/**
 * Programs about bucket policies, one at a time.
 * @module
 */
import {
  application,
  bad,
  bucket,
  bucketPolicy,
  good,
  idOf,
  later,
  open,
  uuid,
  type LabeledProgram,
  type ProgramResource,
} from "../../support/labeled-programs";

type Resources = Readonly<Record<string, ProgramResource>>;

const photos = bucket({ name: "photos", region: "fr-par" });
const app = application();
const everyone = { everyone: true };
const ofApp = { applicationIds: [idOf("app")] };

const withStatements = (...statements: unknown[]): Resources => ({
  app,
  it: bucketPolicy({ bucket: "photos", region: "fr-par", statements }),
});
const statement = (inputs: object): Resources =>
  withStatements({ principals: ofApp, actions: ["s3:GetObject"], ...inputs });
const withDocument = (document: unknown, more: object = {}): Resources => ({
  it: bucketPolicy({ bucket: "photos", region: "fr-par", document, ...more }),
});
const wire = (inputs: object = {}, version = "2023-04-17") => ({
  Version: version,
  Statement: [
    {
      Effect: "Allow",
      Principal: { SCW: `application_id:${uuid("app")}` },
      Action: ["s3:GetObject"],
      Resource: ["photos/*"],
      ...inputs,
    },
  ],
});
const asText = (inputs: object = {}) => withDocument(JSON.stringify(wire(inputs)));
const address = (...values: unknown[]) => ({
  conditions: { IpAddress: { "aws:SourceIp": values } },
});

const malformed: LabeledProgram[] = [
  bad("obj-policy-malformed", "no JSON", withDocument("{ Version: ")),
  bad("obj-policy-malformed", "no object", withDocument("[1]")),
  bad("obj-policy-malformed", "no statements", withDocument({ Version: "2023-04-17" })),
  bad("obj-policy-malformed", "a text for statements", withDocument({ Statement: "all" })),
  bad("obj-policy-malformed", "a number for one", withDocument({ Statement: [7] })),
  bad("obj-policy-malformed", "NotPrincipal", asText({ NotPrincipal: "*" })),
  bad("obj-policy-malformed", "nobody", asText({ Principal: undefined })),
  bad("obj-policy-malformed", "neither form", { it: bucketPolicy({ bucket: "photos" }) }),
  bad("obj-policy-malformed", "a statement of nobody", withStatements({ actions: ["*"] })),
  good("obj-policy-malformed", "a document", asText()),
  good("obj-policy-malformed", "a document with one statement", {
    it: bucketPolicy({ bucket: "photos", document: { ...wire(), Statement: wire().Statement[0] } }),
  }),
  good("obj-policy-malformed", "statements", statement({})),
  open("obj-policy-malformed", "worked out", withDocument(later(JSON.stringify(wire())))),
];

const ofEveryone: LabeledProgram[] = [
  bad("obj-policy-public-write", "all", statement({ principals: everyone, actions: ["*"] })),
  bad(
    "obj-policy-public-write",
    "deletes",
    statement({ principals: everyone, actions: ["s3:GetObject", "s3:deleteobject"] }),
  ),
  bad("obj-policy-public-write", "as text", asText({ Principal: "*", Action: "s3:PutObject" })),
  bad(
    "obj-policy-public-write",
    "in a list of the vendor's form",
    asText({ Principal: { SCW: ["*"] }, Action: "s3:PutBucketTagging" }),
  ),
  good("obj-policy-public-write", "reads", statement({ principals: everyone })),
  good("obj-policy-public-write", "an application", statement({ actions: ["s3:PutObject"] })),
  good(
    "obj-policy-public-write",
    "nobody",
    statement({ principals: everyone, actions: ["s3:PutObject"], effect: "Deny" }),
  ),
  open("obj-policy-public-write", "worked out", withDocument(later(JSON.stringify(wire())))),
  open(
    "obj-policy-public-write",
    "whether everyone",
    statement({ principals: { everyone: later(false) }, actions: ["s3:PutObject"] }),
  ),

  bad("obj-policy-wide-source", "everywhere", statement(address("203.0.113.7", "0.0.0.0/0"))),
  bad("obj-policy-wide-source", "everywhere, version 6", statement(address("::/0"))),
  bad(
    "obj-policy-wide-source",
    "what anyone can say",
    statement({
      principals: everyone,
      conditions: { StringLike: { "aws:Referer": "https://example.com/*" } },
    }),
  ),
  good("obj-policy-wide-source", "a network", statement(address("203.0.113.0/24"))),
  good(
    "obj-policy-wide-source",
    "a referer beside a network",
    statement({
      principals: everyone,
      conditions: {
        StringLike: { "aws:Referer": ["https://example.com/*"] },
        IpAddress: { "aws:SourceIp": "203.0.113.0/24" },
      },
    }),
  ),
  open("obj-policy-wide-source", "worked out", statement(address(later("203.0.113.7")))),
];

const written: LabeledProgram[] = [
  bad("obj-policy-deny", "a Deny", statement({ effect: "Deny" })),
  good("obj-policy-deny", "an Allow", statement({})),
  good(
    "obj-policy-deny",
    "a Deny in the old version",
    withDocument(wire({ Effect: "Deny" }, "2012-10-17")),
  ),
  open("obj-policy-deny", "worked out", statement({ effect: later("Allow") })),

  bad("obj-policy-old-version", "given", {
    it: bucketPolicy({ bucket: "photos", version: "2012-10-17", statements: [] }),
  }),
  bad("obj-policy-old-version", "in the document", withDocument(wire({}, "2012-10-17"))),
  good("obj-policy-old-version", "the current one", statement({})),
  open("obj-policy-old-version", "worked out", withDocument(later(JSON.stringify(wire())))),

  bad("obj-policy-arn", "of another cloud", statement({ resources: ["arn:aws:s3:::photos/*"] })),
  good("obj-policy-arn", "names", statement({ resources: ["photos", "photos/*"] })),
  good("obj-policy-arn", "all", statement({})),
  good(
    "obj-policy-arn",
    "a name that is not known yet",
    statement({ resources: [later("photos")] }),
  ),

  bad("obj-policy-unknown-action", "an operation", statement({ actions: ["s3:HeadObject"] })),
  bad("obj-policy-unknown-action", "some of all", asText({ Action: ["s3:Get*"] })),
  good("obj-policy-unknown-action", "known ones", statement({ actions: ["s3:getobject", "*"] })),
  open("obj-policy-unknown-action", "worked out", statement({ actions: [later("s3:GetObject")] })),
];

const about: LabeledProgram[] = [
  bad(
    "obj-policy-resource-mismatch",
    "a list of objects",
    statement({ actions: ["s3:ListBucket"], resources: ["photos/*"] }),
  ),
  bad("obj-policy-resource-mismatch", "reads the bucket", asText({ Resource: "photos" })),
  good(
    "obj-policy-resource-mismatch",
    "both",
    statement({ actions: ["s3:ListBucket", "s3:GetObject"], resources: ["photos", "photos/a/*"] }),
  ),
  good("obj-policy-resource-mismatch", "all", statement({ actions: ["s3:ListBucket"] })),
  open("obj-policy-resource-mismatch", "worked out", statement({ resources: [later("photos/*")] })),

  bad("obj-policy-star-action", "all", statement({ actions: ["s3:*"] })),
  good("obj-policy-star-action", "one", statement({})),
  good(
    "obj-policy-star-action",
    "by a name that may",
    statement({ sid: "Administrators", actions: ["*"] }),
    { config: { sids: ["Administrators"] } },
  ),
  open("obj-policy-star-action", "worked out", statement({ actions: [later("s3:GetObject")] })),

  bad("obj-policy-foreign-bucket", "another one", statement({ resources: ["photo/*"] })),
  good("obj-policy-foreign-bucket", "its own", statement({ resources: ["photos/*", "photos"] })),
  open("obj-policy-foreign-bucket", "not known yet", {
    photos,
    app,
    it: bucketPolicy({
      bucket: idOf("photos"),
      statements: [
        { principals: ofApp, actions: ["s3:GetObject"], resources: [later("photos/*")] },
      ],
    }),
  }),
];

/** Programs about bucket policies, one at a time. */
export const bucketPolicyPrograms: readonly LabeledProgram[] = [
  ...malformed,
  ...ofEveryone,
  ...written,
  ...about,
];
