import { rulesOf, scopeTypeOf } from "../grants";
import { POLICY } from "../kinds";
import { resourceRule } from "../rule";

/** The service refuses such a rule, after everything before it has been made. */
export const iamScopeMix = resourceRule({
  id: "iam-scope-mix",
  severity: "high",
  description: "The sets of one rule are all for Projects, or all for the Organization.",
  remediation: "Write two rules: one for the sets of each kind.",
  types: [POLICY],
  subjects: rulesOf,
  check: (rule) => {
    const places = rule.at("permissionSetNames").items();
    const names = places.flatMap((place) => (place.isUnknown ? [] : (place.text() ?? [])));
    const some = (type: string): string | undefined =>
      names.find((name) => scopeTypeOf(name) === type);
    const [project, organization] = [some("projects"), some("organization")];
    if (project !== undefined && organization !== undefined) {
      return `${rule.path} mixes ${project}, which is for Projects, with ${organization}, which is for the Organization: the service refuses that`;
    }
    places.forEach((place) => place.known());
    return undefined;
  },
});
