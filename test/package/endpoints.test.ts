import { readFileSync } from "node:fs";
import { measureEndpoints, type Endpoint } from "../support/endpoints";
import { endpointsPage, PAGE, reasonFor, withoutPadding } from "../support/endpoints-page";

jest.setTimeout(120_000);

let endpoints: Endpoint[];
beforeAll(async () => (endpoints = await measureEndpoints()));

describe("the endpoints of the vendor", () => {
  it("are each reached by a resource or a lookup, or there is a reason why not", () => {
    const unexplained = endpoints
      .filter((endpoint) => endpoint.reachedBy.length === 0 && reasonFor(endpoint) === undefined)
      .map(({ operation }) => operation);
    expect(unexplained).toEqual([]);
  });

  it("that the tutorial and the guide name are reached", () => {
    const reached = endpoints.filter(({ reachedBy }) => reachedBy.length > 0);
    const operations = reached.map(({ operation }) => operation);
    for (const kind of ["applications", "groups", "policies", "api-keys", "ssh-keys", "users"]) {
      const path = `/iam/v1alpha1/${kind}`;
      expect(operations).toEqual(
        expect.arrayContaining([
          `GET ${path}`,
          `POST ${path}`,
          `PATCH ${path}/{id}`,
          `DELETE ${path}/{id}`,
        ]),
      );
      expect(operations).toContain(`GET ${path}/{id}`);
    }
    expect(operations).toEqual(
      expect.arrayContaining([
        "PUT /iam/v1alpha1/rules",
        "GET /iam/v1alpha1/rules",
        "PUT /iam/v1alpha1/groups/{id}/members",
        "POST /iam/v1alpha1/groups/{id}/remove-member",
        "GET /iam/v1alpha1/permission-sets",
        "GET /iam/v1alpha1/quota/{id}",
        "GET /iam/v1alpha1/jwts",
      ]),
    );
  });

  it("are on the page docs/endpoints.md as they are: `npm run docs:endpoints` writes it anew", () => {
    const written = withoutPadding(readFileSync(PAGE, "utf8"));
    expect(written).toBe(withoutPadding(endpointsPage(endpoints)));
  });
});
