/**
 * What people may write for an action or a place, and what they meant where they mistyped it.
 * @module
 */
import * as access from "pulumi-storage-access/access";
import { nearest } from "pulumi-storage-access/tools";
import { s3Operations } from "pulumi-storage-access-catalog";

/** An action, or several that one word stands for. */
export interface Choice {
  /** As it is shown, such as `delete`, `DeleteObject` or `s3:DeleteObject`. */
  readonly name: string;
  readonly actions: readonly string[];
}

/** Whether an action can be done to such a place: in a Project, also what is done to its buckets. */
export function isDoneTo(action: string, kind: access.Place): boolean {
  const place = access.placeOf(action);
  return place === kind || (kind === "project" && place === "bucket");
}

/** Every level, each a choice of its own: what a matrix has as columns. */
export const EVERY_LEVEL: readonly Choice[] = access.ACCESS_LEVELS.map((level) => ({
  name: level,
  actions: access.leveledActions().filter((action) => access.levelOf(action) === level),
}));

/** Words that mean every level. */
const ANY: ReadonlySet<string> = new Set(["any", "*"]);

/**
 * The columns that a word for an action stands for: a level, an operation of the AWS SDK, an action of bucket policies or
 * a right of IAM, letter case apart; or every level.
 * @throws Error that names the nearest word
 */
export function readAction(text: string): readonly Choice[] {
  const found = findAction(text);
  if (found !== undefined) return found;
  const suggestion = nearest(text, knownWords());
  throw new Error(
    `No action is called "${text}". ${suggestion === undefined ? "" : `Did you mean "${suggestion}"? `}` +
      `Levels are ${access.ACCESS_LEVELS.join(", ")}; others are operations of the AWS SDK (DeleteObject), actions of ` +
      "bucket policies (s3:DeleteObject) and rights of IAM (policy:write).",
  );
}

/** As {@link readAction}; undefined for a word that is none of these. */
export function findAction(text: string): readonly Choice[] | undefined {
  const word = text.toLowerCase();
  if (ANY.has(word)) return EVERY_LEVEL;
  const level = EVERY_LEVEL.find(({ name }) => name === word);
  if (level) return [level];
  const action = access.leveledActions().find((known) => known.toLowerCase() === word);
  if (action !== undefined) return [{ name: action, actions: [action] }];
  const named = s3Operations.filter(
    ({ bucketPolicyAction, bucketPolicyActionWithVersionId, iamPermission }) =>
      [bucketPolicyAction, bucketPolicyActionWithVersionId, iamPermission].some(
        (name) => name?.toLowerCase() === word,
      ),
  );
  const operations = named.map(({ operation }) => operation);
  return operations.length === 0 ? undefined : [{ name: text, actions: operations }];
}

function knownWords(): string[] {
  const policyActions = s3Operations.flatMap(({ bucketPolicyAction }) => bucketPolicyAction ?? []);
  return [...access.ACCESS_LEVELS, ...access.leveledActions(), ...policyActions];
}
