/**
 * What decides an answer, as a short text: where two pairs of asker and bucket have the same one, they have the same answers.
 * @module
 */
import type { Asker } from "./decision";
import { GrantBook, type Grants } from "./grants";
import { Places } from "./places";
import { UNKNOWN, type Bucket, type PrincipalReference, type World } from "./world";

/** Who is in a matrix: a principal, a key in the Project that it prefers, or everybody without a key. */
export type Somebody = Asker;

/** A bucket and everything that decides about it. */
interface BucketPrint {
  /** Equal for buckets that differ by name alone. */
  readonly content: string;
  /** Projects to which it is opened, beside its own. */
  readonly openedTo: readonly string[];
  /** Statements that name a principal, by its id in lowercase. */
  readonly naming: ReadonlyMap<string, string>;
}

/** Numbers for texts, the same number for the same text. Shared where worlds are compared. */
export class Numbers {
  private readonly known = new Map<string, number>();

  of(text: string): number {
    const known = this.known.get(text) ?? this.known.size;
    this.known.set(text, known);
    return known;
  }
}

/** The fingerprints of one world. */
export class Fingerprints {
  private readonly places: Places;
  private readonly grants: GrantBook;
  private readonly rights = new Map<string, Map<string | undefined, number>>();
  private readonly buckets = new Map<string, BucketPrint>();

  constructor(
    world: World,
    private readonly numbers: Numbers,
  ) {
    this.places = new Places(world);
    this.grants = new GrantBook(this.places);
  }

  /** Of everything that decides what somebody may do with a bucket. */
  ofBucket(asker: Somebody, bucket: Bucket): string {
    const { content, openedTo, naming } = this.bucket(bucket);
    const holder = this.holderOf(asker);
    if (!holder) return `${this.whoIs(asker)} ${content}`;
    const named = naming.get(holder.id.toLowerCase()) ?? "";
    const rights = this.projectsOf(asker, [bucket.projectId, ...openedTo]).map(
      (project) =>
        `${project === bucket.projectId ? "" : project}${String(this.rightsIn(holder, project))}`,
    );
    return `${this.whoIs(asker)} ${content} ${named} ${rights.join(" ")}`;
  }

  /** Of everything that decides what somebody may do in a Project, or with the Organization. */
  ofPlace(asker: Somebody, project: string | undefined): string {
    const holder = this.holderOf(asker);
    if (!holder) return this.whoIs(asker);
    const [actsIn = project] = project === undefined ? [] : this.projectsOf(asker, [project]);
    const isThere = project === undefined || this.places.hasProject(project);
    const elsewhere = actsIn === project ? "" : "elsewhere";
    return `${this.whoIs(asker)} ${String(isThere)}${elsewhere} ${String(this.rightsIn(holder, project))}`;
  }

  /** The Projects in which somebody can act so that a bucket may answer; a key acts in one. */
  projectsOf(asker: Somebody, candidates: readonly string[]): readonly string[] {
    if (asker.kind === "anonymous") return [];
    if (asker.kind !== "key") return candidates;
    const key = this.places.keys.get(asker.accessKey);
    return key ? [key.defaultProjectId] : [];
  }

  /** The Projects to which a bucket's policy or list opens it. */
  openedTo(bucket: Bucket): readonly string[] {
    return this.bucket(bucket).openedTo;
  }

  /** The number of a bucket's content: equal for buckets that differ by name alone. */
  contentOf(bucket: Bucket): string {
    return this.bucket(bucket).content;
  }

  private whoIs(asker: Somebody): string {
    if (asker.kind === "anonymous") return "anonymous";
    const key = asker.kind === "key" ? this.places.keys.get(asker.accessKey) : undefined;
    if (asker.kind === "key" && !key) return "no key";
    const { isOwner, isLocked } = this.ownOf(asker) ?? {};
    const flags = `${isOwner ? "owner" : ""}${isLocked ? "locked" : ""}`;
    const isHere = this.ownOf(asker) !== undefined || this.places.isPartial;
    const kind = this.holderOf(asker)?.kind ?? "";
    return `${kind}${flags}${isHere ? "" : "gone"}${key ? `key${key.expiresAt ?? ""}` : ""}`;
  }

