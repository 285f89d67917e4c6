/** Every game in its plain form, also those that have a page of their own. */
export { default, generateMetadata } from "../page";
