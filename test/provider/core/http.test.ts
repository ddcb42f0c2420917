import { CloudError } from "../../../provider/core/errors";
import {
  createHttp,
  type Http,
  type HttpOptions,
  type HttpRequest,
} from "../../../provider/core/http";
import { parseRetryAfter } from "../../../provider/core/wire-errors";
import { testContext, type TestContext } from "../../support/context";
import {
  startJsonServer,
  type Answer,
  type JsonServer,
  type Received,
} from "../../support/json-server";

const TOKEN = "11111111-2222-4333-8444-canary000000";
const read: HttpRequest = {
  method: "GET",
  path: "/things/1",
  operation: "read thing",
  resource: "1",
};
const make: HttpRequest = {
  method: "POST",
  path: "/things",
  body: { name: "a" },
  operation: "create thing",
  resource: "a",
};

let server: JsonServer;
let context: TestContext;
afterEach(() => server.stop());

/** A client of a server that gives these answers in turn, the last one for ever. */
async function clientOf(
  answers: readonly (Answer | ((request: Received) => Answer))[],
  changes: Partial<HttpOptions> = {},
): Promise<Http> {
  server = await startJsonServer((request, number) => {
    const answer = answers[Math.min(number, answers.length) - 1]!;
    return typeof answer === "function" ? answer(request) : answer;
  });
  context = testContext();
  return createHttp({
    ...context,
    baseUrl: server.url,
    headers: () => ({ "X-Auth-Token": TOKEN }),
    ...changes,
  });
}

async function errorOf(outcome: Promise<unknown>): Promise<CloudError> {
  const thrown = await outcome.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(CloudError);
  return thrown as CloudError;
}

describe("a request", () => {
  it("carries the token, the agent's name and version, and JSON", async () => {
    const http = await clientOf([{ status: 200, json: { id: "1" } }]);
    await expect(http.request(make)).resolves.toEqual({ id: "1" });
    expect(server.received[0]).toMatchObject({
      method: "POST",
      path: "/things",
      body: '{"name":"a"}',
      headers: {
        "x-auth-token": TOKEN,
        "content-type": "application/json",
        "user-agent": expect.stringMatching(/^pulumi-storage-access\/\d+\.\d+\.\d+$/) as string,
      },
    });
  });

  it("repeats the name for a list in the query, and leaves out what is undefined", async () => {
    const http = await clientOf([{ status: 200, json: {} }]);
    await http.request({
      ...read,
      query: { ids: ["a", "b"], page: 2, deep: true, none: undefined },
    });
    expect(server.received[0]?.query.toString()).toBe("ids=a&ids=b&page=2&deep=true");
  });

  it("answers undefined where there is nothing to answer", async () => {
    const http = await clientOf([{ status: 204 }]);
    await expect(http.request({ ...read, method: "DELETE" })).resolves.toBeUndefined();
  });

  it("does not follow a redirect, which would take the token elsewhere", async () => {
    const elsewhere = await startJsonServer(() => ({ status: 200, json: {} }));
    try {
      const http = await clientOf([{ status: 307, headers: { Location: `${elsewhere.url}/x` } }]);
      await expect(http.request(read)).rejects.toMatchObject({ kind: "protocol", status: 307 });
      expect(elsewhere.received).toHaveLength(0);
    } finally {
      await elsewhere.stop();
    }
  });
});

