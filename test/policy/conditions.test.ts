import {
  addressesIn,
  impossibleIn,
  isPrivateAddress,
  namesResource,
} from "../../policy/conditions";

describe("A condition", () => {
  it.each([
    [`request.ip == "1.1.1.1" && request.ip == "2.2.2.2"`, true],
    [`"a" == resource.name && (resource.name == 'b')`, true],
    [`((request.ip == "1.1.1.1") && request.user_agent == "x") && request.ip == "2.2.2.2"`, true],
    [`request.ip == "1.1.1.1" && request.ip == "1.1.1.1"`, false],
    [`request.ip == "1.1.1.1" || request.ip == "2.2.2.2"`, false],
    [`request.ip == "1.1.1.1" && (request.ip == "2.2.2.2" || request.ip == "1.1.1.1")`, false],
    [`request.user_agent == "a && b" && request.ip == "1.1.1.1"`, false],
    [`request.ip != "1.1.1.1" && request.ip == "2.2.2.2"`, false],
    [`!(request.ip == "1.1.1.1" && request.ip == "2.2.2.2")`, false],
    ["", false],
    [`))((`, false],
  ])("%s can never hold: %s", (condition, expected) => {
    expect(impossibleIn(condition) !== undefined).toBe(expected);
  });

  it("is about resources only where it names them outside of texts", () => {
    expect(namesResource(`resource.id == "x"`)).toBe(true);
    expect(namesResource(`request.user_agent == "resource.id"`)).toBe(false);
    expect(namesResource(`request.ip == "\\"" && resource . name == "a"`)).toBe(true);
  });

  it("names addresses where it is about the caller's", () => {
    expect(addressesIn(`request.ip in ["10.0.0.1", '1.1.1.1']`)).toEqual(["10.0.0.1", "1.1.1.1"]);
    expect(addressesIn(`request.user_agent == "10.0.0.1"`)).toEqual([]);
  });
});

describe("An address", () => {
  it.each([
    ["10.1.2.3", true],
    ["10.", true],
    ["172.16.0.0/12", true],
    ["172.32.0.1", false],
    ["192.168.0.1", true],
    ["192.169.0.1", false],
    ["127.0.0.1", true],
    ["169.254.1.1", true],
    ["fd12:3456::1", true],
    ["fe80::1", true],
    ["2001:db8::1", false],
    ["203.0.113.7", false],
    ["", false],
    ["text", false],
  ])("%s is private: %s", (address, expected) => {
    expect(isPrivateAddress(address)).toBe(expected);
  });
});
