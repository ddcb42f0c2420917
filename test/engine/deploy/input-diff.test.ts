import fc from "fast-check";
import { compareInputs } from "../../../engine/deploy/input-diff";

fc.configureGlobal({ seed: 2026 });

test("equal inputs have no differences", () => {
  const inputs = fc.dictionary(fc.string(), fc.jsonValue());
  fc.assert(
    fc.property(inputs, (values) => {
      const copy = JSON.parse(JSON.stringify(values)) as never;
      expect(compareInputs(JSON.parse(JSON.stringify(values)) as never, copy)).toEqual({});
    }),
  );
});

test("differences are named by path, as deep as they are", () => {
  const olds = { gone: 1, kept: "k", settings: { deep: [1, { x: 1 }] } };
  const news = { added: 1, kept: "k", settings: { deep: [1, { x: 2 }, 3] } };
  expect(compareInputs(olds, news)).toEqual({
    gone: { diffKind: "delete", inputDiff: true },
    added: { diffKind: "add", inputDiff: true },
    "settings.deep[1].x": { diffKind: "update", inputDiff: true },
    "settings.deep[2]": { diffKind: "add", inputDiff: true },
  });
});
