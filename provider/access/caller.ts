/**
 * Who asks: the bearer of a live key, in the one Project in which its calls act.
 * @module
 */
import type { Asker, Reason } from "./decision";
import type { Inquiry } from "./inquiry";
import { BARE, both, proof, type Proof } from "./proof";
import { UNKNOWN, type Key, type PrincipalReference } from "./world";

/** Somebody with rights. */
export interface Caller extends PrincipalReference {
  readonly isOwner: boolean;
  readonly isLocked: boolean;
  /** The Project in which Object Storage calls act. */
  readonly projectId: string;
  readonly key?: Key | undefined;
}

/** Who asks, and whether that can be told from somebody without a key. */
export interface Identified {
  /** No: it is refused, whatever it asks for. */
  readonly isGood: Proof;
  /** Absent: nobody in particular. */
  readonly caller?: Caller | undefined;
}

/**
 * Finds out who asks.
 * @param home - the Project of what is asked for, in which principals act unless told otherwise
 */
export function identify(asker: Asker, home: string, inquiry: Inquiry): Identified {
  if (asker.kind === "anonymous") return { isGood: BARE.yes };
  if (asker.kind !== "key") {
    return bearer(asker, { projectId: inquiry.given.actsIn ?? home }, inquiry);
  }
  const { key, project } = keyOf(asker.accessKey, inquiry);
  if (!key) return { isGood: unknownKey(asker.accessKey, inquiry) };
  const projectId = project ?? inquiry.given.actsIn ?? key.defaultProjectId;
  const alive = isAlive(key, inquiry);
  if (alive.truth === "no") return { isGood: alive };
  const found = bearer(key.bearer, { projectId, key }, inquiry);
  return { ...found, isGood: both(alive, () => found.isGood) };
}

function bearer(
  { kind, id }: PrincipalReference,
  { projectId, key }: { readonly projectId: string; readonly key?: Key },
  inquiry: Inquiry,
): Identified {
  const { places, explains } = inquiry;
  const principal = places.principal({ kind, id });
  const caller: Caller = {
    kind,
    id,
    projectId,
    key,
    isOwner: principal?.isOwner ?? false,
    isLocked: principal?.isLocked ?? false,
  };
  if (id === UNKNOWN) {
    const text = `${kind}Id of the key ${key?.accessKey ?? ""} is not known yet`;
    return {
      isGood: proof(explains, "open", () => ({ reasons: [{ code: "unknownValue", text }] })),
    };
  }
  if (principal || places.isPartial) return { caller, isGood: BARE.yes };
  const text = `there is no ${kind} ${id}: nothing is left of its rights`;
  return {
    isGood: proof(explains, "no", () => ({ reasons: [{ code: "unknownPrincipal", text }] })),
  };
}

/** The key, and the Project behind `@`. Ids that are not known yet may have an `@` of their own. */
function keyOf(
  accessKey: string,
  { places }: Inquiry,
): { key?: Key | undefined; project?: string } {
  const whole = places.keys.get(accessKey);
  if (whole) return { key: whole };
  const at = accessKey.lastIndexOf("@");
  if (at < 0) return {};
  return { key: places.keys.get(accessKey.slice(0, at)), project: accessKey.slice(at + 1) };
}

function unknownKey(accessKey: string, { places, explains }: Inquiry): Proof {
  return proof(explains, places.isPartial ? "open" : "no", () => ({
    reasons: [
      {
        code: "unknownKey",
        text: places.isPartial
          ? `the key ${accessKey} is not among those that are known here: whose it is cannot be told`
          : `there is no key ${accessKey}`,
      },
    ],
  }));
}

/** A key is good before the moment at which it expires. */
function isAlive(key: Key, { given, explains }: Inquiry): Proof {
  const { expiresAt, accessKey } = key;
  if (expiresAt === undefined) return BARE.yes;
  const say = (code: Reason["code"], text: string) => () => ({ reasons: [{ code, text }] });
  const end = expiresAt === UNKNOWN ? undefined : momentOf(expiresAt);
  if (end === undefined) {
    const text = `expiresAt of the key ${accessKey} is not known yet`;
    return proof(explains, "open", say("unknownValue", text));
  }
  if (given.time === undefined) {
    const text = `only before ${expiresAt}, when the key ${accessKey} expires`;
    return proof(explains, "open", say("expiredKey", text));
  }
  if (given.time.getTime() < end) return BARE.yes;
  return proof(explains, "no", () => ({
    reasons: [{ code: "expiredKey", text: `the key ${accessKey} expired at ${expiresAt}` }],
    remedies: [{ text: `make a new key for ${key.bearer.kind} ${key.bearer.id}` }],
  }));
}

/** Milliseconds; a moment between two of them is the later one. */
function momentOf(text: string): number | undefined {
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) return undefined;
  const [, finer = ""] = /\.\d{3}(\d+)/.exec(text) ?? [];
  return /[1-9]/.test(finer) ? milliseconds + 1 : milliseconds;
}
