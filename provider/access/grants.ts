/**
 * What a principal has been given, by policies of its own and of its groups.
 * @module
 */
import type { Places, PolicySource } from "./places";
import { isForOrganization } from "./rights";
import { UNKNOWN, type PrincipalReference, type Rule } from "./world";

/** One rule that serves a principal. */
export interface Grant {
  readonly source: PolicySource;
  /** The rule's place in the policy, from 0. */
  readonly place: number;
  readonly rule: Rule;
  readonly sets: ReadonlySet<string>;
  /** Absent: the Organization. */
  readonly projects?: ReadonlySet<string> | undefined;
}

/** Every grant of a principal; those that hold always are found without a search. */
export class Grants {
  readonly all: readonly Grant[];
  /** Grants that hold under a condition, or of which something is not known. */
  readonly uncertain: readonly Grant[];
  private readonly everywhere = new Set<string>();
  private readonly byProject = new Map<string, Set<string>>();

  constructor(sources: readonly PolicySource[]) {
    this.all = sources.flatMap((source) =>
      source.policy.rules.map((rule, place) => grantOf(source, rule, place)),
    );
    this.uncertain = this.all.filter(isUncertain);
    for (const grant of this.all) {
      if (isCertain(grant)) this.note(grant);
    }
  }

  /** True where one of the sets is given always: in that Project, or in the Organization where none is asked for. */
  givesAlways(sets: readonly string[], project: string | undefined): boolean {
    const here = project === undefined ? undefined : this.byProject.get(project);
    return sets.some((set) => this.everywhere.has(set) || here?.has(set) === true);
  }

  /** The names of all sets that are given always in a Project, or in the Organization where none is asked for. */
  setsIn(project: string | undefined): ReadonlySet<string> {
    const here = project === undefined ? undefined : this.byProject.get(project);
    return here ? new Set([...this.everywhere, ...here]) : this.everywhere;
  }

  private note({ sets, projects }: Grant): void {
    if (!projects) {
      for (const set of sets) this.everywhere.add(set);
      return;
    }
    for (const project of projects) {
      if (project === UNKNOWN) continue;
      const here = this.byProject.get(project) ?? new Set<string>();
      this.byProject.set(project, here);
      for (const set of sets) here.add(set);
    }
  }
}

/** The grants of principals, each collected when it is first asked about. */
export class GrantBook {
  private readonly known = {
    user: new Map<string, Grants>(),
    application: new Map<string, Grants>(),
  };

  constructor(private readonly places: Places) {}

  of(principal: PrincipalReference): Grants {
    const ofKind = this.known[principal.kind];
    const known = ofKind.get(principal.id);
    if (known) return known;
    const grants = new Grants(this.places.policiesOf(principal));
    ofKind.set(principal.id, grants);
    return grants;
  }
}

function grantOf(source: PolicySource, rule: Rule, place: number): Grant {
  const { permissionSetNames, projectIds } = rule;
  if (!projectIds) return { source, place, rule, sets: new Set(permissionSetNames) };
  // Sets about the Organization's own features mean nothing on Projects.
  const sets = new Set(permissionSetNames.filter((set) => !isForOrganization(set)));
  return { source, place, rule, sets, projects: new Set(projectIds) };
}

/** Something in it holds whatever else is not known. */
function isCertain({ source, rule }: Grant): boolean {
  return !source.isOpen && !rule.condition;
}

function isUncertain(grant: Grant): boolean {
  return !isCertain(grant) || grant.sets.has(UNKNOWN) || grant.projects?.has(UNKNOWN) === true;
}
