/**
 * All resources of a stack, and the access that they make, worked out once for all rules.
 * @module
 */
import type { PolicyResource } from "@pulumi/policy";
import { access } from "./access";
import { Declared } from "./declared";
import { APPLICATION, BUCKET, GROUP, PROJECT, USER } from "./kinds";
import { OncePerCall } from "./once-per-call";
import { isRecord, Undecidable, type Place } from "./place";

/** A stack, as policies about whole stacks see it. */
export class Stack {
  private readonly byUrns: ReadonlyMap<string, Declared>;
  /** The engine tells packs no ids: they are read off the properties that refer to them. */
  private readonly ids: ReadonlyMap<string, string>;
  private readonly urns: ReadonlyMap<string, string>;
  private made: access.WorldReading | undefined;
  private asked: access.Access | undefined;
  private readonly others = new Map<string, access.Access>();

  constructor(
    /** All that remain. */
    readonly resources: readonly Declared[],
  ) {
    this.byUrns = new Map(resources.map((resource) => [resource.urn, resource]));
    this.ids = new Map(resources.flatMap(referredIds));
    this.urns = new Map([...this.ids].map(([urn, id]) => [id, urn]));
  }

  /** The resources of one kind. */
  of(type: string): Declared[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** The resource with that id, or with that URN where the id is not known yet. */
  byId(id: string): Declared | undefined {
    return this.byUrns.get(this.urns.get(id) ?? id);
  }

  /** A resource's id, or its URN as long as nothing tells it. */
  idOf({ urn }: Declared): string {
    return this.ids.get(urn) ?? urn;
  }

  /** The id that stands at a place, or the URN of the resource that will have it. @throws Undecidable */
  idAt(declared: Declared, place: Place): string | undefined {
    if (!place.isGiven) return undefined;
    const target = this.byUrns.get(declared.referenceAt(place.path) ?? "");
    const kind = kindAt(place.path);
    if (target && target.type === kind) return this.idOf(target);
    // The Project of a bucket, which the bucket's own program may give.
    const through = kind === PROJECT ? target?.at("projectId") : undefined;
    return target && through?.isGiven ? this.idAt(target, through) : place.text();
  }

  /** The world in which resources have the ids that a state tells, where no property does. */
  worldWithIds(ids: ReadonlyMap<string, string>): access.World {
    return this.read((urn) => this.ids.get(urn) ?? ids.get(urn)).world;
  }

  /** Everything that decides who may do what. */
  get world(): access.World {
    return this.reading.world;
  }

  /** What could not be taken into the world as it is. */
  get findings(): readonly access.Finding[] {
    return this.reading.findings;
  }

  /** Answers about that world. */
  get access(): access.Access {
    this.asked ??= new access.Access(this.world);
    return this.asked;
  }

  /** Answers about another world, made once for all rules that want the same. */
  accessIn(name: string, change: (world: access.World) => access.World): access.Access {
    const known = this.others.get(name) ?? new access.Access(change(this.world));
    this.others.set(name, known);
    return known;
  }

  private get reading(): access.WorldReading {
    this.made ??= this.read((urn) => this.ids.get(urn));
    return this.made;
  }

  private read(idOf: (urn: string) => string | undefined): access.WorldReading {
    return access.worldOfResources(
      this.resources.map(({ urn, type, content, dependencies }) => ({
        ...{ urn, type, id: idOf(urn), properties: content },
        propertyDependencies: dependencies,
      })),
    );
  }
}

/** Ids of other resources that stand, known, where the program takes them from these resources. */
function referredIds({ content }: Declared): [string, string][] {
  const references = content["references"];
  if (!isRecord(references)) return [];
  return Object.entries(references).flatMap(([path, urn]): [string, string][] => {
    const id = valueAt(content, path);
    const isKnown = typeof urn === "string" && typeof id === "string" && id !== access.UNKNOWN;
    // Behind a Project's id may also stand a bucket in it, whose own id it is not.
    return isKnown && urn.split("::")[2]?.endsWith(kindAt(path) ?? "") ? [[urn, id]] : [];
  });
}

/** The type of the resource whose id belongs at a path, by the name of the property. */
function kindAt(path: string): string | undefined {
  const name =
    path
      .replace(/\[\d+\]/g, "")
      .split(".")
      .at(-1) ?? "";
  return KINDS.get(name.replace(/Ids?$/, "").toLowerCase());
}

const KINDS: ReadonlyMap<string, string> = new Map([
  ["application", APPLICATION],
  ["user", USER],
  ["group", GROUP],
  ["project", PROJECT],
  ["defaultproject", PROJECT],
  ["bucket", BUCKET],
]);

/** The value at a path such as `rules[0].projectIds[1]`. */
function valueAt(content: unknown, path: string): unknown {
  return path.split(/[.[\]]+/).reduce<unknown>((value, name) => {
    if (name === "") return value;
    if (Array.isArray(value)) return value[Number(name)] as unknown;
    return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }, content);
}

/** What an answer is worth to a rule: yes or no. @throws Undecidable where it hangs on what is not known yet */
export function isAllowed(asked: access.Access, question: access.Question, urn?: string): boolean {
  const answer = asked.answer(question);
  if (answer !== "undecided") return answer === "allow";
  const { reasons } = asked.can(question);
  const unknown = reasons.find(({ code }) => code === "unknownValue" || code === "malformedPolicy");
  if (unknown) throw new Undecidable(unknown.text, urn);
  // It hangs on the circumstances: somebody, at some time, from somewhere, may.
  return true;
}

const stacks = new OncePerCall<Stack>();

/** The stack of these resources, for all policies of one call. */
export function stackOf(resources: readonly PolicyResource[]): Stack {
  const key = resources.map(({ urn }) => urn).join("\n");
  return stacks.get(key, () => new Stack(resources.map((resource) => Declared.of(resource))));
}
