/**
 * Reading what a program gives, in the one place where a value that is not known yet is met.
 *
 * Pulumi hands resources to policies behind a proxy that throws at every unknown value, and turns the throw into a line of
 * advice that nobody reads: a rule would check nothing at a first preview. Here the unknown is taken out once, and a rule
 * that needs it says so as a finding of its own.
 * @module
 */
import { access } from "./access";

/** Thrown where a rule cannot tell; becomes a finding that says why. */
export class Undecidable extends Error {
  constructor(
    /** A sentence without its full stop. */
    why: string,
    /** The resource that it is about. */
    readonly urn?: string,
  ) {
    super(why);
  }
}

/** Plain data: every part of the value that is not known yet is {@link access.UNKNOWN}. */
export function plain(read: () => unknown): unknown {
  let value: unknown;
  try {
    value = read();
  } catch {
    return access.UNKNOWN;
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const list = value as readonly unknown[];
    return Array.from({ length: list.length }, (_, index) => plain(() => list[index]));
  }
  const record = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.keys(record).map((key) => [key, plain(() => record[key])]));
}

/** A place in the properties of a resource, and what stands there. */
export class Place {
  constructor(
    private readonly content: unknown,
    /** Such as `rules[0].projectIds`; empty for all properties together. */
    readonly path: string,
    /** The resource that it belongs to. */
    readonly urn: string,
  ) {}

  /** True where the program gives something, be it known yet or not. */
  get isGiven(): boolean {
    return this.content !== undefined && this.content !== null;
  }

  /** True where something is given that is not known yet. */
  get isUnknown(): boolean {
    return this.content === access.UNKNOWN;
  }

  /** A member; nothing where there is none. */
  at(name: string): Place {
    const path = this.path === "" ? name : `${this.path}.${name}`;
    if (this.isUnknown) return new Place(this.content, path, this.urn);
    const members = isRecord(this.content) ? this.content : {};
    return new Place(Object.hasOwn(members, name) ? members[name] : undefined, path, this.urn);
  }

  /** What stands there. @throws Undecidable where it is not known yet */
  known(): unknown {
    if (this.isUnknown) throw new Undecidable(`${this.path} is not known yet`, this.urn);
    return this.content;
  }

  /** A text; undefined for whatever else. @throws Undecidable where it is not known yet */
  text(): string | undefined {
    const value = this.known();
    return typeof value === "string" ? value : undefined;
  }

  /** True only for true. @throws Undecidable where it is not known yet */
  isTrue(): boolean {
    return this.known() === true;
  }

  /** The items of a list; none for whatever else. @throws Undecidable where the list itself is not known yet */
  items(): Place[] {
    const value = this.known();
    if (!Array.isArray(value)) return [];
    return value.map((item, index) => new Place(item, `${this.path}[${String(index)}]`, this.urn));
  }

  /** The members of a record by name; none for whatever else. @throws Undecidable where it is not known yet */
  members(): [string, Place][] {
    const value = this.known();
    return isRecord(value) ? Object.keys(value).map((name) => [name, this.at(name)]) : [];
  }

  /** The texts of a list. @throws Undecidable where the list or one of them is not known yet */
  texts(): string[] {
    return this.items().flatMap((item) => item.text() ?? []);
  }

  /** The same place with something else in it: for what can be written in several ways. */
  with(content: unknown): Place {
    return new Place(content, this.path, this.urn);
  }
}

/** True for an object with members. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
