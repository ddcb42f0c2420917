/**
 * IAM quotas: how many of each kind the Organization may have.
 * @module
 */
import { segment } from "../../../core/http";
import { collection } from "../collection";
import type { Order } from "../search";
import type { Service } from "../service";
import type { WireObject } from "../wire";

/** A limit in one place, or everywhere. */
export interface QuotaLimit {
  /** `global`, a region or a zone. */
  readonly locality: string;
  /** Undefined: as many as anybody likes. */
  readonly limit: number | undefined;
}

/** How many of a kind the Organization may have. */
export interface Quota {
  /** As a refusal names it, such as `UsrProjectsWidth`. */
  readonly name: string;
  /** The same for people. */
  readonly prettyName: string;
  /** What it limits, in the service's words. */
  readonly description: string;
  /** What is counted; empty where it is the things themselves. */
  readonly unit: string;
  /** `global`, `region` or `zone`: for what the limits hold. */
  readonly localityType: string;
  /**
   * The limit where it is one and the same everywhere; undefined: as many as anybody likes, or see `limits`. The vendor's
   * types say so; one that differs by place is not observed.
   */
  readonly limit: number | undefined;
  /** The limit of each place; a single `global` one where it is the same everywhere. */
  readonly limits: readonly QuotaLimit[];
}

/** Which quotas to list. */
export interface QuotaSearch {
  /** Those of these names. */
  readonly names?: readonly string[] | undefined;
  /** Default `nameAsc`. */
  readonly orderBy?: Order<"name"> | undefined;
}

/** Calls on quotas. */
export interface QuotaCalls {
  listQuotas(search?: QuotaSearch): Promise<Quota[]>;
  /** Undefined where there is none of that name. */
  getQuota(name: string): Promise<Quota | undefined>;
}

const PATH = "/iam/v1alpha1/quota";

/** The calls on quotas. */
export function quotaCalls(service: Service): QuotaCalls {
  const quotas = collection<Quota>(service, {
    path: PATH,
    field: "quota",
    nouns: ["quota", "quotas"],
    orderBy: "name_asc",
    renamed: { names: "quotumNames" },
    decode: quotaOf,
    identify: ({ name }) => name,
  });
  return {
    listQuotas: quotas.list,
    getQuota: async (name) => {
      const organization_id = await service.organizationId();
      return quotas.find(name, { path: `${PATH}/${segment(name)}`, query: { organization_id } });
    },
  };
}

function quotaOf(object: WireObject): Quota {
  return {
    name: object.text("name"),
    prettyName: object.optionalText("pretty_name") ?? "",
    description: object.optionalText("description") ?? "",
    unit: object.optionalText("unit") ?? "",
    localityType: object.optionalText("locality_type") ?? "",
    limit: limitOf(object),
    limits: object.has("limits") ? object.objects("limits").map(placeOf) : [],
  };
}

function placeOf(object: WireObject): QuotaLimit {
  const place = object.optionalText("region") ?? object.optionalText("zone");
  return { locality: place ?? "global", limit: limitOf(object) };
}

function limitOf(object: WireObject): number | undefined {
  return object.has("limit") ? object.count("limit") : undefined;
}
