/** Every kind of reason that there is comes up somewhere: what is in the type alone would be a promise that nobody keeps. */
import {
  Access,
  UNKNOWN,
  type Asker,
  type Question,
  type ReasonCode,
  type World,
} from "../../../provider/access";
import {
  ANYBODY,
  APP,
  BILLS,
  fullAccess,
  LOCKED,
  ME,
  OWNER,
  PHOTOS,
  pictures,
  policied,
  READ,
  signedBy,
  under,
  USER,
  worldOf,
} from "./support/worlds";

const GRANTED = worldOf({ policies: [fullAccess(APP)] });
const KEYS: World = {
  ...GRANTED,
  keys: [
    { accessKey: "SCW1", bearer: APP, defaultProjectId: BILLS },
    { accessKey: "SCW2", bearer: APP, defaultProjectId: PHOTOS, expiresAt: "2020-01-01T00:00:00Z" },
    { accessKey: "SCW3", bearer: APP, defaultProjectId: UNKNOWN },
  ],
};
const as = (asker: Asker): Partial<Question> => ({ asker });
const FROM = { conditions: { IpAddress: { "aws:SourceIp": ["203.0.113.7"] } } };

/** For every code a question that has it among its reasons. */
const ASKED: Record<Exclude<ReasonCode, "openSwitch">, [World, Partial<Question>]> = {
  anonymous: [worldOf(), as(ANYBODY)],
  unknownKey: [KEYS, as(signedBy("SCW9"))],
  expiredKey: [KEYS, { ...as(signedBy("SCW2")), circumstances: { time: new Date() } }],
  unknownPrincipal: [worldOf(), as({ kind: "user", id: "gone" })],
  lockedUser: [worldOf(), as(LOCKED)],
  owner: [worldOf(), as(OWNER)],
  ownRight: [
    worldOf(),
    { ...as(USER), action: "user:read", target: { organization: true, id: USER.id } },
  ],
  unknownAction: [worldOf(), { action: "Nonsense" }],
  unknownProject: [worldOf(), { action: "ListBuckets", target: { projectId: "gone" } }],
  unknownBucket: [worldOf(), { target: { bucket: "gone" } }],
  preferredProject: [KEYS, as(signedBy("SCW1"))],
  overridingProject: [KEYS, as(signedBy(`SCW1@${PHOTOS}`))],
  otherProject: [KEYS, as(signedBy("SCW1"))],
  rule: [GRANTED, {}],
  noRule: [worldOf(), {}],
  ruleElsewhere: [worldOf({ policies: [fullAccess(APP, BILLS)] }), {}],
  conditionFails: [under("false"), {}],
  conditionOpen: [under("request.ip == '203.0.113.7'"), {}],
  statementAllows: [policied([ME]), {}],
  statementDenies: [policied([ME, { ...ME, effect: "Deny" }]), {}],
  notNamed: [policied([]), {}],
  statementOpen: [policied([{ ...ME, ...FROM }]), {}],
  malformedPolicy: [policied([{ ...ME, actions: ["s3:DeleteObjects"] }]), {}],
  accessList: [
    worldOf({ buckets: [{ ...pictures([]), policy: undefined, grants: [READ] }] }),
    { ...as(ANYBODY), action: "ListObjects" },
  ],
  foreignObject: [
    { ...GRANTED, objects: [{ bucket: "pictures", key: "a", projectId: BILLS }] },
    {},
  ],
  unknownValue: [KEYS, as(signedBy("SCW3"))],
};

const decided = ([world, parts]: [World, Partial<Question>]) =>
  new Access(world).can({
    ...{ asker: APP, action: "GetObject", target: { bucket: "pictures", key: "a" } },
    ...parts,
  });

describe("a reason", () => {
  it.each(Object.entries(ASKED))("of every kind comes up: %s", (code, asked) => {
    const { reasons } = decided(asked);
    expect(reasons.map((reason) => reason.code)).toContain(code);
    for (const { text } of reasons) expect(text).toMatch(/^[a-zA-Z].*[^.]$/s);
  });

  it("settles the answer where it is the last one", () => {
    expect(decided(ASKED.rule).reasons.at(-1)?.code).toBe("rule");
    expect(decided(ASKED.statementDenies).reasons.at(-1)?.code).toBe("statementDenies");
    expect(decided(ASKED.otherProject).reasons.at(-1)?.code).toBe("otherProject");
  });

  it("comes with what would help, where the answer is no and something would", () => {
    const helps = ["anonymous", "expiredKey", "noRule", "ruleElsewhere", "conditionFails"] as const;
    for (const code of [...helps, "notNamed", "statementDenies", "foreignObject"] as const) {
      expect([code, decided(ASKED[code]).remedies.length > 0]).toEqual([code, true]);
    }
    expect(decided(ASKED.rule).remedies).toEqual([]);
  });

  it("speaks of things by their names, and by their ids for links", () => {
    const [reason] = decided(ASKED.ruleElsewhere).reasons;
    expect(reason?.text).toMatch(
      /application uploader \(.*\) GetObject on Project bills \(.*\) only/,
    );
    expect(reason).toMatchObject({ policy: `policy of ${APP.id}`, rule: 0, project: PHOTOS });
  });
});
