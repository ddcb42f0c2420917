import {
  DEPLOYMENTS,
  MOMENTS,
  play,
  requestsOf,
  undisturbed,
  VICTIMS,
  type KillCase,
} from "./kill";

/** Every request of every deployment, each moment, each victim. */
async function allCases(deployment: KillCase["deployment"]): Promise<KillCase[]> {
  const count = await requestsOf(deployment);
  const requests = Array.from({ length: count }, (_, index) => index + 1);
  return requests.flatMap((request) =>
    MOMENTS.flatMap((moment) => VICTIMS.map((victim) => ({ deployment, request, moment, victim }))),
  );
}

describe.each(DEPLOYMENTS)("$name of the tutorial", (deployment) => {
  it("survives a kill at any request: the next run ends with no duplicate and no orphan", async () => {
    const expected = await undisturbed(deployment.to);
    const cases = await allCases(deployment);
    const failed: string[] = [];
    let struck = 0;
    for (const each of cases) {
      const outcome = await play(each);
      if (outcome.struck) struck += 1;
      try {
        expect(outcome).toMatchObject({ next: { code: 0 }, quiet: true });
        expect(outcome.left).toEqual(expected);
      } catch (error) {
        const { victim, moment, request } = each;
        failed.push(`${victim} ${moment} request ${String(request)}: ${(error as Error).message}`);
      }
    }
    process.stdout.write(
      `${deployment.name}: ${String(cases.length)} cases, ${String(struck)} killed, ${String(failed.length)} failed\n`,
    );
    expect(failed).toEqual([]);
  }, 3_600_000);
});