  private ownOf(asker: Somebody) {
    const holder = this.holderOf(asker);
    return holder && this.places.principal(holder);
  }

  private holderOf(asker: Somebody): PrincipalReference | undefined {
    if (asker.kind === "anonymous") return undefined;
    return asker.kind === "key" ? this.places.keys.get(asker.accessKey)?.bearer : asker;
  }

  private rightsIn(holder: PrincipalReference, project: string | undefined): number {
    const key = `${holder.kind} ${holder.id}`;
    const known = this.rights.get(key) ?? new Map<string | undefined, number>();
    this.rights.set(key, known);
    const number =
      known.get(project) ?? this.numbers.of(rightsText(this.grants.of(holder), project));
    known.set(project, number);
    return number;
  }

  private bucket(bucket: Bucket): BucketPrint {
    const known = this.buckets.get(bucket.name);
    if (known) return known;
    const policy = bucket.policy && withoutName(bucket.policy, bucket.name);
    const objects = this.places.objectsOf(bucket.name).map(({ key, projectId, grants }) => ({
      ...{ key, projectId, grants },
    }));
    const isThere = this.places.hasProject(bucket.projectId);
    const text = JSON.stringify([bucket.projectId, isThere, policy, bucket.grants ?? [], objects]);
    const print = {
      content: String(this.numbers.of(text)),
      openedTo: openedTo(bucket),
      naming: namingOf(bucket),
    };
    this.buckets.set(bucket.name, print);
    return print;
  }
}

/** Which sets always, and which rules besides, give rights there. */
function rightsText(grants: Grants, project: string | undefined): string {
  const sets = [...grants.setsIn(project)].sort();
  const uncertain = (project === UNKNOWN ? grants.all : grants.uncertain)
    .filter(({ projects }) => {
      if (!projects) return true;
      if (project === undefined) return false;
      return projects.has(project) || projects.has(UNKNOWN) || project === UNKNOWN;
    })
    .map(({ rule, source, projects }) =>
      JSON.stringify([
        ...[rule.permissionSetNames, rule.condition, source.isOpen],
        project !== undefined && projects?.has(project),
      ]),
    );
  return `${sets.join()} ${uncertain.sort().join()}`;
}

/** The text of a policy is about its bucket by name. */
function withoutName(policy: NonNullable<Bucket["policy"]>, name: string) {
  return {
    ...policy,
    statements: policy.statements.map((statement) => ({
      ...statement,
      sid: undefined,
      resources: statement.resources.map((resource) =>
        resource === name || resource.startsWith(`${name}/`)
          ? `/${resource.slice(name.length)}`
          : resource,
      ),
    })),
  };
}

function openedTo({ projectId, policy, grants = [] }: Bucket): string[] {
  const byPolicy = (policy?.statements ?? []).flatMap(({ effect, principals }) =>
    effect === "Allow" ? (principals.projectIds ?? []) : [],
  );
  const byList = grants.flatMap(({ grantee }) =>
    typeof grantee === "string" ? [] : [grantee.projectId],
  );
  const all = new Set([...byPolicy, ...byList]);
  all.delete(projectId);
  all.delete(UNKNOWN);
  return [...all];
}

function namingOf({ policy }: Bucket): Map<string, string> {
  const naming = new Map<string, string>();
  for (const [place, { principals }] of (policy?.statements ?? []).entries()) {
    for (const id of [...(principals.userIds ?? []), ...(principals.applicationIds ?? [])]) {
      const key = id.toLowerCase();
      naming.set(key, `${naming.get(key) ?? ""},${String(place)}`);
    }
  }
  return naming;
}
