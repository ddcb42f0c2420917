import * as kinds from "../../policy/kinds";
import * as scaleway from "../../provider/scaleway";

it("The types that rules are about are those of the classes", () => {
  const known = Object.values(scaleway).flatMap((each) =>
    typeof each === "function" && "__pulumiType" in each ? [each.__pulumiType] : [],
  );
  expect(Object.values(kinds).filter((type) => !known.includes(type))).toEqual([]);
});
