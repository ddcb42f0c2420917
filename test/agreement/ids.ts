/**
 * Who and what there can be in a world: always the same names, of which each world has some. What it does not have can
 * be spoken of all the same, as of what was deleted.
 * @module
 */
import { uuidOfName } from "../../emulator/random";

const LETTERS = ["a", "b", "c", "d"];

const ids = (kind: string, count: number): string[] =>
  LETTERS.slice(0, count).map((letter) => uuidOfName(`${kind} ${letter}`));

/** The first is the default one, whose id is the Organization's. */
export const PROJECTS = ids("project", 4);
export const ORGANIZATION = PROJECTS[0]!;
/** The first is the Owner. */
export const USERS = ids("user", 4);
export const APPLICATIONS = ids("application", 3);
export const GROUPS = ids("group", 3);
export const ALL_USERS = uuidOfName("all users");
export const ALL_APPLICATIONS = uuidOfName("all applications");
export const POLICIES = Array.from({ length: 12 }, (_, number) => uuidOfName(`policy ${number}`));
export const ACCESS_KEYS = Array.from({ length: 7 }, (_, number) => `SCWKEY0000000000000${number}`);
export const BUCKETS = ["alpha", "beta", "gamma", "delta"];
/** Keys of objects: below one another, beside one another, and alike. */
export const KEYS = ["docs/a.txt", "docs/b/c.png", "docs", "docs2/a.txt", "a.txt", "private/a.txt"];

/** What somebody or something is called. */
export const nameOf = (id: string): string => `named-${id.slice(0, 8)}`;
