import fc from "fast-check";

const SEED = 20_261_121;

// The same cases in every run: whether a change is sound is no matter of luck. When there is time others are tried, and
// what fails says its seed.
if (process.env.FUZZ !== "long") fc.configureGlobal({ seed: SEED });

export { default } from "fast-check";
