/**
 * What a row of the table of kinds says, and what the rows of several files need.
 * @module
 */
import type { Cloud, CloudOptions } from "../../../../emulator";
import type { Declare, Values } from "../../../support/stack";
import { ownersStorage } from "../../../support/world";

/** What somebody may do to an object without the program; `needed` is what the kind needs, by the names of its row. */
export interface Elsewhere {
  /** Arguments by which the program notes a text on the object. */
  readonly note: (text: string, needed: Values) => Values;
  /** How such a text shows in `read` and in messages, where a property that is no text stands for it. */
  readonly shown?: (text: string, needed: Values) => string;
  /** The text, as the service has it, with the mark in it. */
  readonly read: (cloud: Cloud, id: string) => Promise<string>;
  /** Notes another text elsewhere; the mark stays. */
  readonly edit: (cloud: Cloud, id: string, text: string, needed: Values) => Promise<void>;
  readonly remove: (cloud: Cloud, id: string) => Promise<void>;
}

/** Parts of the suites that make no sense for a kind that has no object of its own. */
export type Part = "drift" | "end" | "adoption";

/** One kind, for the tests that every kind runs. */
export interface Kind {
  readonly token: string;
  /** Arguments of the resource under test; `needed` names what it needs, and `projectId`, the default Project. */
  readonly args: (needed: Values) => Values;
  /** Declares what it needs. */
  readonly needs?: (declare: Declare, projectId: string) => Promise<Values>;
  /** What it may need, where ids do not do: for what is tried without a cloud. */
  readonly sample?: Values;
  /** Parts of the suites that do not apply, each with the reason; see `parts.ts`, which has them proven. */
  readonly inapplicable?: Readonly<Partial<Record<Part, string>>>;
  /** Names of what it needs that are gone with it where somebody deletes it. */
  readonly goesWith?: readonly string[];
  /** Each field that can be changed in place, with arguments that change it. */
  readonly changes: Readonly<Record<string, (needed: Values) => Values>>;
  /** Fields that the row does not try, each with the test beside the table that does. */
  readonly triedElsewhere?: Readonly<Record<string, string>>;
  /** What a field needs beside it, where it does not go with the arguments of the row. */
  readonly beside?: Readonly<Record<string, Values>>;
  readonly elsewhere: Elsewhere;
  /** What the cloud must be like for these changes. */
  readonly cloud?: CloudOptions;
  /** Each field whose change replaces the object, with arguments that change it. */
  readonly replacing?: Readonly<Record<string, (needed: Values) => Values>>;
  /** True for a kind whose id says where the object is: made again, it has the same. */
  readonly keepsId?: boolean;
  /** Fields of which the vendor's pages disagree whether they can be changed. */
  readonly openPoints?: readonly string[];
  /** True where the arguments hold a name that only one object of the Organization can have. */
  readonly uniqueNames?: boolean;
  /** Why the kind is not tried on a real cloud by itself. */
  readonly notOnRealCloud?: string;
  /** True for a kind whose objects have no name by which they could be adopted. */
  readonly nameless?: boolean;
}

/** Object Storage of the Owner, in the default Project. */
export const storage = (cloud: Cloud) => ownersStorage(cloud);

/** The name of a bucket in the id of what belongs to it. */
export const bucketIn = (id: string): string => id.split("/")[2] ?? "";

/** The two buckets that what belongs to one is tried on: the other is in another Project, and in another region. */
export async function bucketsWith(args: Values, declare: Declare): Promise<Values> {
  const { id } = await declare("scaleway:Bucket", "needed", { region: "fr-par", ...args });
  const { id: another } = await declare("scaleway:Project", "another");
  const place = { projectId: another, region: "nl-ams" };
  const { id: other } = await declare("scaleway:Bucket", "other", { ...args, ...place });
  return { id, other, another };
}

/** Two buckets as they are made where nothing is said. */
export const twoBuckets = (declare: Declare): Promise<Values> => bucketsWith({}, declare);

/** Moves what belongs to the one bucket to the other. */
export const inOther = ({ other, another }: Values): Values => ({
  ...{ bucket: other, projectId: another, region: "nl-ams" },
});
