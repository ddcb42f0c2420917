/**
 * Turns an AccessDenied into sentences: why, and what would allow the call.
 * @module
 */
import * as access from "pulumi-storage-access/access";
import { signingPartsOf } from "pulumi-storage-access/tools";
import { readSource, type SourceFlags } from "./report/source";
import { plain } from "./report/text";
import { readAction } from "./report/words";

/** The flags of `explain`, as the command line gives them. */
export interface ExplainFlags extends SourceFlags {
  accessKey: string;
  operation: string;
  bucket?: string;
  key?: string;
  json?: boolean;
}

/** A call that is allowed and refused nevertheless. */
const STILL_REFUSED =
  "If it is refused nevertheless: a new grant can take up to five minutes to reach every server, the secret may be another " +
  "key's, and an object may be locked.";
const HEADLINES: Readonly<Record<access.Answer, string>> = {
  allow: "Allowed",
  deny: "Denied",
  undecided: "It depends",
};

/** The text that explains the call. */
export async function explain(flags: ExplainFlags): Promise<string> {
  const { name, world, findings } = await readSource(flags);
  const question = questionOf(world, flags);
  const decision = access.explained(new access.Access(world), question);
  const told = access.sentence(decision);
  if (flags.json) {
    return JSON.stringify(
      { source: name, question, ...decision, sentence: told, findings },
      null,
      2,
    );
  }
  const { asker, action, target } = question;
  const who = asker.kind === "key" ? asker.accessKey : asker.kind;
  const lines = [`${HEADLINES[decision.answer]}: ${who} ${action} ${targetText(target)} (${name})`];
  lines.push(told, ...(decision.answer === "allow" ? [STILL_REFUSED] : []));
  return [...lines.filter(Boolean), ...findings.map((one) => `warning: ${one}`)]
    .map(plain)
    .join("\n");
}

function questionOf(
  world: access.World,
  { accessKey, operation, bucket, key }: ExplainFlags,
): access.Question {
  const [choice, ...others] = readAction(operation);
  const [action = operation, ...more] = choice?.actions ?? [];
  if (others.length + more.length > 0) {
    throw new Error(
      `--operation ${operation} stands for several operations, such as ${action}: name the one that was refused.`,
    );
  }
  const place = access.placeOf(action);
  if (place === "bucket" && bucket === undefined) {
    throw new Error(`${action} is on a bucket: name it with --bucket.`);
  }
  const target = targetOf(world, place, { accessKey, bucket, key });
  return { asker: { kind: "key", accessKey }, action, target, circumstances: { time: new Date() } };
}

/** What the flags say of where the call goes. */
interface CallPlace {
  readonly accessKey: string;
  readonly bucket: string | undefined;
  readonly key: string | undefined;
}

function targetOf(
  world: access.World,
  place: access.Place | undefined,
  { accessKey, bucket = "", key }: CallPlace,
): access.Target {
  if (place === "bucket") return key === undefined ? { bucket } : { bucket, key };
  if (place === "organization") return { organization: true };
  // The call acts in the Project behind `@`, else in the one that the key prefers.
  const { accessKey: plainKey, projectId: project } = signingPartsOf(accessKey);
  const preferred = world.keys.find((known) => known.accessKey === plainKey)?.defaultProjectId;
  return { projectId: project ?? preferred ?? world.organizationId };
}

function targetText(target: access.Target): string {
  if ("bucket" in target) {
    return `on ${target.key === undefined ? target.bucket : `${target.bucket}/${target.key}`}`;
  }
  return "projectId" in target ? `in Project ${target.projectId}` : "in the Organization";
}
