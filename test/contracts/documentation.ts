import { expect } from "chai";
import { describe, it } from "mocha";
import { z } from "zod";
import { compileWithSolc } from "#test/contracts/support/solcBuild.ts";

/** What players, auditors and integrators read: every one of them is documented in full. */
const INTERFACES = [
  { file: "contracts/interfaces/IVault.sol", contract: "IVault" },
  { file: "contracts/interfaces/IFairnessRegistry.sol", contract: "IFairnessRegistry" },
] as const;

type Parameter = { name: string; type: string; components?: readonly Parameter[] | undefined };
const Parameter: z.ZodType<Parameter> = z.object({
  name: z.string(),
  type: z.string(),
  components: z.array(z.lazy(() => Parameter)).optional(),
});

const Item = z.object({
  type: z.string(),
  name: z.string(),
  inputs: z.array(Parameter),
  outputs: z.array(Parameter).default([]),
});
type Item = z.output<typeof Item>;

const Notice = z.object({ notice: z.string().optional() });
const Details = z.object({
  params: z.record(z.string(), z.string()).default({}),
  returns: z.record(z.string(), z.string()).default({}),
});
/** Errors may be documented more than once, so they come as lists. */
const byKind = <Shape extends z.ZodType>(shape: Shape) => ({
  methods: z.record(z.string(), shape).default({}),
  events: z.record(z.string(), shape).default({}),
  errors: z.record(z.string(), z.array(shape)).default({}),
});
const Documented = z.object({
  abi: z.array(Item),
  userdoc: z.object(byKind(Notice)),
  devdoc: z.object({ ...byKind(Details), stateVariables: z.record(z.string(), z.unknown()).optional() }),
});
type Documented = z.output<typeof Documented>;

describe("documentation", () => {
  for (const { file, contract } of INTERFACES) {
    it(`behavior: ${contract} says of every function, event and error what it and its values are`, () => {
      const outputs = ["abi", "userdoc", "devdoc"];
      const documented = compileWithSolc({ file, contract, outputs, shape: Documented });
      expect(documented.abi.length).to.be.above(0);
      expect(documented.abi.flatMap((item) => gapsOf(item, documented))).to.deep.equal([]);
    });
  }
});

/** What is not documented of one function, event or error. */
function gapsOf(item: Item, { userdoc, devdoc }: Documented): string[] {
  const signature = `${item.name}(${item.inputs.map(typeOf).join(",")})`;
  const notices = { function: userdoc.methods, event: userdoc.events, error: firsts(userdoc.errors) };
  const details = { function: devdoc.methods, event: devdoc.events, error: firsts(devdoc.errors) };
  const kind = z.enum(["function", "event", "error"]).parse(item.type);
  const { params = {}, returns = {} } = details[kind][signature] ?? {};
  return [
    ...(notices[kind][signature]?.notice ? [] : ["@notice"]),
    ...item.inputs.filter(({ name }) => !params[name]).map(({ name }) => `@param ${name}`),
    ...item.outputs
      .filter(({ name }, index) => !returns[name || `_${index}`])
      .map(({ name }) => `@return ${name}`),
  ].map((gap) => `${item.type} ${signature}: ${gap}`);
}

function typeOf({ type, components }: Parameter): string {
  if (components === undefined) return type;
  return `(${components.map(typeOf).join(",")})${type.slice("tuple".length)}`;
}

function firsts<Doc>(lists: Readonly<Record<string, readonly Doc[]>>): Record<string, Doc | undefined> {
  return Object.fromEntries(Object.entries(lists).map(([signature, [first]]) => [signature, first]));
}
