/**
 * Reads the properties of resources, whatever is in them: ids that are not known yet become the URN of their resource,
 * what is not as it must be becomes a finding.
 * @module
 */
import { UNKNOWN } from "../world";
import type { DescribedResource, Finding, FindingCode } from "./described";

/** The short names of kinds, such as `Policy`. */
const KIND = /(?:^|[:/])scaleway:(\w+)$/;

/** Marks of values that are wrapped, fixed by Pulumi's wire protocol: secrets and Outputs. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** The kind of a resource, such as `Policy`; undefined for what is none of ours. */
export const kindOf = (type: string): string | undefined => KIND.exec(type)?.[1];

/** All resources, and the findings so far. */
export class Reading {
  readonly findings: Finding[] = [];
  private readonly byUrn: ReadonlyMap<string, DescribedResource>;

  constructor(readonly resources: readonly DescribedResource[]) {
    this.byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  }

  /** The resources of a kind. */
  of(kind: string): Described[] {
    return this.resources
      .filter(({ type }) => kindOf(type) === kind)
      .map((resource) => new Described(resource, this));
  }

  /** A resource by its URN. */
  resource(urn: string): DescribedResource | undefined {
    return this.byUrn.get(urn);
  }
}

/** One resource, and its properties by path. */
export class Described {
  constructor(
    private readonly resource: DescribedResource,
    private readonly reading: Reading,
  ) {}

  get urn(): string {
    return this.resource.urn;
  }

  /** The id; the URN where there is none yet. */
  get id(): string {
    return idOf(this.resource);
  }

  /** The name that it is given, or that its URN ends with. */
  get name(): string {
    const name = this.value("name");
    return typeof name === "string" && name !== UNKNOWN ? name : lastPart(this.urn);
  }

  /** For buckets: the name, which is the id. */
  get bucketName(): string {
    return bucketName(this.resource);
  }

  /** A property, unwrapped. */
  value(name: string): unknown {
    return plain(this.resource.properties[name]);
  }

  /** A text; undefined where there is none. */
  text(name: string): string | undefined {
    return this.asText(this.value(name), name);
  }

  /** The id of another resource; undefined where there is none. */
  idAt(name: string, kind: string): string | undefined {
    return this.asId(this.value(name), { path: name, kind });
  }

  /** Ids of other resources; undefined where the list is not given. */
  idsAt(name: string, kind: string): string[] | undefined {
    return this.asIds(this.value(name), { path: name, kind });
  }

  /** A value as a text; anything else is a finding. */
  asText(value: unknown, path: string): string | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value === "string") return value;
    this.report("malformedProperty", path, `must be a text, not ${shown(value)}`);
    return undefined;
  }

  /** A value as a list; one value stands for a list of one, anything unknown for a list of that. */
  asList(value: unknown, path: string): unknown[] {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value.map(plain);
    if (value === UNKNOWN) return [UNKNOWN];
    this.report("malformedProperty", path, `must be a list, not ${shown(value)}`);
    return [];
  }

  /** A value as a list of texts. */
  asTexts(value: unknown, path: string): string[] {
    return this.asList(value, path).flatMap(
      (item, index) => this.asText(item, `${path}[${String(index)}]`) ?? [],
    );
  }

  /** A value as a record. */
  asRecord(value: unknown, path: string): Readonly<Record<string, unknown>> {
    if (value === undefined || value === null) return {};
    if (typeof value === "object" && !Array.isArray(value)) {
      return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
    }
    this.report("malformedProperty", path, `must be an object, not ${shown(value)}`);
    return {};
  }

  /** Ids in a list; undefined where it is not given. */
  asIds(value: unknown, { path, kind }: Place): string[] | undefined {
    if (value === undefined || value === null) return undefined;
    if (value === UNKNOWN) return [this.joined({ path, kind })];
    return this.asList(value, path).flatMap(
      (item, index) => this.asId(item, { path: `${path}[${String(index)}]`, kind }) ?? [],
    );
  }

  /** An id. One that is not known yet is looked for among the references, then among the dependencies. */
  asId(value: unknown, place: Place): string | undefined {
    if (value === UNKNOWN) return this.joined(place);
    return this.asText(value, place.path);
  }

  report(code: FindingCode, property: string, text: string): void {
    this.reading.findings.push({ code, urn: this.urn, property, text: `${property} ${text}` });
  }

  private joined({ path, kind }: Place): string {
    const urn = this.referenceAt(path) ?? this.onlyDependency(path, kind);
    const resource = urn === undefined ? undefined : this.reading.resource(urn);
    const through = resource && this.throughProject(resource, kind);
    if (through !== undefined) return through;
    if (resource) return kind === "Bucket" ? bucketName(resource) : idOf(resource);
    if (urn === undefined) this.report("unknownValue", path, `is not known yet`);
    else this.report("missingReference", path, `is of ${urn}, which is not there`);
    return urn ?? UNKNOWN;
  }

  /** Behind a Project's id may stand a bucket, or what else is in the Project: its own Project is then meant. */
  private throughProject(resource: DescribedResource, kind: string): string | undefined {
    if (kind !== "Project" || kindOf(resource.type) === "Project") return undefined;
    return new Described(resource, this.reading).idAt("projectId", "Project");
  }

  private referenceAt(path: string): string | undefined {
    const references = this.value("references");
    if (typeof references !== "object" || references === null) return undefined;
    const urn = plain((references as Readonly<Record<string, unknown>>)[path]);
    return typeof urn === "string" && urn !== UNKNOWN ? urn : undefined;
  }

  /** The one resource of that kind from which the property comes; undefined where there are none or several. */
  private onlyDependency(path: string, kind: string): string | undefined {
    const [property = ""] = path.split(/[.[]/);
    const dependencies: unknown = this.resource.propertyDependencies?.[property];
    if (!Array.isArray(dependencies)) return undefined;
    const fitting = [...new Set(dependencies as unknown[])].filter((urn): urn is string => {
      const resource = typeof urn === "string" ? this.reading.resource(urn) : undefined;
      return resource !== undefined && kindOf(resource.type) === kind;
    });
    return fitting.length === 1 ? fitting[0] : undefined;
  }
}

interface Place {
  readonly path: string;
  /** The kind of the resource whose id belongs there. */
  readonly kind: string;
}

/** A resource's id, or its URN while it has none. */
export function idOf({ id, urn }: DescribedResource): string {
  return id === undefined || id === "" || id === UNKNOWN ? urn : id;
}

/** A bucket's name, which is its id. */
export function bucketName(resource: DescribedResource): string {
  const name = plain(resource.properties["name"]);
  return typeof name === "string" && name !== UNKNOWN && name !== "" ? name : idOf(resource);
}

/** What is inside of a secret; what cannot be read is not known. */
export function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !(SIGNATURE in value)) return value;
  const { value: inside, plaintext } = value as { value?: unknown; plaintext?: unknown };
  if (inside !== undefined) return plain(inside);
  if (typeof plaintext !== "string") return UNKNOWN;
  try {
    return JSON.parse(plaintext) as unknown;
  } catch {
    return UNKNOWN;
  }
}

export const lastPart = (urn: string): string => urn.split("::").at(-1) ?? urn;

/** A value for a message: never its content, which may be a secret. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
