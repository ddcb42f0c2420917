/**
 * What a bucket has at most one of and reads, writes and removes as a whole: its lifecycle, its website and the like.
 * @module
 */
import type { Context } from "../core/context";
import { kind, type AnyDefinition, type Definition, type FieldTable } from "../core/definition";
import type { Properties } from "../core/sanitize";
import {
  bucketChildFields,
  bucketOf,
  chooseBucketLocation,
  isBucketKnownAround,
  storageOfChild,
  unlessBucketGone,
  type BucketChildModel,
  type LiveBucketChild,
} from "./bucket-child";
import type { ObjectStorageClient } from "./clients/object-storage";
import { organizationId } from "./cloud";

/** A setting as the service has it, and whose it is. */
export type LiveBucketSetting<Setting> = LiveBucketChild & { readonly setting: Partial<Setting> };

/** One kind of setting. */
export interface BucketSetting<Setting extends object> extends Pick<
  Definition<Setting, LiveBucketSetting<Setting>>,
  "token" | "noun" | "check"
> {
  readonly fields: FieldTable<Setting>;
  /** Outputs beside those of every setting. */
  readonly produced?: readonly string[];
  readonly produce?: (live: LiveBucketSetting<Setting>, context: Context) => Properties;
  /** The setting of a bucket; undefined where it has none. */
  readonly read: (
    storage: ObjectStorageClient,
    bucket: string,
  ) => Promise<Partial<Setting> | undefined>;
  /** The setting as the service takes it: what cannot go together does not, and what must, does. Default: as it is. */
  readonly settle?: (setting: Partial<Setting>) => Partial<Setting>;
  readonly write: (
    storage: ObjectStorageClient,
    bucket: string,
    setting: Partial<Setting>,
  ) => Promise<void>;
  readonly remove: (storage: ObjectStorageClient, bucket: string) => Promise<void>;
}

/** The definition of a setting: making it is writing it, and what is there already is taken only where it is the same. */
export function bucketSetting<Setting extends object>(own: BucketSetting<Setting>): AnyDefinition {
  const names = Object.keys(own.fields) as (keyof Setting & string)[];
  const observe = async (
    context: Context,
    properties: Properties,
  ): Promise<LiveBucketSetting<Setting> | undefined> => {
    const place = bucketOf(properties);
    const setting = await own.read(storageOfChild(context, place), place.bucket);
    return setting && { ...place, setting };
  };
  const write = async (
    context: Context,
    place: LiveBucketChild,
    wished: Partial<Setting>,
  ): Promise<LiveBucketSetting<Setting>> => {
    const setting = own.settle?.(wished) ?? wished;
    await own.write(storageOfChild(context, place), place.bucket, setting);
    return { ...place, setting };
  };
  const settingIn = (wish: Properties): Partial<Setting> =>
    Object.fromEntries(names.map((name) => [name, wish[name]])) as Partial<Setting>;
  return kind<BucketChildModel & Setting, LiveBucketSetting<Setting>>({
    token: own.token,
    noun: own.noun,
    schema: 1,
    fields: { ...bucketChildFields, ...own.fields } as FieldTable<BucketChildModel & Setting>,
    produced: [...(own.produced ?? []), "organizationId"],
    ...(own.check ? { check: own.check } : {}),
    organization: organizationId,
    choose: async (context, given) =>
      (await chooseBucketLocation(context, given)) as Partial<BucketChildModel & Setting>,
    place: {
      nameOf: (wish) => bucketOf(wish).id,
      find: (context, wish) => unlessBucketGone(observe(context, wish as Properties)),
    },
    isKnownAround: isBucketKnownAround,
    get: (context, _id, state) => unlessBucketGone(observe(context, state)),
    make: (context, wish) => {
      const properties = wish as Properties;
      return write(context, bucketOf(properties), settingIn(properties));
    },
    aspects: [
      {
        fields: names,
        write: (context, live, _wish, changes) =>
          write(context, bucketOf({ ...live }), { ...live.setting, ...changes }),
      },
    ],
    remove: async (context, _id, { state }) => {
      const { bucket } = bucketOf(state);
      await unlessBucketGone(own.remove(storageOfChild(context, state), bucket));
    },
    model: ({ bucket, projectId, region, setting }) =>
      ({ bucket, projectId, region, ...setting }) as Partial<BucketChildModel & Setting>,
    produce: (live, context) => own.produce?.(live, context) ?? {},
  });
}
