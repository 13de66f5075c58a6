import { DOCUMENT_TARGETS } from "./documents.ts";
import { MESSAGE_TARGETS } from "./messages.ts";
import { PARSER_TARGETS } from "./parsers.ts";
import type { FuzzTarget } from "./target.ts";

/** Everything that hostile bytes are fed to. */
export const FUZZ_TARGETS: readonly FuzzTarget[] = [
  ...PARSER_TARGETS,
  ...DOCUMENT_TARGETS,
  ...MESSAGE_TARGETS,
];
