/**
 * What is done to a user by a call of its own: another username, another password, a lock.
 * @module
 */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { callerOf, type Subject } from "../gateway/access";
import { body } from "../gateway/bodies";
import type { ApiContext } from "../gateway/context";
import { invalidArgument, preconditionFailed } from "../gateway/errors";
import { requireFreeName } from "../gateway/limits";
import type { Identified } from "../gateway/locate";
import type { User } from "../organization/records";
import { PASSWORD, requirePassword, USERNAME } from "./member-fields";

interface One {
  Params: Identified;
}
interface Rename extends One {
  Body: { username: string };
}
interface NewPassword extends One {
  Body: { password: string };
}

/** What this file needs from the users' own endpoints. */
export interface UserEndpoint {
  /** The path of one user, with its parameter `:id`. */
  readonly path: string;
  readonly locate: (request: FastifyRequest<One>, more?: Subject) => User;
  readonly view: (user: User) => object;
}

/** Adds the calls. None of them is among what a user may do to itself, but for its own password. */
export function userActions(
  server: FastifyInstance,
  context: ApiContext,
  { path, locate, view }: UserEndpoint,
): void {
  const { organization, switches } = context;
  const put = (user: User, changes: Partial<User>): object =>
    view(organization.users.put({ ...user, ...changes, updatedAt: organization.stamps.next() }));

  server.post<Rename>(
    `${path}/update-username`,
    body({ username: USERNAME }, ["username"]),
    (request) => {
      const { username } = request.body;
      const user = locate(request, { isForOthersOnly: true });
      requireFreeName(context, "user", organization.users.by("username", username), user.id);
      return put(user, { username });
    },
  );
  server.post<NewPassword>(
    `${path}/update-password`,
    body({ password: PASSWORD }, ["password"]),
    (request) => {
      const { password } = request.body;
      const user = locate(request);
      if (password === "") throw invalidArgument("password", "required", "");
      requirePassword("password", password);
      const isOwn = callerOf(request).bearer.id === user.id;
      return put(user, { passwordGivenAt: isOwn ? undefined : organization.stamps.next() });
    },
  );
  const setLocked = (request: FastifyRequest<One>, locked: boolean): object => {
    const setsLeftOut = switches().iamUserManagerMayLock ? [] : ["IAMUserManager"];
    const user = locate(request, { isForOthersOnly: true, setsLeftOut });
    if (user.type === "owner") {
      throw preconditionFailed("protected_resource", "the Owner cannot be locked");
    }
    return put(user, { locked });
  };
  server.post<One>(`${path}/lock`, (request) => setLocked(request, true));
  server.post<One>(`${path}/unlock`, (request) => setLocked(request, false));
}
