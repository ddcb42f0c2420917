/**
 * Several callers of one Object Storage, and what each is answered.
 * @module
 */
import type { StorageKey } from "../../../emulator/object-storage/dependencies";
import { send, sendSigned, type RawRequest } from "./raw";
import { FIRST_PROJECT, SECRET_KEY, type Storage } from "./support";

/** Users and applications of the tests. */
export const ADA = "aaaaaaaa-0000-4000-8000-00000000000a";
export const BOB = "bbbbbbbb-0000-4000-8000-00000000000b";

/** Adds a key; without more it is that of a user who prefers the first Project. */
export function addKey(
  { world }: Storage,
  accessKey: string,
  options: Partial<StorageKey> = {},
): string {
  world.keys.set(accessKey, {
    accessKey,
    secretKey: SECRET_KEY,
    preferredProjectId: FIRST_PROJECT,
    expired: false,
    isLocked: false,
    isOwner: false,
    bearer: { kind: "user", id: ADA },
    ...options,
  });
  return accessKey;
}

/** Sends as one caller, or as nobody in particular; answers 403 with its code, so that other refusals stand out. */
export async function answerTo(
  storage: Storage,
  accessKey: string | undefined,
  request: RawRequest,
): Promise<string> {
  const { status, code, body } =
    accessKey === undefined
      ? await send(storage, request)
      : await sendSigned(storage, request, { accessKey });
  const text = /<Message>([^<]*)<\/Message>/.exec(body)?.[1];
  return [status, code, text === "Access Denied" ? undefined : text]
    .filter((part) => part !== undefined)
    .join(" ");
}

/** What every refusal says. */
export const DENIED = "403 AccessDenied";
