/**
 * Rules of IAM policies: listed by policy, replaced all at once.
 * @module
 */
import type { FastifyInstance } from "fastify";
import { authorize } from "../gateway/access";
import { body, UUID } from "../gateway/bodies";
import type { ApiContext } from "../gateway/context";
import { notFound } from "../gateway/errors";
import { IAM_PAGE_SIZE, list } from "../gateway/lists";
import { Query } from "../gateway/query";
import type { Policy } from "../organization/records";
import { grantsOf, RULES, rulesFrom, ruleView, type RuleSpec } from "./rule-specs";

const PATH = "/iam/v1alpha1/rules";
/** Rules stand in the order in which they were set. */
const LISTING = { orders: {}, defaultOrder: "as_set", defaultPageSize: IAM_PAGE_SIZE };

interface Replace {
  Body: { policy_id: string; rules?: RuleSpec[] };
}

/** Adds `/iam/v1alpha1/rules`. */
export function rules(server: FastifyInstance, context: ApiContext): void {
  const { organization } = context;
  const find = (id: string): Policy => {
    const policy = organization.policies.find(id);
    if (!policy) throw notFound("policy", id);
    return policy;
  };
  const subject = (id: string): { object: { id: string; name: string | undefined } } => ({
    object: { id, name: organization.policies.find(id)?.name },
  });

  server.get(PATH, (request) => {
    const query = new Query(request);
    const id = query.requiredUuid("policy_id");
    authorize(request, context, subject(id));
    const { items, totalCount } = list(query, find(id).rules, LISTING);
    return { rules: items.map((rule) => ruleView(rule, organization)), total_count: totalCount };
  });

  server.put<Replace>(PATH, body({ policy_id: UUID, rules: RULES }, ["policy_id"]), (request) => {
    const id = request.body.policy_id.toLowerCase();
    authorize(request, context, subject(id));
    const policy = find(id);
    const replaced = rulesFrom(request.body.rules ?? [], context);
    const now = organization.stamps.next();
    const grants = grantsOf(replaced);
    organization.policies.put({ ...policy, rules: replaced, grants, updatedAt: now });
    return { rules: replaced.map((rule) => ruleView(rule, organization)) };
  });
}
