/**
 * The tutorial's steps: what is deployed, and what must then be true over S3.
 * @module
 */
import type { Stack, StackOutputs } from "./stack";
import { refusalOf, Storage, type StorageAccount } from "./storage";

/** What every step can use. */
export interface Tutorial {
  readonly stack: Stack;
  /** The Organization's owner, to look into any Project from outside the stack. */
  readonly owner: StorageAccount;
  /** Prints one proven statement. */
  readonly say: (statement: string) => void;
}

const FIRST_BUCKET = "test-bucket-123";
const SECOND_BUCKET = "bucket-for-second-project";
const THIRD_BUCKET = "bucket-under-all-current-projects";
const FOURTH_BUCKET = "bucket-under-the-organization";
const NOTE = "note.txt";
const TEXT = "moved between Projects?";

/** Fails with both values when the cloud does not do what the tutorial says. */
function expectEqual(what: string, seen: unknown, expected: unknown): void {
  if (JSON.stringify(seen) !== JSON.stringify(expected))
    throw new Error(`${what}: expected ${JSON.stringify(expected)}, saw ${JSON.stringify(seen)}`);
}

/** Deploys and proves every step in order. */
export async function proveTutorial(tutorial: Tutorial): Promise<void> {
  const first = await withoutPolicy(tutorial);
  await withPolicy(tutorial);
  await withSecondProject(tutorial);
  await withSecondRule(tutorial);
  await withPreferredProjectEdited(tutorial, first);
  await withAllCurrentProjects(tutorial);
  await withOrganization(tutorial);
}

async function withoutPolicy({ stack, owner, say }: Tutorial): Promise<StackOutputs> {
  await stack.deploy(1);
  const outputs = await stack.outputs();
  const refusal = await refusalOf(asKey(owner, outputs).buckets());
  expectEqual("ListBuckets without a policy", refusal, "AccessDenied: Permission denied.");
  say(`1. no policy yet: ListBuckets answers "${refusal}"`);
  return outputs;
}

async function withPolicy({ stack, owner, say }: Tutorial): Promise<void> {
  await stack.deploy(2);
  const outputs = await stack.outputs();
  const storage = asKey(owner, outputs);
  expectEqual("ListBuckets with the policy", await storage.buckets(), []);
  say("2. with object-storage-full-access on the default Project: the list comes, and is empty");
  await storage.makeBucket(FIRST_BUCKET);
  await storage.put(FIRST_BUCKET, NOTE, TEXT);
  const seen = await asOwner(owner, outputs.defaultProjectId).buckets();
  expectEqual("buckets of the default Project", seen, [FIRST_BUCKET]);
  say(`2. the plain key made ${FIRST_BUCKET}: it is in the default Project`);
}

async function withSecondProject({ stack, owner, say }: Tutorial): Promise<void> {
  await stack.deploy(3);
  const outputs = await stack.outputs();
  const refusal = await refusalOf(asKeyInSecond(owner, outputs).makeBucket(SECOND_BUCKET));
  expectEqual("CreateBucket in the second Project", refusal, "AccessDenied: Access Denied");
  say(`3. my-second-project exists, no rule names it: KEY@SECOND is refused, "${refusal}"`);
}

async function withSecondRule({ stack, owner, say }: Tutorial): Promise<void> {
  await stack.deploy(4);
  const outputs = await stack.outputs();
  const storage = asKeyInSecond(owner, outputs);
  await storage.makeBucket(SECOND_BUCKET);
  const seen = await asOwner(owner, required(outputs.secondProjectId)).buckets();
  expectEqual("buckets of the second Project", seen, [SECOND_BUCKET]);
  say(`4. with the second rule: KEY@SECOND made ${SECOND_BUCKET}, in the second Project`);

  const plain = asKey(owner, outputs);
  for (const [name, mover] of [
    ["KEY", plain],
    ["KEY@SECOND", storage],
  ] as const) {
    const refusal = await refusalOf(mover.move(FIRST_BUCKET, SECOND_BUCKET, NOTE));
    expectEqual(`moving as ${name}`, refusal, "AccessDenied: Access Denied");
  }
  expectEqual("the object that was not moved", await plain.get(FIRST_BUCKET, NOTE), TEXT);
  say("4. a move between the two Projects' buckets is refused either way, and loses nothing");
}

async function withPreferredProjectEdited(
  { stack, owner, say }: Tutorial,
  first: StackOutputs,
): Promise<void> {
  await stack.deploy(5);
  const outputs = await stack.outputs();
  expectEqual("access key after the edit", outputs.accessKey, first.accessKey);
  expectEqual("secret unchanged after the edit", outputs.secretKey === first.secretKey, true);
  expectEqual("buckets of the plain key", await asKey(owner, outputs).buckets(), [SECOND_BUCKET]);
  say("5. preferred Project edited in place: the plain key lists the second Project, same secret");
}

async function withAllCurrentProjects({ stack, owner, say }: Tutorial): Promise<void> {
  await stack.deploy(6);
  const outputs = await stack.outputs();
  for (const project of [outputs.defaultProjectId, required(outputs.secondProjectId)])
    await asKeyIn(owner, outputs, project).buckets();
  await asKeyInSecond(owner, outputs).makeBucket(THIRD_BUCKET);
  say("6. all current Projects, as a list: the key works in both, by KEY@PROJECT");
}

async function withOrganization({ stack, owner, say }: Tutorial): Promise<void> {
  await stack.deploy(7);
  const outputs = await stack.outputs();
  await asKeyIn(owner, outputs, outputs.defaultProjectId).makeBucket(FOURTH_BUCKET);
  say("7. the whole Organization: current and future Projects");
}

/** Empties both Projects of what the proof put there, so that the stack can go. */
export async function tidy({ stack, owner }: Tutorial): Promise<void> {
  const outputs = await stack.outputs();
  const inDefault = asOwner(owner, outputs.defaultProjectId);
  await inDefault.remove(FIRST_BUCKET, NOTE);
  await inDefault.removeBucket(FIRST_BUCKET);
  await inDefault.removeBucket(FOURTH_BUCKET);
  const inSecond = asOwner(owner, required(outputs.secondProjectId));
  await inSecond.removeBucket(SECOND_BUCKET);
  await inSecond.removeBucket(THIRD_BUCKET);
}

const asKey = (owner: StorageAccount, { accessKey, secretKey }: StackOutputs): Storage =>
  new Storage({ ...owner, accessKey, secretKey });

const asKeyIn = (owner: StorageAccount, outputs: StackOutputs, project: string): Storage =>
  new Storage({
    ...owner,
    accessKey: `${outputs.accessKey}@${project}`,
    secretKey: outputs.secretKey,
  });

const asKeyInSecond = (owner: StorageAccount, outputs: StackOutputs): Storage =>
  new Storage({
    ...owner,
    accessKey: required(outputs.accessKeyInSecondProject),
    secretKey: outputs.secretKey,
  });

const asOwner = (owner: StorageAccount, project: string): Storage =>
  new Storage({ ...owner, accessKey: `${owner.accessKey}@${project}` });

/** An output that the program exports from step 3 on. */
function required(output: string | undefined): string {
  if (output === undefined) throw new Error("The stack has no second Project yet.");
  return output;
}
