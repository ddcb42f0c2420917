/**
 * Notices when the process that started this one is gone: what is made after that is recorded by nobody.
 * @module
 */
import { CloudError, type CloudErrorFields } from "./errors";

/** Answers whether whoever records the outcome is still there. */
export type ParentCheck = () => boolean;

/**
 * A check that compares the parent process with the one at the time of this call: an orphan is adopted by another process.
 * @param parentId reads the id of the parent process now
 */
export function createParentCheck(parentId: () => number = () => process.ppid): ParentCheck {
  const original = parentId();
  return () => parentId() === original;
}

/** The check of this process; its parent is the one at the time when this module was loaded. */
export const parentIsAlive: ParentCheck = createParentCheck();

/**
 * Stops before a write whose outcome nobody would record.
 * @throws CloudError of kind `precondition`, code `parent_gone`
 */
export function requireParent(
  isAlive: ParentCheck,
  attempted: Pick<CloudErrorFields, "operation" | "resource">,
): void {
  if (isAlive()) return;
  throw new CloudError({
    ...attempted,
    kind: "precondition",
    code: "parent_gone",
    answer: "the deployment engine that started this process is gone, so nothing more is written",
    hint: "Run the deployment again: it finds what was already made.",
  });
}
