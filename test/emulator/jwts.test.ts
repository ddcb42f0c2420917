import { openCloud, type Caller, type OpenCloud } from "./support";

const PATH = "/iam/v1alpha1/jwts";
let open: OpenCloud;
beforeEach(async () => (open = await openCloud()));
afterEach(() => open.cloud.stop());

/** A member, and the member signed in to the console. */
async function signedIn(username: string): Promise<{ id: string; person: Caller }> {
  const { owner, cloud } = open;
  const { id } = await owner.member(username);
  const token = cloud.createConsoleToken(id);
  return { id, person: owner.withoutKey().sending({ "X-Session-Token": token }) };
}

describe("console tokens [SDK]", () => {
  it("show themselves to the person who is signed in, their text once", async () => {
    const { id, person } = await signedIn("ada");
    const made = await person.ok("POST", PATH, { user_id: id, referrer: "https://example.com" });
    expect(made).toEqual({
      jwt: {
        jti: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        issuer_id: id,
        audience_id: id,
        created_at: expect.any(String) as string,
        updated_at: made.jwt.created_at,
        expires_at: expect.any(String) as string,
        ip: "127.0.0.1",
        user_agent: expect.any(String) as string,
      },
      token: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      renew_token: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    const { jwts, total_count } = await person.ok("GET", `${PATH}?audience_id=${id}`);
    expect({ last: jwts.at(-1), total_count }).toEqual({ last: made.jwt, total_count: 2 });
    expect(await person.ok("GET", `${PATH}/${made.jwt.jti}`)).toEqual(made.jwt);
    const newestFirst = await person.ok("GET", `${PATH}?order_by=created_at_desc`);
    expect(newestFirst.jwts.map(({ jti }) => jti)).toEqual(jwts.map(({ jti }) => jti).reverse());
  });

  it("speak for the person until they are deleted", async () => {
    const { id, person } = await signedIn("ada");
    const { jwt, token } = await person.ok("POST", PATH, { user_id: id });
    const other = person.sending({ "X-Session-Token": token });
    expect((await other.call("GET", `/iam/v1alpha1/users/${id}`)).status).toBe(200);
    expect((await person.call("DELETE", `${PATH}/${jwt.jti}`)).status).toBe(204);
    expect(await other.call("GET", PATH)).toMatchObject({
      status: 401,
      body: { method: "jwt", reason: "not_found" },
    });
  });

  it("are over after an hour [assumed]", async () => {
    const { id, person } = await signedIn("ada");
    open.clock.forward(3601);
    expect(await person.call("GET", PATH)).toMatchObject({
      status: 401,
      body: { reason: "expired" },
    });
    const again = person.sending({ "X-Session-Token": open.cloud.createConsoleToken(id) });
    const listed = async (query: string): Promise<number> =>
      (await again.ok("GET", `${PATH}?${query}`)).jwts.length;
    expect([await listed("expired=true"), await listed("expired=false")]).toEqual([1, 1]);
  });

  it("are nobody else's, and go with the person [assumed]", async () => {
    const { id, person } = await signedIn("ada");
    const eve = await signedIn("eve");
    const [jwt] = (await person.ok("GET", PATH)).jwts;
    for (const path of [`${PATH}?audience_id=${id}`, `${PATH}/${jwt!.jti}`]) {
      expect(await eve.person.call("GET", path)).toMatchObject({
        status: 403,
        body: { details: [{ action: "read", resource: "self_jwt" }] },
      });
    }
    await open.owner.call("DELETE", `/iam/v1alpha1/users/${id}`);
    expect((await person.call("GET", PATH)).status).toBe(401);
  });

  it("are out of reach of every API key, the Owner's too, unless the switch says otherwise [reported]", async () => {
    const { owner, cloud } = open;
    const { users } = await owner.list("/iam/v1alpha1/users", "&type=owner");
    const { id } = users[0]!;
    cloud.createConsoleToken(id);
    const path = `${PATH}?audience_id=${id}`;
    expect(await owner.call("GET", path)).toMatchObject({
      status: 403,
      body: { details: [{ action: "read", resource: "self_jwt" }] },
    });
    expect((await owner.call("POST", PATH, { user_id: id })).status).toBe(403);
    cloud.setSwitches({ apiKeysReachTokens: true });
    expect((await owner.ok("GET", path)).total_count).toBe(1);
  });
});
