/** The part of Mocha's interface that these tests use; the package ships no types. */
declare module "mocha" {
  export type Test = { readonly title: string };
  export type Suite = {
    readonly title: string;
    readonly suites: readonly Suite[];
    readonly tests: readonly Test[];
  };
  export type Context = { readonly test: { readonly parent: Suite } };

  export function describe(title: string, body: () => void): void;
  export function it(title: string, body: (this: Context) => void | Promise<void>): void;
}
