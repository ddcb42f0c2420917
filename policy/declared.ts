/**
 * A resource as a program declares it, read once and free of traps.
 * @module
 */
import type { PolicyResourceOptions } from "@pulumi/policy";
import { access } from "./access";
import { isRecord, Place, plain } from "./place";

/** A resource of the program. */
export class Declared {
  /** All that the program gives: at a place in it, what is not known yet says so. */
  readonly properties: Place;

  constructor(
    /** The engine's type token. */
    readonly type: string,
    /** Where it is in the program; unique. */
    readonly urn: string,
    /** Its name in the program. */
    readonly name: string,
    /** The options that it was declared with. */
    readonly options: Partial<PolicyResourceOptions>,
    /** Plain data; unknown parts are the sentinel. */
    readonly content: Readonly<Record<string, unknown>>,
    /** URNs of the resources that each property comes from; only known of whole stacks. */
    readonly dependencies: Readonly<Record<string, readonly string[]>> = {},
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
    readonly propertyDependencies?: Readonly<Record<string, readonly { readonly urn: string }[]>>;
  }): Declared {
    const { type, urn, name, opts, props, propertyDependencies = {} } = resource;
    const content = plain(() => props);
    const dependencies = Object.fromEntries(
      Object.entries(propertyDependencies).map(([key, on]) => [key, on.map((each) => each.urn)]),
    );
    return new Declared(type, urn, name, opts, isRecord(content) ? content : {}, dependencies);
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

  /** The stack, as its URN says. */
  get stackName(): string {
    return this.urn.split(":")[2] ?? "";
  }
}
