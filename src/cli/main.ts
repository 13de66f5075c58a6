#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { runCommandLine } from "./program.ts";
import { processTerminal } from "./terminal.ts";

// A reader that has seen enough (`| head`) closes the pipe: that is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
const version =
  typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : "unknown";
process.exitCode = await runCommandLine(process.argv.slice(2), version, processTerminal());
