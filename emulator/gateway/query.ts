/**
 * Query parameters, as the gateway reads them: repeated keys are lists, unknown names are ignored, empty is absent.
 * @module
 */
import type { FastifyRequest } from "fastify";
import { parseTimestamp, type Microseconds } from "../timestamps";
import { invalidArgument } from "./errors";

/** Which part of a list is asked for. */
export interface Page {
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const NARROWING_NOTHING = ["organization_id", "order_by", "page", "page_size"];
const MAXIMUM_PAGE_SIZE = 100;
const MAXIMUM_PAGE = 10_000;

/**
 * Refuses what is no UUID.
 * @throws ApiError 400
 */
export function requireUuid(name: string, value: string): string {
  if (!UUID.test(value)) throw invalidArgument(name, "format", "value must be a valid UUID");
  return value.toLowerCase();
}

/** The parameters of one request. */
export class Query {
  private readonly values: Readonly<Record<string, string | string[] | undefined>>;

  /** @throws ApiError 400 for the form `ids[]=`, which the gateway does not know */
  constructor(request: FastifyRequest) {
    this.values = request.query as Record<string, string | string[] | undefined>;
    const bracketed = Object.keys(this.values).find((name) => name.endsWith("[]"));
    if (bracketed !== undefined) {
      throw invalidArgument(bracketed, "format", "repeat the parameter without brackets");
    }
  }

  /** What it may narrow a list by, as text: all but whose, in which order and which page. Empty: by nothing. */
  get narrowing(): string {
    const given = Object.entries(this.values).filter(([name]) => !NARROWING_NOTHING.includes(name));
    return given.length === 0 ? "" : JSON.stringify(given);
  }

  /** The values of a repeatable parameter; undefined when there is none. */
  texts(name: string): readonly string[] | undefined {
    const value = this.values[name] ?? [];
    const present = (Array.isArray(value) ? value : [value]).filter((text) => text !== "");
    return present.length === 0 ? undefined : present;
  }

  text(name: string): string | undefined {
    return this.texts(name)?.[0];
  }

  uuids(name: string): readonly string[] | undefined {
    return this.texts(name)?.map((text) => requireUuid(name, text));
  }

  uuid(name: string): string | undefined {
    return this.uuids(name)?.[0];
  }

  /** @throws ApiError 400 when it is missing or no UUID */
  requiredUuid(name: string): string {
    const value = this.uuid(name);
    if (value === undefined) throw invalidArgument(name, "required", "");
    return value;
  }

  flag(name: string): boolean | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (text !== "true" && text !== "false") {
      throw invalidArgument(name, "format", "value must be true or false");
    }
    return text === "true";
  }

  moment(name: string): Microseconds | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const moment = parseTimestamp(text);
    if (moment !== undefined) return moment;
    throw invalidArgument(name, "format", "value must be a valid timestamp");
  }

  /** One of the words of an enumeration; its `unknown_...` word means that none was given. */
  choice<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
    const text = this.text(name);
    if (text === undefined || text.startsWith("unknown_")) return undefined;
    const word = words.find((candidate) => candidate === text);
    if (!word) throw invalidArgument(name, "format", `value must be one of ${words.join(", ")}`);
    return word;
  }

  /** @param defaultPageSize - 20 for IAM, 100 for Projects */
  page(defaultPageSize: number): Page {
    return {
      page: this.count("page", 1, MAXIMUM_PAGE),
      pageSize: this.count("page_size", defaultPageSize, MAXIMUM_PAGE_SIZE),
    };
  }

  private count(name: string, otherwise: number, maximum: number): number {
    const text = this.text(name);
    if (text === undefined) return otherwise;
    if (!/^[+-]?\d+$/.test(text)) throw invalidArgument(name, "format", "value must be a number");
    const value = Number(text);
    if (value < 1 || value > maximum) {
      throw invalidArgument(name, "constraint", `value must be between 1 and ${maximum}`);
    }
    return value;
  }
}
