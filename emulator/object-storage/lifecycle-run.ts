/**
 * Lifecycles carried out. As in S3 everything is due at a midnight (UTC), so a look once a day is enough: it happens when
 * a bucket is next used, and leaves what a look at every midnight would have left.
 * @module
 */
import type { Clock } from "../clock";
import { isAbout, midnightOf } from "./lifecycle-due";
import type { LifecycleRule, NoncurrentExpiration, When } from "./lifecycle-rules";
import { isKept } from "./retention";
import type { Bucket, ObjectVersion, StorageState } from "./state";
import { isColder } from "./storage-classes";
import { deleteLatest } from "./versions";

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/** Brings buckets to what their lifecycles demand. */
export class LifecycleRuns {
  /** By bucket: the day of the last look, and which lifecycle it was. */
  private readonly looks = new Map<string, string>();

  constructor(
    private readonly state: StorageState,
    private readonly clock: Clock,
  ) {}

  /** Carries out what has become due since the last look. */
  catchUp(name: string): void {
    const bucket = this.state.buckets.get(name);
    const lifecycle = bucket?.lifecycle;
    if (!lifecycle) return;
    const now = this.clock.now().getTime();
    const look = `${Math.floor(now / DAY_MILLISECONDS)} ${lifecycle.setAtMilliseconds}`;
    if (this.looks.get(name) === look) return;
    this.looks.set(name, look);
    const rules = lifecycle.rules.filter(({ enabled }) => enabled);
    new Run(this.state, bucket, { rules, now, since: lifecycle.setAtMilliseconds }).carryOut();
  }
}

/** One look at one bucket. */
class Run {
  constructor(
    private readonly state: StorageState,
    private readonly bucket: Bucket,
    private readonly order: {
      readonly rules: readonly LifecycleRule[];
      readonly now: number;
      /** When the rules were set: nothing was due before. */
      readonly since: number;
    },
  ) {}

  carryOut(): void {
    const { state, bucket, order } = this;
    const { keys } = state.versionsIn(bucket.name);
    // Looked up anew each time: keys go meanwhile.
    for (let { key } = keys.atOrAfter(""); key !== undefined; { key } = keys.after(key)) {
      this.settle(key);
    }
    for (const upload of [...state.uploadsIn(bucket.name).all()]) {
      const isOver = order.rules.some(
        ({ filter, abortUploadsAfterDays: days }) =>
          upload.key.startsWith(filter.prefix ?? "") &&
          this.isDue({ days }, upload.initiatedAtMilliseconds),
      );
      if (isOver) state.removeUpload(upload);
    }
  }

  private settle(key: string): void {
    this.settleCurrent(key);
    const versions = this.versions(key);
    versions.forEach((version, index) => {
      const successor = versions[index - 1];
      if (successor) this.settleNoncurrent(version, successor, index - 1);
    });
    const [marker, ...others] = this.versions(key);
    if (marker?.isDeleteMarker && others.length === 0) this.settleLastMarker(marker);
  }

  private versions(key: string): readonly ObjectVersion[] {
    return this.state.versionsOf(this.bucket.name, key);
  }

  /** Expiring goes before moving to another storage class. */
  private settleCurrent(key: string): void {
    const [current] = this.versions(key);
    if (!current || current.isDeleteMarker) return;
    const { modifiedAtMilliseconds: since } = current;
    const rules = this.rulesFor(current);
    const expiries = rules.flatMap(({ expiration }) => this.dueAt(expiration, since) ?? []);
    const expiry = Math.min(...expiries);
    if (expiry <= this.order.now) {
      deleteLatest(this.state, { bucket: this.bucket, key }, new Date(expiry));
      return;
    }
    const due = rules
      .flatMap(({ transitions }) => transitions)
      .filter((to) => this.isDue(to, since));
    this.move(current, due);
  }

  /** @param rank - 0: the newest of those that are no longer current */
  private settleNoncurrent(version: ObjectVersion, successor: ObjectVersion, rank: number): void {
    const isDue = ({ days, newerVersions = 0 }: NoncurrentExpiration): boolean =>
      rank >= newerVersions && this.isDue({ days }, successor.modifiedAtMilliseconds);
    const rules = this.rulesFor(version);
    const isOver = rules.some(({ noncurrentExpiration: expiry }) => expiry && isDue(expiry));
    // What object lock keeps is looked at again the day after.
    if (isOver && !isKept(version, new Date(this.order.now))) {
      this.state.removeVersion(version);
      return;
    }
    const transitions = rules.flatMap(({ noncurrentTransitions }) => noncurrentTransitions);
    this.move(version, transitions.filter(isDue));
  }

  /** A delete marker without any version behind it hides nothing any more. */
  private settleLastMarker(marker: ObjectVersion): void {
    const isOver = this.rulesFor(marker).some(
      ({ expiration }) =>
        expiration?.expiredObjectDeleteMarker === true ||
        this.isDue(expiration, marker.modifiedAtMilliseconds),
    );
    if (isOver) this.state.removeVersion(marker);
  }

  private move(version: ObjectVersion, due: readonly { readonly storageClass: string }[]): void {
    if (version.isDeleteMarker) return;
    const storageClass = due.reduce(
      (coldest, to) => (isColder(to.storageClass, coldest) ? to.storageClass : coldest),
      version.storageClass,
    );
    if (storageClass !== version.storageClass)
      this.state.replaceVersion({ ...version, storageClass });
  }

  private rulesFor(version: ObjectVersion): LifecycleRule[] {
    return this.order.rules.filter(({ filter }) => isAbout(filter, version));
  }

  private isDue(when: When | undefined, beginning: number): boolean {
    return (this.dueAt(when, beginning) ?? Infinity) <= this.order.now;
  }

  /** Undefined where the action is none. */
  private dueAt(when: When | undefined, beginning: number): number | undefined {
    const midnight = midnightOf(when, beginning);
    return midnight === undefined ? undefined : Math.max(midnight, this.order.since);
  }
}
