/** Where documents leave something open: the same switches as the local cloud's, and answers that hang on one are told. */
import {
  Access,
  ACCESS_SWITCH_VALUES,
  DEFAULT_ACCESS_SWITCHES,
  type AccessSwitches,
  type Question,
  type World,
} from "../../../provider/access";
import { SWITCH_VALUES } from "../../../emulator/switches";
import {
  ANYBODY,
  APP,
  BILLS,
  fullAccess,
  ME,
  OWNER,
  PHOTOS,
  pictures,
  policied,
  policyFor,
  READ,
  under,
  worldOf,
} from "./support/worlds";

/** Switches of the local cloud that change what is answered, but not whether something is allowed. */
const WITHOUT_ACCESS = [
  ...["expiryEditable", "deleteActionName", "iamUserManagerMayLock", "apiKeysReachTokens"],
  ...["lockedUserAnswer", "orgSetOnProjects", "unknownPermissionSet", "duplicateName"],
  ...["sshKeysKeepProject", "pastExpiry", "s3ErrorForDeadKey", "governanceBypassNeeds"],
  ...["glacierRestoreTakes", "presignedChecksums", "plainHttpCountsAsSecure"],
  ...["repeatedCompletion", "anonymousMissingBucket", "expectedBucketOwner"],
];

describe("the switches", () => {
  it("have the names and values of the local cloud's, the same defaults first", () => {
    for (const [name, values] of Object.entries(ACCESS_SWITCH_VALUES)) {
      expect([name, SWITCH_VALUES[name as keyof typeof SWITCH_VALUES]]).toEqual([name, values]);
    }
  });

  it("are all of the local cloud's that concern access", () => {
    const others = Object.keys(SWITCH_VALUES).filter((name) => !(name in ACCESS_SWITCH_VALUES));
    expect(others.filter((name) => !WITHOUT_ACCESS.includes(name))).toEqual([]);
  });
});

const sets = (...names: string[]): World =>
  worldOf({ policies: [policyFor(APP, { projectIds: [PHOTOS], sets: names })] });
const old = (statements: Parameters<typeof pictures>[0]): World =>
  worldOf({ policies: [fullAccess(APP)], buckets: [pictures(statements, {}, "2012-10-17")] });
const question = (action = "GetObject", parts: Partial<Question> = {}): Question => ({
  ...{ asker: APP, action, target: { bucket: "pictures", key: "a" } },
  ...parts,
});

/** For every switch a question whose answer hangs on it. */
const HANGING: Record<keyof AccessSwitches, [World, Question]> = {
  selfRightsForApplications: [
    worldOf({ keys: [{ accessKey: "SCW1", bearer: APP, defaultProjectId: PHOTOS }] }),
    question("api_key:read", { target: { organization: true, id: "SCW1" } }),
  ],
  celTimestampEqualsString: [
    under("request.time < '2027-01-01T00:00:00Z'"),
    question("GetObject", { circumstances: { time: new Date(0) } }),
  ],
  resourceConditionOnStorage: [under("resource.name == 'pictures'"), question()],
  projectMustMatch: [
    worldOf({ policies: [fullAccess(APP)] }),
    question("GetObject", { circumstances: { actsIn: BILLS } }),
  ],
  ownerBypassesBucketPolicy: [policied([ME]), question("GetObject", { asker: OWNER })],
  denyEffect: [policied([ME, { ...ME, effect: "Deny" }]), question()],
  starPrincipalSkipsIam: [policied([{}], { policies: [] }), question()],
  policy2012: [old([{ who: { projectIds: [BILLS] } }]), question()],
  sharedBucketsInListBuckets: [
    { ...old([{ who: { projectIds: [BILLS] } }]), policies: [fullAccess(APP, BILLS)] },
    question("ListBuckets", { circumstances: { actsIn: BILLS } }),
  ],
  publicBucketOpensObjects: [
    worldOf({ buckets: [{ ...pictures([]), policy: undefined, grants: [READ] }] }),
    question("GetObject", { asker: ANYBODY }),
  ],
  aclBesidePolicy: [
    worldOf({ buckets: [pictures([ME], { grants: [READ] })] }),
    question("ListObjects", { asker: ANYBODY }),
  ],
  objectOwnerIsWriter: [
    worldOf({
      policies: [fullAccess(APP)],
      objects: [{ bucket: "pictures", key: "a", projectId: BILLS }],
    }),
    question(),
  ],
  deleteBucketGate: [policied([{ ...ME, actions: ["s3:GetObject"] }]), question("DeleteBucket")],
  acceptDeleteObjectsAction: [
    policied([{ ...ME, actions: ["s3:DeleteObjects"] }]),
    question("DeleteObjects"),
  ],
  acceptObjectAttributesActions: [
    policied([{ ...ME, actions: ["s3:GetObjectAttributes"] }]),
    question("GetObjectAttributes"),
  ],
  putHeadersNeedSubActions: [
    policied([{ ...ME, actions: ["s3:PutObject"] }]),
    question("PutObject", { circumstances: { sets: ["tags"] } }),
  ],
  midWildcard: [policied([{ ...ME, resources: ["pictures/*a"] }]), question()],
  objectStorageFullAccessCoversBucketPolicy: [
    sets("ObjectStorageFullAccess"),
    question("PutBucketPolicy"),
  ],
  readOnlyCoversGetBucketPolicy: [sets("ObjectStorageReadOnly"), question("GetBucketPolicy")],
  bucketsReadAllowsHeadBucket: [sets("ObjectStorageBucketsRead"), question("HeadBucket")],
};

describe("an answer that hangs on a switch", () => {
  it.each(Object.keys(HANGING) as (keyof AccessSwitches)[])("is told with it: %s", (name) => {
    const [world, asked] = HANGING[name];
    const access = new Access(world);
    const [other] = ACCESS_SWITCH_VALUES[name].filter(
      (value) => value !== DEFAULT_ACCESS_SWITCHES[name],
    );
    const answer = new Access(world, { [name]: other }).answer(asked);
    expect(answer).not.toBe(access.answer(asked));
    const [open, ...rest] = access.openSwitches(asked);
    expect(rest).toEqual([]);
    expect(open).toMatchObject({ name, value: other, answer, reason: { code: "openSwitch" } });
    expect(open?.reason.text).toContain(name);
  });

  it("is told of no other", () => {
    const access = new Access(worldOf({ policies: [fullAccess(APP)] }));
    expect(access.openSwitches(question())).toEqual([]);
  });
});
