/** The part of the compiler's interface that tests and scripts use; the package ships no types. */
declare module "solc" {
  type Import = { readonly contents: string };
  const solc: { compile(input: string, callbacks?: { import: (path: string) => Import }): string };
  export default solc;
}