describe("an answer that is no success", () => {
  it.each([
    [400, "invalid"],
    [401, "denied"],
    [403, "denied"],
    [405, "invalid"],
    [409, "conflict"],
    [412, "precondition"],
    [423, "precondition"],
    [429, "rateLimited"],
    [500, "unavailable"],
    [503, "unavailable"],
  ] as const)("of status %d has the kind %s", async (status, kind) => {
    const http = await clientOf([
      { status, json: { message: "no" }, headers: { "X-Request-Id": "r-9" } },
    ]);
    await expect(http.request(read)).rejects.toMatchObject({ kind, status, requestId: "r-9" });
  });

  it("says what was tried, on what, and what was answered", async () => {
    const http = await clientOf([{ status: 400, json: { message: "bad name" } }]);
    const error = await errorOf(http.request(make));
    expect(error.message).toBe(
      'Could not create thing "a": the service answered 400: {"message":"bad name"}.',
    );
  });

  it("shows no piece of what was sent where a proxy echoes it, wherever the line is cut", async () => {
    const token = "70ce0000-0000-4000-8000-0000000000f1";
    const offsets = Array.from({ length: token.length }, (_, at) => 300 - token.length + at);
    const echoes = offsets.map((before) => `${"_".repeat(before)}"x-auth-token", ["${token}"]`);
    const headers = () => ({ "X-Auth-Token": token });
    const http = await clientOf(
      echoes.map((text) => ({ status: 418, text })),
      { headers },
    );
    for (const text of echoes) {
      expect(text).toContain(token);
      const { message } = await errorOf(http.request(make));
      expect(message).not.toContain(token.slice(0, 4));
      expect(message).not.toContain(token.slice(-4));
    }
  });

  it("is not believed to mean `not found` unless the service says so itself", async () => {
    const http = await clientOf([{ status: 404, text: "<html>nginx</html>" }]);
    const error = await errorOf(http.request(read));
    expect(error).toMatchObject({ kind: "protocol", status: 404 });
    expect(error.message).toContain("with a page instead of JSON");
    expect(error.message).not.toContain("nginx");
  });

  it("means what the cloud's own interpreter says", async () => {
    const http = await clientOf([{ status: 404, json: { type: "not_found" } }], {
      interpretError: (status, body) => ({
        code: (body as { type: string }).type,
        answer: `it said ${String(status)}`,
      }),
    });
    await expect(http.request(read)).rejects.toMatchObject({ kind: "notFound", code: "not_found" });
  });
});

describe("an answer that cannot be read", () => {
  it.each<[string, Answer]>([
    ["a page", { status: 200, text: "<html></html>" }],
    ["half of a JSON text", { status: 200, text: '{"id": "1' }],
    ["an empty body", { status: 200, text: "" }],
  ])("is an error of kind protocol: %s", async (_name, answer) => {
    const http = await clientOf([answer]);
    await expect(http.request(make)).rejects.toMatchObject({ kind: "protocol", code: "truncated" });
    expect(server.received).toHaveLength(1);
  });

  it("is one of kind protocol, too, when the connection is cut in the middle of the body", async () => {
    const cut: Answer = {
      raw: (response) => {
        response.writeHead(200, { "Content-Length": "100" });
        response.write('{"id":', () => response.destroy());
      },
    };
    const http = await clientOf([cut]);
    await expect(http.request(make)).rejects.toMatchObject({ kind: "protocol", code: "truncated" });
  });

  it("is asked for again where that is harmless", async () => {
    const http = await clientOf([
      { status: 200, text: '{"id"' },
      { status: 200, json: { id: "1" } },
    ]);
    await expect(http.request(read)).resolves.toEqual({ id: "1" });
  });
});

