import type { Locale } from "next-intl";
import messages from "@/messages/en.json";

export { messages };

/** English is complete; another language is another catalogue of the same shape. */
export const locale = "en" satisfies Locale;
