/**
 * Tokens of people who are signed in to the console. The token itself is told to nobody but its person.
 * @module
 */
import { collection } from "../collection";
import type { Order } from "../search";
import type { Service } from "../service";

/** What is known of a token, beside its text. */
export interface Jwt {
  /** A UUID: the token's number, not the token. */
  readonly id: string;
  /** The user who had it issued. */
  readonly issuerId: string;
  /** The user whose it is. */
  readonly audienceId: string;
  /** As the service writes it, such as `2026-05-21T14:55:59.968247Z`. */
  readonly createdAt: string;
  /** When it was last changed, in the same form. */
  readonly updatedAt: string;
  /** When it ends by itself, in the same form. */
  readonly expiresAt: string;
  /** The address from which it was made. */
  readonly ip: string;
  /** The browser or program for which it was issued, as that calls itself. */
  readonly userAgent: string;
}

/** Which tokens to list. */
export interface JwtSearch {
  /** The user whose they are. */
  readonly audienceId: string;
  /** True: those whose end has come; false: those that are good. */
  readonly expired?: boolean | undefined;
  /** Default `createdAtAsc`. */
  readonly orderBy?: Order<"createdAt" | "updatedAt"> | undefined;
}

/** Calls on tokens. */
export interface JwtCalls {
  listJwts(search: JwtSearch): Promise<Jwt[]>;
  /** Undefined where there is none with that id. */
  getJwt(id: string): Promise<Jwt | undefined>;
}

/** The calls on tokens. */
export function jwtCalls(service: Service): JwtCalls {
  const jwts = collection<Jwt>(service, {
    path: "/iam/v1alpha1/jwts",
    field: "jwts",
    nouns: ["console token", "console tokens"],
    orderBy: "created_at_asc",
    decode: (object) => ({
      id: object.text("jti"),
      issuerId: object.text("issuer_id"),
      audienceId: object.text("audience_id"),
      createdAt: object.text("created_at"),
      updatedAt: object.text("updated_at"),
      expiresAt: object.text("expires_at"),
      ip: object.optionalText("ip") ?? "",
      userAgent: object.optionalText("user_agent") ?? "",
    }),
    identify: ({ id }) => id,
  });
  return { listJwts: jwts.list, getJwt: jwts.get };
}
