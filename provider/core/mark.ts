/**
 * The mark: how `create` finds the object that an interrupted deployment left half-made, and never takes another's.
 *
 * A mark has two parts. The digest says whose object it is: Organization, stack, URN, the optional owner, the lineage of the
 * state, and the inputs that force a replacement (an object and its successor differ in it). The incarnation is random, made anew by every
 * create that makes or takes over the object, and kept in the outputs: `delete` compares it, and leaves an object that a
 * newer create has taken over.
 *
 * Each kind carries its mark where the service keeps free text for it; users do not see it in outputs or as drift.
 * @module
 */
import { createHash } from "node:crypto";
import type { AnyDefinition, NameLimits } from "./definition";
import type { Properties } from "./sanitize";

/** Whose object it is, and by which create. */
export interface Mark {
  /** 20 hexadecimal digits. */
  readonly digest: string;
  /** 8 hexadecimal digits. */
  readonly incarnation: string;
}

/** Where a kind carries its mark. Models are the properties as the program names them. */
export interface Carrier {
  /** False for what needs none: it is found by where it is. */
  readonly marks: boolean;
  /** The model with the mark in it. */
  readonly put: (model: Properties, mark: Mark) => Properties;
  /** The mark in a model; undefined where it carries none. */
  readonly read: (model: Properties) => Mark | undefined;
  /** The model without any mark. */
  readonly hide: (model: Properties) => Properties;
}

/** The name under which a mark stands among tags. */
export const MARK_TAG = "pulumi-storage-access";

const MARK_TEXT = /^([0-9a-f]{20})\.([0-9a-f]{8})$/;
const textOf = ({ digest, incarnation }: Mark): string => `${digest}.${incarnation}`;

function parse(text: string | undefined): Mark | undefined {
  const [, digest, incarnation] = MARK_TEXT.exec(text ?? "") ?? [];
  return digest !== undefined && incarnation !== undefined ? { digest, incarnation } : undefined;
}

const TAG_PREFIX = `${MARK_TAG}=`;
const tagsOf = (model: Properties): string[] => (model["tags"] ?? []) as string[];
const isMarkTag = (tag: string): boolean => tag.startsWith(TAG_PREFIX);

/** One of the tags of an IAM object: `pulumi-storage-access=<mark>`. */
const tag: Carrier = {
  marks: true,
  put: (model, mark) => ({ ...model, tags: [...tagsOf(model), TAG_PREFIX + textOf(mark)] }),
  read: (model) => parse(tagsOf(model).find(isMarkTag)?.slice(TAG_PREFIX.length)),
  hide: (model) => ({ ...model, tags: tagsOf(model).filter((text) => !isMarkTag(text)) }),
};

const SUFFIX = /(?:^| )\[pulumi ([0-9a-f]{20}\.[0-9a-f]{8})\]$/;
const suffixOf = (mark: Mark): string => `[pulumi ${textOf(mark)}]`;
/** The end of a text: `[pulumi <mark>]`, after a blank where it is not all. */
function endOf(field: "description" | "name"): Carrier {
  const textIn = (model: Properties): string => (model[field] ?? "") as string;
  return {
    marks: true,
    put: (model, mark) => ({
      ...model,
      [field]: [textIn(model), suffixOf(mark)].filter((part) => part !== "").join(" "),
    }),
    read: (model) => parse(SUFFIX.exec(textIn(model))?.[1]),
    hide: (model) => ({ ...model, [field]: withoutMark(textIn(model)) }),
  };
}

/** A description or a name as users see it: without the mark that it may end in. */
export const withoutMark = (text: string): string => text.replace(SUFFIX, "");

/** One of the entries of a map of texts: a bucket's tags, or an object's metadata. */
function entryOf(field: "tags" | "metadata"): Carrier {
  const mapIn = (model: Properties): Record<string, string> =>
    (model[field] ?? {}) as Record<string, string>;
  return {
    marks: true,
    put: (model, mark) => ({ ...model, [field]: { ...mapIn(model), [MARK_TAG]: textOf(mark) } }),
    read: (model) => parse(mapIn(model)[MARK_TAG]),
    hide: (model) => {
      const entries = Object.entries(mapIn(model)).filter(([name]) => name !== MARK_TAG);
      return { ...model, [field]: Object.fromEntries(entries) };
    },
  };
}

/**
 * What is a part of another object, such as a bucket's policy, or always there, such as an Organization's settings: there
 * is one at most, and making it twice is making it once. It is ours only if it is just what the program describes.
 */
const unmarked: Carrier = {
  marks: false,
  put: (model) => model,
  read: () => undefined,
  hide: (model) => model,
};

