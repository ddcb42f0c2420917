import { plainText } from "../../../engine/project/yaml-scalar";

// As the official engine, version 3.260, gave them to a program.
describe("a bare word of a configuration file", () => {
  test.each([
    ["0123", "83"],
    ["1.50", "1.5"],
    ["2024-01-02", "2024-01-02 00:00:00 +0000 UTC"],
    ["12345678901234567890", "12345678901234567890"],
    ["1e3", "1000"],
    ["0x1F", "31"],
    [".5", "0.5"],
    ["1_000", "1000"],
    ["yes", "yes"],
    ["null", ""],
    ["~", ""],
  ])("%s is the text %s", (source, text) => {
    expect(plainText(source)).toBe(text);
  });

  test.each([
    ["089", "89"],
    ["-0x10", "-16"],
    ["0b101", "5"],
    ["0o17", "15"],
    ["0", "0"],
    ["True", "true"],
    ["0.00001", "1e-05"],
    ["1e21", "1e+21"],
    ["123456789012345678901234567890", "1.2345678901234568e+29"],
    ["2024-02-31", "2024-02-31"],
    ["1.2.3", "1.2.3"],
    ["fr-par", "fr-par"],
    ["_1", "_1"],
  ])("%s is the text %s as well", (source, text) => {
    expect(plainText(source)).toBe(text);
  });
});
