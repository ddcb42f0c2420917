/**
 * A resource as a program declares it, read once and free of traps.
 * @module
 */
import type { PolicyResourceOptions } from "@pulumi/policy";
import { access } from "./access";
import { isRecord, Place, plain } from "./place";

/** A resource of the program. */
export class Declared {
  readonly properties: Place;

  constructor(
    readonly type: string,
    readonly urn: string,
    readonly name: string,
    readonly options: Partial<PolicyResourceOptions>,
    /** Plain data; unknown parts are the sentinel. */
    readonly content: Readonly<Record<string, unknown>>,
  ) {
    this.properties = new Place(content, "", urn);
  }

  /** Takes what Pulumi gives to a policy. */
  static of(resource: {
    readonly type: string;
    readonly urn: string;
    readonly name: string;
    readonly opts: PolicyResourceOptions;
    readonly props: Record<string, unknown>;
  }): Declared {
    const { type, urn, name, opts, props } = resource;
    const content = plain(() => props);
    return new Declared(type, urn, name, opts, isRecord(content) ? content : {});
  }

  /** One of its properties. */
  at(name: string): Place {
    return this.properties.at(name);
  }

  /** The resource whose id stands at that path, if the program takes it from there. */
  referenceAt(path: string): string | undefined {
    const references = this.content["references"];
    const urn = isRecord(references) ? references[path] : undefined;
    return typeof urn === "string" && urn !== access.UNKNOWN ? urn : undefined;
  }

  /** The id that stands at a place: the known one, or the URN of the resource that will have it. */
  idAt(place: Place): string | undefined {
    if (!place.isGiven) return undefined;
    const reference = place.isUnknown ? this.referenceAt(place.path) : undefined;
    return reference ?? place.text();
  }

  /** The stack, as its URN says. */
  get stackName(): string {
    return this.urn.split(":")[2] ?? "";
  }
}