/** Where each kind carries its mark. */
const CARRIERS: Readonly<Record<string, Carrier>> = {
  "scaleway:Application": tag,
  "scaleway:Group": tag,
  "scaleway:Policy": tag,
  "scaleway:ApiKey": endOf("description"),
  "scaleway:Project": endOf("description"),
  "scaleway:User": tag,
  // The service keeps no other text for it, and takes the same key under the same name any number of times: by key, name
  // and Project alone, the one that another stack declares alike would be taken for our own, and destroyed with it.
  "scaleway:SshKey": endOf("name"),
  // Before it is written, a bucket is recognized by its name and by being bare.
  "scaleway:Bucket": entryOf("tags"),
  "scaleway:BucketAcl": unmarked,
  "scaleway:BucketCors": unmarked,
  "scaleway:BucketEncryption": unmarked,
  "scaleway:BucketLifecycle": unmarked,
  "scaleway:BucketLock": unmarked,
  "scaleway:BucketObject": entryOf("metadata"),
  "scaleway:BucketPolicy": unmarked,
  "scaleway:BucketWebsite": unmarked,
  "scaleway:EffectiveAccess": unmarked,
  "scaleway:GroupMembership": unmarked,
  "scaleway:OrganizationSecuritySettings": unmarked,
};

/** The service allows ten tags; one is the mark's. */
export const MAXIMUM_TAGS = 10 - 1;

/** How many characters the mark takes at the end of a text. */
export const MARK_LENGTH =
  " ".length + suffixOf({ digest: "0".repeat(20), incarnation: "0".repeat(8) }).length;

/** How many bytes the mark takes among an object's metadata, its name included. */
export const MARK_ENTRY_BYTES =
  MARK_TAG.length + textOf({ digest: "0".repeat(20), incarnation: "0".repeat(8) }).length;

/** The service allows 200 characters; the mark needs some of them. */
export const MAXIMUM_MARKED_DESCRIPTION_LENGTH = 200 - MARK_LENGTH;

/** An object of a kind as users see it: without its mark. */
export function hideMark<T extends object>(token: string, object: T): T {
  return carrierOf({ token }).hide(object as Properties) as T;
}

/** Where a kind carries its mark. */
export function carrierOf(definition: Pick<AnyDefinition, "token">): Carrier {
  const carrier = CARRIERS[definition.token];
  if (!carrier) throw new Error(`no row in the table of marks for ${definition.token}`);
  return carrier;
}

const digestOf = (...parts: readonly unknown[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 20);

/** Which resource of which state. */
export interface MarkPlace {
  readonly organization: string;
  readonly urn: string;
  readonly owner: string | undefined;
  /** Absent at the first preview of a stack, and in states that were written before there were lineages. */
  readonly lineage?: string | undefined;
}

/**
 * What a resource is told of itself: its name in the program, a digest of where that program deploys it, and the lineage of
 * the state.
 */
export function markInput(name: string, { organization, urn, owner, lineage }: MarkPlace): string {
  const place = `${name}#${digestOf(organization, urn, owner ?? "")}`;
  return lineage === undefined ? place : `${place}.${lineage}`;
}

/**
 * The inputs with the mark that the resource has in the state already: one that was made before there were lineages, or
 * under another one, keeps it, so that its object need not be written.
 */
export function withKnownMark(before: Properties, inputs: Properties): Properties {
  const [known, told] = [before["mark"], inputs["mark"]];
  const isSame =
    typeof known === "string" &&
    typeof told === "string" &&
    withoutLineage(known) === withoutLineage(told);
  return isSame ? { ...inputs, mark: known } : inputs;
}

/** Which resource of the program is meant, whatever the lineage: states older than theirs have none. */
export function withoutLineage(mark: string): string {
  return mark.replace(/(#[0-9a-f]{20})\.[^#]*$/, "$1");
}

/** The digest of a resource with these inputs: those that force a replacement are mixed in. */
export function markDigest(definition: AnyDefinition, inputs: Properties): string {
  const forcing = Object.entries(definition.fields)
    .filter(([, field]) => field.replaces)
    .map(([name, field]) => [name, field.rule.canonical(inputs[name])] as const);
  return digestOf(inputs["mark"] ?? "", Object.fromEntries(forcing));
}

/** The resource's name in the program. */
export function resourceName(properties: Properties): string {
  const mark = properties["mark"];
  return typeof mark === "string" ? mark.slice(0, mark.lastIndexOf("#")) : "";
}

/** A name for an object whose program gives none: the same for the same mark, so that it is found again. */
export function generatedName(name: string, digest: string, limits: NameLimits): string {
  const end = `-${digest.slice(0, 7)}`;
  const cased = limits.lowercase ? name.toLowerCase() : name;
  const allowed = cased.replace(limits.forbidden, "-").replace(/-{2,}/g, "-");
  const start = allowed.slice(0, limits.maximum - end.length).replace(/^[-. ]+|[-. ]+$/g, "");
  return (start === "" ? "x" : start) + end;
}