describe("trying again", () => {
  const passing: [string, Answer][] = [
    ["a cut connection", "drop"],
    ["429 with an empty body", { status: 429, headers: { "X-Envoy-Ratelimited": "true" } }],
    ["500", { status: 500, json: { message: "Internal error" } }],
    ["502 with a page", { status: 502, text: "<html>bad gateway</html>" }],
  ];

  it.each(passing)("a read succeeds after %s", async (_name, answer) => {
    const http = await clientOf([answer, answer, { status: 200, json: { id: "1" } }]);
    await expect(http.request(read)).resolves.toEqual({ id: "1" });
    expect(server.received).toHaveLength(3);
  });

  it.each(["PUT", "DELETE", "PATCH"] as const)("%s is repeated", async (method) => {
    const http = await clientOf(["drop", { status: 200, json: {} }]);
    await http.request({ ...read, method });
    expect(server.received).toHaveLength(2);
  });

  it.each<[string, Answer]>([
    ["a cut connection", "drop"],
    ["500", { status: 500, json: {} }],
    ["503", { status: 503, text: "" }],
  ])("a POST is not repeated after %s, which may hide a success", async (_name, answer) => {
    const http = await clientOf([answer]);
    await errorOf(http.request(make));
    expect(server.received).toHaveLength(1);
  });

  it("a POST is repeated after 429, which did nothing", async () => {
    const http = await clientOf([{ status: 429 }, { status: 200, json: { id: "1" } }]);
    await expect(http.request(make)).resolves.toEqual({ id: "1" });
  });

  it("waits as long as Retry-After asks, in seconds or as a date", async () => {
    const http = await clientOf([
      { status: 429, headers: { "Retry-After": "42" } },
      { status: 200, json: {} },
    ]);
    await http.request(read);
    expect(context.clock.sleeps).toEqual([42_000]);
    expect(context.lines[0]).toContain('waiting for read thing "1"');
    const now = new Date("2027-01-01T00:00:00Z");
    expect(parseRetryAfter("Fri, 01 Jan 2027 00:01:30 GMT", now)).toBe(90);
    expect(parseRetryAfter("Thu, 31 Dec 2026 00:00:00 GMT", now)).toBe(0);
    expect(parseRetryAfter("soon", now)).toBeUndefined();
    expect(parseRetryAfter(undefined, now)).toBeUndefined();
  });

  it("ends at the deadline", async () => {
    const http = await clientOf([{ status: 429, headers: { "Retry-After": "3600" } }]);
    const error = await errorOf(http.request(read));
    expect(error).toMatchObject({ kind: "rateLimited" });
    expect(error.hint).toContain("after the deadline");
    context.clock.advance(301_000);
    await expect(http.request(read)).rejects.toMatchObject({ code: "deadline" });
    expect(server.received).toHaveLength(1);
  });
});

describe("no answer", () => {
  it("names the address and the reason when nothing listens there", async () => {
    const http = await clientOf([{ status: 200, json: {} }]);
    await server.stop();
    const error = await errorOf(http.request(make));
    expect(error).toMatchObject({ kind: "network", code: "ECONNREFUSED" });
    expect(error.message).toContain(`no answer from ${server.url}: nothing accepts connections`);
  });

  it("is an error of kind network when it takes too long", async () => {
    const http = await clientOf([{ raw: () => undefined }], { timeoutMilliseconds: 30 });
    const error = await errorOf(http.request(make));
    expect(error).toMatchObject({ kind: "network" });
    expect(error.message).toContain("no answer came in time");
  });

  it("is an error of code canceled when the deployment is canceled, and is not repeated", async () => {
    const controller = new AbortController();
    const cancel: Answer = { raw: () => controller.abort() };
    const http = await clientOf([cancel], { signal: controller.signal });
    await expect(http.request(read)).rejects.toMatchObject({ code: "canceled" });
    expect(server.received).toHaveLength(1);
  });
});

describe("secrets", () => {
  it("never leave in an error, although the request carried them", async () => {
    const echo = (request: Received): Answer => ({
      status: 400,
      json: { message: `you sent X-Auth-Token: ${String(request.headers["x-auth-token"])}` },
    });
    const http = await clientOf([echo]);
    const error = await errorOf(http.request(make));
    expect(`${error.message}${JSON.stringify(error)}${String(error.stack)}`).not.toContain(TOKEN);
    expect(Object.keys(error)).not.toContain("config");
  });
});

describe("the parent process", () => {
  it("stops the next write once it is gone; reads go on", async () => {
    let alive = true;
    const http = await clientOf([{ status: 200, json: {} }], { parentIsAlive: () => alive });
    await http.request(make);
    alive = false;
    await http.request(read);
    for (const method of ["POST", "PUT", "PATCH", "DELETE"] as const) {
      await expect(http.request({ ...make, method })).rejects.toMatchObject({
        kind: "precondition",
        code: "parent_gone",
      });
    }
    expect(server.received).toHaveLength(2);
  });

  it("stops a repetition as well", async () => {
    let alive = true;
    const dying: Answer = {
      raw: (response) => {
        alive = false;
        response.writeHead(500).end();
      },
    };
    const http = await clientOf([dying], { parentIsAlive: () => alive });
    await expect(http.request({ ...read, method: "PUT" })).rejects.toMatchObject({
      code: "parent_gone",
    });
    expect(server.received).toHaveLength(1);
  });
});
