/**
 * Small programs of several resources, as people write them, at the edges of what is allowed.
 * @module
 */
import { asOwner } from "../support/owner";
import type { Program, Values } from "../support/stack";
import { chances } from "./disturbance";
import type { Scenario } from "./play";
import type { Stage } from "./stage";

const SETS = ["ObjectStorageReadOnly", "ObjectStorageObjectsWrite", "ObjectStorageBucketsRead"];
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const WORD = `${LETTERS}0123456789_.-`;

/** A Project of a team's own, and what works in it: with `second`, the key's preferred Project and the rules are edited. */
const team =
  (edited: boolean): Program =>
  async (declare, projectId) => {
    const { id: second } = await declare("scaleway:Project", "second");
    const { id: applicationId } = await declare("scaleway:Application", "app");
    const projectIds = edited ? [projectId, second] : [second];
    const rules = [{ projectIds, permissionSetNames: ["ObjectStorageFullAccess"] }];
    await declare("scaleway:Policy", "policy", { applicationId, rules });
    const defaultProjectId = edited ? second : projectId;
    await declare("scaleway:ApiKey", "key", { applicationId, defaultProjectId });
    await declare("scaleway:Group", "group", { applicationIds: [applicationId] });
    await declare("scaleway:Bucket", "bucket", { projectId: second, versioning: edited });
  };

/** As many rules as are allowed in practice, each of its own; an edit changes one in the middle. */
const manyRules =
  (edited: boolean): Program =>
  async (declare, projectId) => {
    const { id: applicationId } = await declare("scaleway:Application", "app");
    const rules = Array.from({ length: 25 }, (_, number) => ({
      projectIds: [projectId],
      permissionSetNames: [SETS[number % SETS.length]],
      condition: `request.user_agent == "agent-${edited && number === 12 ? "edited" : number}"`,
    }));
    await declare("scaleway:Policy", "policy", { applicationId, rules });
  };

/** Members that are there already: what the program makes is the group. */
const manyMembers =
  (members: () => readonly string[], edited: boolean): Program =>
  async (declare) => {
    const applicationIds = edited ? members().slice(10).reverse() : [...members()];
    await declare("scaleway:Group", "group", { applicationIds });
  };

/** A text of that alphabet, of that length, that begins and ends with a letter. */
function textOf(alphabet: string, length: number, chance: () => number): string {
  const one = (of: string): string => of.charAt(Math.floor(chance() * of.length));
  const inner = Array.from({ length: length - 2 }, () => one(alphabet)).join("");
  return one(LETTERS) + inner + one(LETTERS);
}

/** Names and tags of every character that is allowed, as long as is allowed. */
const anyNames =
  (seed: number, edited: boolean): Program =>
  async (declare, projectId) => {
    const chance = chances(edited ? seed + 1 : seed);
    const length = (): number => 2 + Math.floor(chance() * 63);
    const args = (alphabet: string): Values => ({
      name: textOf(alphabet, length(), chance),
      description: textOf(`${WORD} ,;:!?'"<>&%äöü`, length(), chance),
    });
    const tags = [textOf(`${WORD}/=+@ `, 30, chance)];
    const { id } = await declare("scaleway:Application", "app", { ...args(`${WORD}()  `), tags });
    await declare("scaleway:Group", "group", { ...args(`${WORD}()  `), applicationIds: [id] });
    const rules = [{ projectIds: [projectId], permissionSetNames: ["ObjectStorageReadOnly"] }];
    const policy = { ...args(`${WORD}()  `), noPrincipal: true, rules };
    await declare("scaleway:Policy", "policy", policy);
    await declare("scaleway:Project", "project", args(`${WORD} `));
  };

/** From nothing, to another form, to nothing. */
function lifeOf(name: string, program: (edited: boolean) => Program): Scenario[] {
  const [before, after] = [program(false), program(true)];
  return [
    { name: `${name}: made`, after: before },
    { name: `${name}: edited`, before, after },
    { name: `${name}: destroyed`, before },
  ];
}

/** How many members the large group has. */
const MEMBERS = 300;

/** Members for groups: applications that no program made. */
export class Members {
  private ids: readonly string[] = [];

  readonly of = (): readonly string[] => this.ids;

  readonly furnish = async ({ world }: Stage): Promise<void> => {
    const ids: string[] = [];
    const { organizationId: organization_id } = world.cloud.description.scaleway;
    for (let number = 0; number < MEMBERS; number += 1) {
      const body = { name: `member-${number}`, organization_id };
      const { id } = await asOwner(world.cloud, "POST", "/iam/v1alpha1/applications", body);
      ids.push(String(id));
    }
    this.ids = ids;
  };
}

/** The programs, by what they are about. */
export const programs: readonly {
  readonly about: string;
  readonly scenarios: (members: Members) => Scenario[];
  /** It needs the members. */
  readonly hasMembers?: boolean;
  /** Of all cases, from 0 to 1. */
  readonly share: number;
}[] = [
  { about: "a team's Project", share: 0.3, scenarios: () => lifeOf("team", team) },
  { about: "a policy of 25 rules", share: 0.3, scenarios: () => lifeOf("rules", manyRules) },
  {
    about: "a group of 300 members",
    share: 0.1,
    hasMembers: true,
    scenarios: (members) => lifeOf("members", (edited) => manyMembers(members.of, edited)),
  },
  {
    about: "names of every character that is allowed",
    share: 0.3,
    scenarios: () =>
      [1, 2, 3, 4, 5].flatMap((seed) =>
        lifeOf(`names ${seed}`, (edited) => anyNames(seed * 1000, edited)),
      ),
  },
];
