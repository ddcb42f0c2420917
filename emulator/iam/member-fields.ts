/**
 * What a request may say about a member of the Organization.
 * @module
 */
import { FLAG, object, TEXT } from "../gateway/bodies";
import { invalidArgument } from "../gateway/errors";

const PASSWORD_BYTES = 72;
const DEFAULT_LOCALE = "en_US";
/** It may be empty: the service then makes one up, and sends it to the member. */
export const PASSWORD = { type: "string" };
export const USERNAME = {
  type: "string",
  minLength: 2,
  maxLength: 150,
  pattern: "^[a-zA-Z0-9@._-]+$",
};

/** Members of the body that can be changed later by a PATCH. */
export const PROFILE = {
  email: { type: "string", minLength: 3, maxLength: 255, pattern: "^[^@\\s]+@[^@\\s]+$" },
  first_name: { type: "string", maxLength: 64 },
  last_name: { type: "string", maxLength: 64 },
  phone_number: TEXT,
  locale: TEXT,
};

/** A new member. */
export const MEMBER = object(
  {
    ...PROFILE,
    username: USERNAME,
    password: PASSWORD,
    send_password_email: FLAG,
    send_welcome_email: FLAG,
  },
  ["email", "username"],
);

/** The profile as a body has it. */
export interface ProfileBody {
  email?: string;
  first_name?: string;
  last_name?: string;
  phone_number?: string;
  locale?: string;
}

/** The locale that a member gets: an empty one is the default. */
export function localeFrom(text: string | undefined): string {
  return text === undefined || text === "" ? DEFAULT_LOCALE : text;
}

/**
 * Refuses a password that is too long: it is counted in bytes, not in characters.
 * @throws ApiError 400
 */
export function requirePassword(argument: string, password: string): void {
  if (Buffer.byteLength(password) <= PASSWORD_BYTES) return;
  throw invalidArgument(argument, "constraint", `value must be at most ${PASSWORD_BYTES} bytes`);
}
